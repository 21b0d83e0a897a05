using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class PublicFigures : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "public_figures",
                schema: "events",
                columns: table => new
                {
                    series_id = table.Column<Guid>(type: "uuid", nullable: false),
                    experts = table.Column<int>(type: "integer", nullable: false),
                    room = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_public_figures", x => x.series_id);
                    table.ForeignKey(
                        name: "fk_public_figures_series_series_id",
                        column: x => x.series_id,
                        principalSchema: "events",
                        principalTable: "series",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            // Marks without a key could be tried by whoever has a list of names; what waits for its second person is answered for once more.
            migrationBuilder.Sql("UPDATE events.publications SET risk_findings = '{}' WHERE risk_findings <> '{}'; UPDATE events.summary_items SET risk_findings = '{}' WHERE risk_findings <> '{}';");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "public_figures",
                schema: "events");
        }
    }
}
