using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace AIDialogues.Events.Data.Migrations;

/// <summary>
/// The one way in which stored statements may change: all of them are written anew in an order of chance, into new files, by one
/// statement. Whoever may call it sees no word and chooses nothing. Why so and not otherwise: decision 0045.
/// </summary>
[DbContext(typeof(EventsDb))]
[Migration("20261125043000_RewritingAtClose")]
public partial class RewritingAtClose : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE FUNCTION vault.rewrite() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp
        SET lock_timeout = '3s' -- who waits for this lock makes every reader behind it wait
        SET work_mem = '256MB' -- a sort that spills would leave the old order in a file
        AS $$
        DECLARE kept vault.statements[];
        BEGIN
            LOCK TABLE vault.statements IN ACCESS EXCLUSIVE MODE;
            -- gen_random_uuid() draws from the system's generator; random() can be guessed.
            SELECT array_agg(s ORDER BY gen_random_uuid()) INTO kept FROM vault.statements s;
            -- New files for the table and its index: no dead row keeps the old place. Undone as a whole if anything fails.
            TRUNCATE vault.statements;
            INSERT INTO vault.statements SELECT * FROM unnest(kept);
        END $$;
        REVOKE ALL ON FUNCTION vault.rewrite() FROM PUBLIC;
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP FUNCTION vault.rewrite();");
}
