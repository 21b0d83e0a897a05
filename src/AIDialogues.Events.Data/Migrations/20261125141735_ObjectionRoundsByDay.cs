using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class ObjectionRoundsByDay : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_objection_rounds",
                schema: "board",
                table: "objection_rounds");

            migrationBuilder.AddColumn<string[]>(
                name: "contested",
                schema: "events",
                table: "summaries",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<Guid>(
                name: "objection_id",
                schema: "events",
                table: "objection_outcomes",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            migrationBuilder.AddPrimaryKey(
                name: "pk_objection_rounds",
                schema: "board",
                table: "objection_rounds",
                columns: new[] { "summary_id", "dialogue_id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropPrimaryKey(
                name: "pk_objection_rounds",
                schema: "board",
                table: "objection_rounds");

            migrationBuilder.DropColumn(
                name: "contested",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropColumn(
                name: "objection_id",
                schema: "events",
                table: "objection_outcomes");

            migrationBuilder.AddPrimaryKey(
                name: "pk_objection_rounds",
                schema: "board",
                table: "objection_rounds",
                column: "summary_id");
        }
    }
}
