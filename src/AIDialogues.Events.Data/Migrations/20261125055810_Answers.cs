using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class Answers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_outbox_invitation_id",
                schema: "events",
                table: "outbox");

            migrationBuilder.AddColumn<DateOnly>(
                name: "last_used_on",
                schema: "events",
                table: "personal_links",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "purpose",
                schema: "events",
                table: "personal_links",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Answer");

            migrationBuilder.AddColumn<string>(
                name: "zone",
                schema: "events",
                table: "people",
                type: "character varying(60)",
                maxLength: 60,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "calendar",
                schema: "events",
                table: "outbox",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "answered_by",
                schema: "events",
                table: "invitations",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "calendar_uid",
                schema: "events",
                table: "invitations",
                type: "uuid",
                nullable: false,
                defaultValueSql: "gen_random_uuid()");

            migrationBuilder.AddColumn<bool>(
                name: "no_reminders",
                schema: "events",
                table: "invitations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "offered_until",
                schema: "events",
                table: "invitations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "reason",
                schema: "events",
                table: "invitations",
                type: "character varying(500)",
                maxLength: 500,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "role",
                schema: "events",
                table: "invitations",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Participant");

            migrationBuilder.AddColumn<Guid>(
                name: "substitute_for",
                schema: "events",
                table: "invitations",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "to_verify",
                schema: "events",
                table: "invitations",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "waiting_since",
                schema: "events",
                table: "invitations",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "answer_days_before",
                schema: "events",
                table: "dialogues",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "cancelled_at",
                schema: "events",
                table: "dialogues",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "calendar_entries",
                schema: "events",
                columns: table => new
                {
                    invitation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    sequence = table.Column<int>(type: "integer", nullable: false),
                    facts = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    cancelled = table.Column<bool>(type: "boolean", nullable: false),
                    told_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_calendar_entries", x => x.invitation_id);
                    table.ForeignKey(
                        name: "fk_calendar_entries_invitations_invitation_id",
                        column: x => x.invitation_id,
                        principalSchema: "events",
                        principalTable: "invitations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "places",
                schema: "events",
                columns: table => new
                {
                    dialogue_id = table.Column<Guid>(type: "uuid", nullable: false),
                    participants = table.Column<int>(type: "integer", nullable: true),
                    speakers = table.Column<int>(type: "integer", nullable: true),
                    observers = table.Column<int>(type: "integer", nullable: true),
                    may_overbook = table.Column<bool>(type: "boolean", nullable: false),
                    rule = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    offer_hours = table.Column<int>(type: "integer", nullable: false),
                    lot_seed = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    neutral_title = table.Column<bool>(type: "boolean", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_places", x => x.dialogue_id);
                    table.ForeignKey(
                        name: "fk_places_dialogues_dialogue_id",
                        column: x => x.dialogue_id,
                        principalSchema: "events",
                        principalTable: "dialogues",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "substitute_proposals",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    invitation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    contact = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    reason = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    proposed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_substitute_proposals", x => x.id);
                    table.ForeignKey(
                        name: "fk_substitute_proposals_invitations_invitation_id",
                        column: x => x.invitation_id,
                        principalSchema: "events",
                        principalTable: "invitations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "timeline",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invitation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    actor = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    source = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: true),
                    note = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_timeline", x => x.id);
                    table.ForeignKey(
                        name: "fk_timeline_invitations_invitation_id",
                        column: x => x.invitation_id,
                        principalSchema: "events",
                        principalTable: "invitations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_timeline_people_person_id",
                        column: x => x.person_id,
                        principalSchema: "events",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_reminders_due_at",
                schema: "events",
                table: "reminders",
                column: "due_at",
                filter: "state = 'Scheduled'");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_invitation_id_created_at",
                schema: "events",
                table: "outbox",
                columns: new[] { "invitation_id", "created_at" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_not_delivered",
                schema: "events",
                table: "outbox",
                column: "state",
                filter: "state IN ('Failed', 'Unknown')");

            migrationBuilder.CreateIndex(
                name: "ix_invitations_calendar_uid",
                schema: "events",
                table: "invitations",
                column: "calendar_uid",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_invitations_dialogue_id_role_state",
                schema: "events",
                table: "invitations",
                columns: new[] { "dialogue_id", "role", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_invitations_substitute_for",
                schema: "events",
                table: "invitations",
                column: "substitute_for");

            migrationBuilder.AddCheckConstraint(
                name: "ck_invitations_offer_has_an_end",
                schema: "events",
                table: "invitations",
                sql: "state <> 'Offered' OR offered_until IS NOT NULL");

            migrationBuilder.AddCheckConstraint(
                name: "ck_invitations_who_waits_since",
                schema: "events",
                table: "invitations",
                sql: "state <> 'Waitlisted' OR waiting_since IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_substitute_proposals_one_open",
                schema: "events",
                table: "substitute_proposals",
                column: "invitation_id",
                unique: true,
                filter: "state = 'Proposed'");

            migrationBuilder.CreateIndex(
                name: "ix_timeline_invitation_id",
                schema: "events",
                table: "timeline",
                column: "invitation_id");

            migrationBuilder.CreateIndex(
                name: "ix_timeline_person_id_at",
                schema: "events",
                table: "timeline",
                columns: new[] { "person_id", "at" });

            migrationBuilder.AddForeignKey(
                name: "fk_invitations_invitations_substitute_for",
                schema: "events",
                table: "invitations",
                column: "substitute_for",
                principalSchema: "events",
                principalTable: "invitations",
                principalColumn: "id",
                onDelete: ReferentialAction.SetNull);

            // --- by hand from here on
            // Whoever changes a person's address or details, on whichever way: the links sent to the old address die with it, and the
            // timeline says which details were changed (their names, never their values). Two records made one are the same person under two
            // addresses, so the merge says that links to either go on working.
            migrationBuilder.Sql("""
                CREATE FUNCTION events.note_person_edit() RETURNS trigger LANGUAGE plpgsql AS $$
                DECLARE edited text[] := ARRAY[]::text[];
                BEGIN
                    IF lower(NEW.email) <> lower(OLD.email) THEN
                        edited := edited || 'email'::text;
                        UPDATE events.personal_links SET revoked_at = now() WHERE revoked_at IS NULL
                            AND coalesce(current_setting('aide.merging', true), '') <> 'yes'
                            AND invitation_id IN (SELECT id FROM events.invitations WHERE person_id = NEW.id);
                    END IF;
                    IF (NEW.given_name, NEW.family_name) IS DISTINCT FROM (OLD.given_name, OLD.family_name) THEN edited := edited || 'name'::text; END IF;
                    IF NEW.affiliation IS DISTINCT FROM OLD.affiliation THEN edited := edited || 'affiliation'::text; END IF;
                    IF NEW."group" IS DISTINCT FROM OLD."group" THEN edited := edited || 'group'::text; END IF;
                    IF NEW.country IS DISTINCT FROM OLD.country THEN edited := edited || 'country'::text; END IF;
                    IF NEW.language IS DISTINCT FROM OLD.language THEN edited := edited || 'language'::text; END IF;
                    IF cardinality(edited) > 0 THEN
                        INSERT INTO events.timeline (id, person_id, invitation_id, kind, actor, source, note, at)
                        VALUES (gen_random_uuid(), NEW.id, NULL, 'Edited', 'Organiser', NULL, array_to_string(edited, ', '), now());
                    END IF;
                    RETURN NULL;
                END $$;
                CREATE TRIGGER note_person_edit AFTER UPDATE ON events.people FOR EACH ROW EXECUTE FUNCTION events.note_person_edit();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TRIGGER note_person_edit ON events.people; DROP FUNCTION events.note_person_edit();");

            migrationBuilder.DropForeignKey(
                name: "fk_invitations_invitations_substitute_for",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropTable(
                name: "calendar_entries",
                schema: "events");

            migrationBuilder.DropTable(
                name: "places",
                schema: "events");

            migrationBuilder.DropTable(
                name: "substitute_proposals",
                schema: "events");

            migrationBuilder.DropTable(
                name: "timeline",
                schema: "events");

            migrationBuilder.DropIndex(
                name: "ix_reminders_due_at",
                schema: "events",
                table: "reminders");

            migrationBuilder.DropIndex(
                name: "ix_outbox_invitation_id_created_at",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_outbox_not_delivered",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_invitations_calendar_uid",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropIndex(
                name: "ix_invitations_dialogue_id_role_state",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropIndex(
                name: "ix_invitations_substitute_for",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_invitations_offer_has_an_end",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropCheckConstraint(
                name: "ck_invitations_who_waits_since",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "last_used_on",
                schema: "events",
                table: "personal_links");

            migrationBuilder.DropColumn(
                name: "purpose",
                schema: "events",
                table: "personal_links");

            migrationBuilder.DropColumn(
                name: "zone",
                schema: "events",
                table: "people");

            migrationBuilder.DropColumn(
                name: "calendar",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "answered_by",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "calendar_uid",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "no_reminders",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "offered_until",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "reason",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "role",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "substitute_for",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "to_verify",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "waiting_since",
                schema: "events",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "answer_days_before",
                schema: "events",
                table: "dialogues");

            migrationBuilder.DropColumn(
                name: "cancelled_at",
                schema: "events",
                table: "dialogues");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_invitation_id",
                schema: "events",
                table: "outbox",
                column: "invitation_id");
        }
    }
}
