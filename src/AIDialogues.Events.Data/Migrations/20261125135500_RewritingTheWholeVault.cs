using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace AIDialogues.Events.Data.Migrations;

/// <summary>
/// The rewriting covers every table of the vault. A spent token's hash is known to whoever has its holder's device, and its transaction and
/// place would say which batch of points that holder's words came with.
/// </summary>
[DbContext(typeof(EventsDb))]
[Migration("20261125135500_RewritingTheWholeVault")]
public partial class RewritingTheWholeVault : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE OR REPLACE FUNCTION vault.rewrite() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp
        SET lock_timeout = '3s' -- who waits for this lock makes every reader behind it wait
        SET work_mem = '256MB' -- a sort that spills would leave the old order in a file
        AS $$
        DECLARE
            spent vault.spent_tokens[];
            objected vault.objections[];
            kept vault.statements[];
        BEGIN
            -- In the order in which a flush touches them and a backup locks them, or two could wait for each other.
            LOCK TABLE vault.spent_tokens, vault.objections, vault.statements IN ACCESS EXCLUSIVE MODE;
            -- gen_random_uuid() draws from the system's generator; random() can be guessed. Each table has an order of its own.
            SELECT array_agg(t ORDER BY gen_random_uuid()) INTO spent FROM vault.spent_tokens t;
            SELECT array_agg(o ORDER BY gen_random_uuid()) INTO objected FROM vault.objections o;
            SELECT array_agg(s ORDER BY gen_random_uuid()) INTO kept FROM vault.statements s;
            -- New files for the tables and their indexes: no dead row keeps the old place. Undone as a whole if anything fails.
            TRUNCATE vault.spent_tokens, vault.objections, vault.statements;
            -- A block that can catch is a subtransaction: the tables share no transaction number.
            BEGIN INSERT INTO vault.spent_tokens SELECT * FROM unnest(spent); EXCEPTION WHEN OTHERS THEN RAISE; END;
            BEGIN INSERT INTO vault.objections SELECT * FROM unnest(objected); EXCEPTION WHEN OTHERS THEN RAISE; END;
            BEGIN INSERT INTO vault.statements SELECT * FROM unnest(kept); EXCEPTION WHEN OTHERS THEN RAISE; END;
        END $$;
        """);

    /// <summary>The rewriting is again the one of RewritingAtClose.</summary>
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        CREATE OR REPLACE FUNCTION vault.rewrite() RETURNS void LANGUAGE plpgsql SECURITY DEFINER
        SET search_path = pg_catalog, pg_temp SET lock_timeout = '3s' SET work_mem = '256MB'
        AS $$
        DECLARE kept vault.statements[];
        BEGIN
            LOCK TABLE vault.statements IN ACCESS EXCLUSIVE MODE;
            SELECT array_agg(s ORDER BY gen_random_uuid()) INTO kept FROM vault.statements s;
            TRUNCATE vault.statements;
            INSERT INTO vault.statements SELECT * FROM unnest(kept);
        END $$;
        """);
}
