using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace AIDialogues.Events.Data.Migrations;

/// <summary>How many people hold a second set of tokens stands beside each public key, for Room counts people by tokens; and no third set, whoever asks.</summary>
[DbContext(typeof(EventsDb))]
[Migration("20261125142000_ReplacedTokens")]
public partial class ReplacedTokens : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        ALTER TABLE board.token_keys ADD replaced integer NOT NULL DEFAULT 0;
        UPDATE board.token_keys k SET replaced = (SELECT coalesce(sum(i.replaced), 0) FROM events.token_issues i WHERE i.dialogue_id = k.dialogue_id);
        ALTER TABLE events.token_issues ADD CONSTRAINT ck_token_issues_once CHECK (replaced + may_ask_again::int <= 1);
        """);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("""
        ALTER TABLE events.token_issues DROP CONSTRAINT ck_token_issues_once;
        ALTER TABLE board.token_keys DROP COLUMN replaced;
        """);
}
