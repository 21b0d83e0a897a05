using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class WholeEdits : Migration
    {
        // The whole function anew: every detail of a person that somebody may change is noted, and who changed it.
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE OR REPLACE FUNCTION events.note_person_edit() RETURNS trigger LANGUAGE plpgsql AS $$
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
                    IF NEW.gender IS DISTINCT FROM OLD.gender THEN edited := edited || 'gender'::text; END IF;
                    IF NEW.own_region IS DISTINCT FROM OLD.own_region THEN edited := edited || 'region'::text; END IF;
                    IF NEW.zone IS DISTINCT FROM OLD.zone THEN edited := edited || 'zone'::text; END IF;
                    IF cardinality(edited) > 0 THEN
                        INSERT INTO events.timeline (id, person_id, invitation_id, kind, actor, source, note, at)
                        VALUES (gen_random_uuid(), NEW.id, NULL, 'Edited', CASE current_setting('aide.editing', true) WHEN 'invitee' THEN 'Invitee' ELSE 'Organiser' END, NULL, array_to_string(edited, ', '), now());
                    END IF;
                    RETURN NULL;
                END $$;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""
                CREATE OR REPLACE FUNCTION events.note_person_edit() RETURNS trigger LANGUAGE plpgsql AS $$
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
                """);
        }
    }
}
