using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class ConsentLedger : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "controller",
                schema: "events",
                table: "consent_events",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string[]>(
                name: "data_categories",
                schema: "events",
                table: "consent_events",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string>(
                name: "evidence",
                schema: "events",
                table: "consent_events",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<byte[]>(
                name: "form_sha256",
                schema: "events",
                table: "consent_events",
                type: "bytea",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "is_special_category",
                schema: "events",
                table: "consent_events",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "jurisdiction",
                schema: "events",
                table: "consent_events",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "lawful_basis",
                schema: "events",
                table: "consent_events",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "method",
                schema: "events",
                table: "consent_events",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "LinkForm");

            migrationBuilder.AddColumn<int>(
                name: "notice_version",
                schema: "events",
                table: "consent_events",
                type: "integer",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<Guid>(
                name: "previous_id",
                schema: "events",
                table: "consent_events",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "quotation_id",
                schema: "events",
                table: "consent_events",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "receipt_id",
                schema: "events",
                table: "consent_events",
                type: "uuid",
                nullable: false,
                defaultValueSql: "gen_random_uuid()");

            migrationBuilder.AddColumn<string[]>(
                name: "recipients",
                schema: "events",
                table: "consent_events",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<Guid>(
                name: "record_id",
                schema: "events",
                table: "consent_events",
                type: "uuid",
                nullable: false,
                defaultValueSql: "gen_random_uuid()");

            migrationBuilder.AddColumn<string>(
                name: "retention",
                schema: "events",
                table: "consent_events",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "rule",
                schema: "events",
                table: "consent_events",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "storage_location",
                schema: "events",
                table: "consent_events",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "valid_until",
                schema: "events",
                table: "consent_events",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "witness",
                schema: "events",
                table: "consent_events",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateTable(
                name: "asked_purposes",
                schema: "events",
                columns: table => new
                {
                    dialogue_id = table.Column<Guid>(type: "uuid", nullable: false),
                    purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    valid_months = table.Column<int>(type: "integer", nullable: true),
                    since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_asked_purposes", x => new { x.dialogue_id, x.purpose });
                    table.CheckConstraint("ck_asked_purposes_months", "valid_months BETWEEN 1 AND 120");
                    table.ForeignKey(
                        name: "fk_asked_purposes_dialogues_dialogue_id",
                        column: x => x.dialogue_id,
                        principalSchema: "events",
                        principalTable: "dialogues",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "needs",
                schema: "events",
                columns: table => new
                {
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dialogue_id = table.Column<Guid>(type: "uuid", nullable: false),
                    diet = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    access = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    other = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_needs", x => new { x.person_id, x.dialogue_id });
                    table.ForeignKey(
                        name: "fk_needs_dialogues_dialogue_id",
                        column: x => x.dialogue_id,
                        principalSchema: "events",
                        principalTable: "dialogues",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_needs_people_person_id",
                        column: x => x.person_id,
                        principalSchema: "events",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "notices",
                schema: "events",
                columns: table => new
                {
                    sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    words = table.Column<string>(type: "text", nullable: false),
                    language = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    purpose = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    first_used_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_notices", x => x.sha256);
                    table.CheckConstraint("ck_notices_hash_is_of_the_words", "sha256 = pg_catalog.sha256(convert_to(words, 'UTF8'))");
                });

            migrationBuilder.CreateTable(
                name: "quotations",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dialogue_id = table.Column<Guid>(type: "uuid", nullable: false),
                    words = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    language = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_quotations", x => x.id);
                    table.ForeignKey(
                        name: "fk_quotations_dialogues_dialogue_id",
                        column: x => x.dialogue_id,
                        principalSchema: "events",
                        principalTable: "dialogues",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_quotations_people_person_id",
                        column: x => x.person_id,
                        principalSchema: "events",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_consent_events_previous_id",
                schema: "events",
                table: "consent_events",
                column: "previous_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_consent_events_quotation_id",
                schema: "events",
                table: "consent_events",
                column: "quotation_id");

            migrationBuilder.AddCheckConstraint(
                name: "ck_consent_events_expired_is_never_written",
                schema: "events",
                table: "consent_events",
                sql: "state <> 'Expired'");

            migrationBuilder.AddCheckConstraint(
                name: "ck_consent_events_on_behalf_is_by_no_link",
                schema: "events",
                table: "consent_events",
                sql: "source <> 'Organiser' OR method <> 'LinkForm' OR evidence = ''");

            migrationBuilder.AddCheckConstraint(
                name: "ck_consent_events_telephone_has_a_witness",
                schema: "events",
                table: "consent_events",
                sql: "method <> 'Telephone' OR witness <> ''");

            migrationBuilder.CreateIndex(
                name: "ix_needs_dialogue_id",
                schema: "events",
                table: "needs",
                column: "dialogue_id");

            migrationBuilder.CreateIndex(
                name: "ix_quotations_dialogue_id_person_id",
                schema: "events",
                table: "quotations",
                columns: new[] { "dialogue_id", "person_id" });

            migrationBuilder.CreateIndex(
                name: "ix_quotations_person_id",
                schema: "events",
                table: "quotations",
                column: "person_id");

            migrationBuilder.AddForeignKey(
                name: "fk_consent_events_consent_events_previous_id",
                schema: "events",
                table: "consent_events",
                column: "previous_id",
                principalSchema: "events",
                principalTable: "consent_events",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_consent_events_quotations_quotation_id",
                schema: "events",
                table: "consent_events",
                column: "quotation_id",
                principalSchema: "events",
                principalTable: "quotations",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            // Lines from before are chained in the order in which they were written; what they did not keep stays empty, because it cannot be known.
            migrationBuilder.Sql("""
                UPDATE events.consent_events line SET record_id = chained.first_record, previous_id = chained.previous
                FROM (SELECT id, first_value(record_id) OVER record AS first_record, lag(id) OVER record AS previous FROM events.consent_events
                      WINDOW record AS (PARTITION BY person_id, dialogue_id, purpose ORDER BY at, state, id)) chained
                WHERE chained.id = line.id;

                CREATE FUNCTION events.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'events.% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
                END $$;
                CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON events.consent_events FOR EACH ROW EXECUTE FUNCTION events.refuse_change();
                CREATE TRIGGER only_grows_whole BEFORE TRUNCATE ON events.consent_events FOR EACH STATEMENT EXECUTE FUNCTION events.refuse_change();
                CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE ON events.notices FOR EACH ROW EXECUTE FUNCTION events.refuse_change();
                CREATE TRIGGER only_grows_whole BEFORE TRUNCATE ON events.notices FOR EACH STATEMENT EXECUTE FUNCTION events.refuse_change();
                CREATE TRIGGER words_stay BEFORE UPDATE ON events.quotations FOR EACH ROW EXECUTE FUNCTION events.refuse_change();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                DROP TRIGGER only_grows ON events.consent_events;
                DROP TRIGGER only_grows_whole ON events.consent_events;
                DROP FUNCTION events.refuse_change() CASCADE;
                """);

            migrationBuilder.DropForeignKey(
                name: "fk_consent_events_consent_events_previous_id",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropForeignKey(
                name: "fk_consent_events_quotations_quotation_id",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropTable(
                name: "asked_purposes",
                schema: "events");

            migrationBuilder.DropTable(
                name: "needs",
                schema: "events");

            migrationBuilder.DropTable(
                name: "notices",
                schema: "events");

            migrationBuilder.DropTable(
                name: "quotations",
                schema: "events");

            migrationBuilder.DropIndex(
                name: "ix_consent_events_previous_id",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropIndex(
                name: "ix_consent_events_quotation_id",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropCheckConstraint(
                name: "ck_consent_events_expired_is_never_written",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropCheckConstraint(
                name: "ck_consent_events_on_behalf_is_by_no_link",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropCheckConstraint(
                name: "ck_consent_events_telephone_has_a_witness",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "controller",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "data_categories",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "evidence",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "form_sha256",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "is_special_category",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "jurisdiction",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "lawful_basis",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "method",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "notice_version",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "previous_id",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "quotation_id",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "receipt_id",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "recipients",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "record_id",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "retention",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "rule",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "storage_location",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "valid_until",
                schema: "events",
                table: "consent_events");

            migrationBuilder.DropColumn(
                name: "witness",
                schema: "events",
                table: "consent_events");
        }
    }
}
