using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class FacilitatorsKey : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "purpose",
                schema: "board",
                table: "keys",
                type: "text",
                nullable: false,
                defaultValue: "Report");

            migrationBuilder.AddCheckConstraint(
                name: "ck_keys_purpose",
                schema: "board",
                table: "keys",
                sql: "purpose IN ('Report', 'Facilitate')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_keys_purpose",
                schema: "board",
                table: "keys");

            migrationBuilder.DropColumn(
                name: "purpose",
                schema: "board",
                table: "keys");
        }
    }
}
