using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class OwedLetters : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // Whoever restricted or objected still hears what they asked for, and that a day they count on is another or none.
            migrationBuilder.Sql("""
                CREATE OR REPLACE FUNCTION events.letters_respect_rights() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.state IN ('Queued', 'Retry', 'InFlight', 'Paused') AND EXISTS (
                        SELECT FROM events.people p WHERE p.id = NEW.person_id AND (p.erased_at IS NOT NULL
                            OR (NEW.kind NOT IN ('Code', 'Change', 'Cancellation', 'CalledOff') AND (p.restricted_at IS NOT NULL OR p.objected_at IS NOT NULL)))) THEN
                        NEW.state := 'Dropped';
                        NEW.lease_until := NULL;
                    END IF;
                    RETURN NEW;
                END $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE OR REPLACE FUNCTION events.letters_respect_rights() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    IF NEW.state IN ('Queued', 'Retry', 'InFlight', 'Paused') AND EXISTS (
                        SELECT FROM events.people p WHERE p.id = NEW.person_id AND (p.erased_at IS NOT NULL
                            OR (NEW.kind IN ('Invitation', 'Reminder') AND (p.restricted_at IS NOT NULL OR p.objected_at IS NOT NULL)))) THEN
                        NEW.state := 'Dropped';
                        NEW.lease_until := NULL;
                    END IF;
                    RETURN NEW;
                END $$;
                """);
        }
    }
}
