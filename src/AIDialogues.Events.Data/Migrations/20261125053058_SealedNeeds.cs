using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class SealedNeeds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "other",
                schema: "events",
                table: "needs",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(300)",
                oldMaxLength: 300);

            migrationBuilder.AlterColumn<string>(
                name: "diet",
                schema: "events",
                table: "needs",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(300)",
                oldMaxLength: 300);

            migrationBuilder.AlterColumn<string>(
                name: "access",
                schema: "events",
                table: "needs",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(300)",
                oldMaxLength: 300);

            // Whether somebody needs something can be counted after what they need is sealed.
            migrationBuilder.Sql("""
                ALTER TABLE events.needs
                    ADD COLUMN has_diet boolean NOT NULL GENERATED ALWAYS AS (diet <> '') STORED,
                    ADD COLUMN has_access boolean NOT NULL GENERATED ALWAYS AS (access <> '') STORED;

                -- The ledger and the words it names only grow, with two exceptions: proof that nobody may ask for any more, and what an erased person said.
                DROP TRIGGER consents_are_kept ON events.consent_events;
                DROP FUNCTION events.consents_are_kept;
                CREATE OR REPLACE FUNCTION events.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    -- Nested, because a condition is read whole, and not every table has a person_id.
                    IF TG_OP = 'DELETE' AND TG_TABLE_NAME = 'consent_events' THEN
                        IF EXISTS (SELECT FROM events.people p WHERE p.id = OLD.person_id AND p.erased_at < now() - interval '4 years') THEN
                            RETURN OLD;
                        END IF;
                    ELSIF TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'quotations' THEN
                        IF to_jsonb(NEW) = to_jsonb(OLD) || '{"words": ""}' THEN
                            RETURN NEW;
                        END IF;
                    END IF;
                    RAISE EXCEPTION 'events.% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
                END $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                ALTER TABLE events.needs DROP COLUMN has_diet, DROP COLUMN has_access;
                CREATE OR REPLACE FUNCTION events.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    RAISE EXCEPTION 'events.% only grows: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'insufficient_privilege';
                END $$;
                CREATE FUNCTION events.consents_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN OLD; END $$;
                CREATE TRIGGER consents_are_kept BEFORE DELETE ON events.consent_events FOR EACH ROW EXECUTE FUNCTION events.consents_are_kept();
                """);

            migrationBuilder.AlterColumn<string>(
                name: "other",
                schema: "events",
                table: "needs",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "diet",
                schema: "events",
                table: "needs",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "access",
                schema: "events",
                table: "needs",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");
        }
    }
}
