using Microsoft.EntityFrameworkCore.Migrations;

namespace AIDialogues.Events.Data.Migrations;

/// <summary>
/// The walls inside the database: the vault of statements, which no mapped entity reaches, and one role per host. Each column's
/// statistics are off before the first row, because pg_stats otherwise keeps samples of the words, even after they are deleted.
/// </summary>
public partial class Walls : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("""
            ALTER TABLE events.sessions ADD CONSTRAINT ex_sessions_one_at_a_time_in_a_room EXCLUDE USING gist (
                room_id WITH =, tsrange('2000-01-01'::date + begins, '2000-01-01'::date + ends) WITH &&);

            CREATE SCHEMA vault;
            CREATE TABLE vault.statements (
                id uuid NOT NULL PRIMARY KEY CHECK (coalesce(uuid_extract_version(id), 0) = 4),
                session_id uuid NOT NULL,
                theme_id uuid,
                kind text NOT NULL CHECK (kind IN ('fact', 'view', 'disagreement', 'proposal', 'question', 'paraphrase')),
                words text NOT NULL CHECK (octet_length(words) BETWEEN 1 AND 1900));
            ALTER TABLE vault.statements
                ALTER COLUMN id SET STATISTICS 0, ALTER COLUMN session_id SET STATISTICS 0, ALTER COLUMN theme_id SET STATISTICS 0,
                ALTER COLUMN kind SET STATISTICS 0, ALTER COLUMN words SET STATISTICS 0,
                ALTER COLUMN words SET STORAGE PLAIN;

            DO $$
            DECLARE role_name text;
            BEGIN
                FOREACH role_name IN ARRAY ARRAY['aide_owner', 'aide_web', 'aide_worker', 'aide_board', 'aide_room'] LOOP
                    BEGIN
                        EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION', role_name);
                    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this cluster made it
                    END;
                END LOOP;
            END $$;
            """);
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        DROP SCHEMA vault CASCADE;
        ALTER TABLE events.sessions DROP CONSTRAINT ex_sessions_one_at_a_time_in_a_room;
        """);
}
