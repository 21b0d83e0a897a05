using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class TokensByKey : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "request_sha256",
                schema: "events",
                table: "token_issues");

            migrationBuilder.AddColumn<string>(
                name: "keys",
                schema: "events",
                table: "token_issues",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            // Which of its keys a set was for was not kept: all that there are. Nor is a hash, so no request is taken for one sent again.
            migrationBuilder.Sql("""
                UPDATE events.token_issues i SET keys = coalesce((
                    SELECT jsonb_agg(jsonb_build_object('keyId', k.key_id, 'messagesSha256', '')) FROM board.token_keys k WHERE k.dialogue_id = i.dialogue_id), '[]')
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "keys",
                schema: "events",
                table: "token_issues");

            migrationBuilder.AddColumn<byte[]>(
                name: "request_sha256",
                schema: "events",
                table: "token_issues",
                type: "bytea",
                nullable: false,
                defaultValue: new byte[0]);
        }
    }
}
