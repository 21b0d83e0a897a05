using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class SetsOfOnePerson : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_token_issues_once",
                schema: "events",
                table: "token_issues");

            migrationBuilder.AddCheckConstraint(
                name: "ck_token_issues_once",
                schema: "events",
                table: "token_issues",
                sql: "replaced >= 0 AND NOT (may_ask_again AND replaced > 0)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_token_issues_once",
                schema: "events",
                table: "token_issues");

            migrationBuilder.AddCheckConstraint(
                name: "ck_token_issues_once",
                schema: "events",
                table: "token_issues",
                sql: "replaced + may_ask_again::int <= 1");
        }
    }
}
