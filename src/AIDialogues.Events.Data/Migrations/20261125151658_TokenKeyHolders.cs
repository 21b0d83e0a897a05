using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class TokenKeyHolders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "holders",
                schema: "board",
                table: "token_keys",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            // Until now every key of a day had the holders of the day.
            migrationBuilder.Sql("UPDATE board.token_keys AS k SET holders = (SELECT count(*) FROM events.token_issues AS i WHERE i.dialogue_id = k.dialogue_id)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "holders",
                schema: "board",
                table: "token_keys");
        }
    }
}
