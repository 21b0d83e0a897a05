using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class Rights : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "erased_at",
                schema: "events",
                table: "people",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "objected_at",
                schema: "events",
                table: "people",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "restricted_at",
                schema: "events",
                table: "people",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "to_name",
                schema: "events",
                table: "outbox",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(201)",
                oldMaxLength: 201);

            migrationBuilder.AlterColumn<string>(
                name: "to_address",
                schema: "events",
                table: "outbox",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(254)",
                oldMaxLength: 254);

            migrationBuilder.AlterColumn<string>(
                name: "subject",
                schema: "events",
                table: "outbox",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(1000)",
                oldMaxLength: 1000);

            migrationBuilder.AlterColumn<string>(
                name: "server_reply",
                schema: "events",
                table: "outbox",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(300)",
                oldMaxLength: 300);

            migrationBuilder.CreateTable(
                name: "data_requests",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    invitation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    code_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    code_hmac = table.Column<byte[]>(type: "bytea", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    browser_sha256 = table.Column<byte[]>(type: "bytea", nullable: true),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    new_address = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_data_requests", x => x.id);
                    table.CheckConstraint("ck_data_requests_tries", "tries BETWEEN 0 AND 5");
                    table.ForeignKey(
                        name: "fk_data_requests_invitations_invitation_id",
                        column: x => x.invitation_id,
                        principalSchema: "events",
                        principalTable: "invitations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_data_requests_people_person_id",
                        column: x => x.person_id,
                        principalSchema: "events",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "erasures",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    cause = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    cancelled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    done_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    receipt_sha256 = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erasures", x => x.id);
                    table.ForeignKey(
                        name: "fk_erasures_people_person_id",
                        column: x => x.person_id,
                        principalSchema: "events",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_data_requests_asked_at",
                schema: "events",
                table: "data_requests",
                column: "asked_at");

            migrationBuilder.CreateIndex(
                name: "ix_data_requests_invitation_id",
                schema: "events",
                table: "data_requests",
                column: "invitation_id");

            migrationBuilder.CreateIndex(
                name: "ix_data_requests_person_id_asked_at",
                schema: "events",
                table: "data_requests",
                columns: new[] { "person_id", "asked_at" });

            migrationBuilder.CreateIndex(
                name: "ix_erasures_person_id",
                schema: "events",
                table: "erasures",
                column: "person_id",
                unique: true,
                filter: "cancelled_at IS NULL AND done_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_erasures_receipt_sha256",
                schema: "events",
                table: "erasures",
                column: "receipt_sha256",
                unique: true);

            // --- by hand: the audit's own schema, counts that stay, and what no code path may do
            migrationBuilder.Sql("""
                CREATE TABLE events.kept_counts (
                    dialogue_id uuid NOT NULL REFERENCES events.dialogues ON DELETE CASCADE,
                    what varchar(40) NOT NULL, value varchar(200) NOT NULL DEFAULT '', count bigint NOT NULL, counted_at timestamptz NOT NULL,
                    PRIMARY KEY (dialogue_id, what, value));

                CREATE SCHEMA audit;
                CREATE TABLE audit.entries (
                    seq bigint PRIMARY KEY CHECK (seq > 0),
                    at timestamptz NOT NULL,
                    actor varchar(40) NOT NULL,
                    action varchar(100) NOT NULL,
                    object varchar(100) NOT NULL,
                    commitment bytea NOT NULL CHECK (octet_length(commitment) = 32),
                    prev_hash bytea NOT NULL CHECK (octet_length(prev_hash) = 32),
                    hash bytea NOT NULL CHECK (octet_length(hash) = 32));
                CREATE TABLE audit.details (seq bigint PRIMARY KEY REFERENCES audit.entries, subject uuid, sealed bytea NOT NULL);

                CREATE FUNCTION audit.only_grows() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'The chain of staff actions only grows.' USING ERRCODE = 'insufficient_privilege';
                END $$;
                CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON audit.entries FOR EACH ROW EXECUTE FUNCTION audit.only_grows();
                CREATE TRIGGER is_not_emptied BEFORE TRUNCATE ON audit.entries FOR EACH STATEMENT EXECUTE FUNCTION audit.only_grows();

                -- Consents are proof: a line goes only long after its person is gone.
                CREATE FUNCTION events.consents_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF current_user = 'aide_worker' AND NOT EXISTS (SELECT FROM events.people p WHERE p.id = OLD.person_id AND p.erased_at < now() - interval '4 years') THEN
                        RAISE EXCEPTION 'This consent is still proof.' USING ERRCODE = 'insufficient_privilege';
                    END IF;
                    RETURN OLD;
                END $$;
                CREATE TRIGGER consents_are_kept BEFORE DELETE ON events.consent_events FOR EACH ROW EXECUTE FUNCTION events.consents_are_kept();

                -- Whoever writes a letter: one to somebody who does not want any, or is erased, never waits to be sent.
                CREATE FUNCTION events.letters_respect_rights() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.state IN ('Queued', 'Retry', 'InFlight', 'Paused') AND EXISTS (
                        SELECT FROM events.people p WHERE p.id = NEW.person_id AND (p.erased_at IS NOT NULL
                            OR (NEW.kind IN ('Invitation', 'Reminder') AND (p.restricted_at IS NOT NULL OR p.objected_at IS NOT NULL)))) THEN
                        NEW.state := 'Dropped';
                        NEW.lease_until := NULL;
                    END IF;
                    RETURN NEW;
                END $$;
                CREATE TRIGGER letters_respect_rights BEFORE INSERT OR UPDATE ON events.outbox FOR EACH ROW EXECUTE FUNCTION events.letters_respect_rights();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER letters_respect_rights ON events.outbox;
                DROP TRIGGER consents_are_kept ON events.consent_events;
                DROP FUNCTION events.letters_respect_rights, events.consents_are_kept;
                DROP SCHEMA audit CASCADE;
                DROP TABLE events.kept_counts;
                """);

            migrationBuilder.DropTable(
                name: "data_requests",
                schema: "events");

            migrationBuilder.DropTable(
                name: "erasures",
                schema: "events");

            migrationBuilder.DropColumn(
                name: "erased_at",
                schema: "events",
                table: "people");

            migrationBuilder.DropColumn(
                name: "objected_at",
                schema: "events",
                table: "people");

            migrationBuilder.DropColumn(
                name: "restricted_at",
                schema: "events",
                table: "people");

            migrationBuilder.AlterColumn<string>(
                name: "to_name",
                schema: "events",
                table: "outbox",
                type: "character varying(201)",
                maxLength: 201,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "to_address",
                schema: "events",
                table: "outbox",
                type: "character varying(254)",
                maxLength: 254,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "subject",
                schema: "events",
                table: "outbox",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "server_reply",
                schema: "events",
                table: "outbox",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");
        }
    }
}
