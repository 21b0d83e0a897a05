using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class RosterExports : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "roster_exports",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_by = table.Column<Guid>(type: "uuid", nullable: false),
                    asked_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    reason = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    filter = table.Column<string>(type: "jsonb", nullable: false),
                    decided_by = table.Column<Guid>(type: "uuid", nullable: true),
                    decided_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    is_allowed = table.Column<bool>(type: "boolean", nullable: false),
                    taken_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    people = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_roster_exports", x => x.id);
                    table.CheckConstraint("ck_roster_exports_allowed", "NOT is_allowed OR decided_at IS NOT NULL");
                    table.CheckConstraint("ck_roster_exports_by_two", "decided_by <> asked_by AND (decided_by IS NULL) = (decided_at IS NULL)");
                    table.CheckConstraint("ck_roster_exports_taken", "taken_at IS NULL OR (is_allowed AND decided_at IS NOT NULL AND taken_at <= decided_at + interval '15 minutes')");
                });

            migrationBuilder.CreateIndex(
                name: "ix_roster_exports_asked_at",
                schema: "events",
                table: "roster_exports",
                column: "asked_at");

            migrationBuilder.CreateIndex(
                name: "ix_roster_exports_asked_by_asked_at",
                schema: "events",
                table: "roster_exports",
                columns: new[] { "asked_by", "asked_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "roster_exports",
                schema: "events");
        }
    }
}
