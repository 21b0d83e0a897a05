using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class ChangesHeld : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "title_held_until",
                schema: "events",
                table: "series",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "change_held_until",
                schema: "events",
                table: "dialogues",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "changed_at",
                schema: "events",
                table: "dialogues",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "changed_from",
                schema: "events",
                table: "dialogues",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "changed_answer_by",
                schema: "events",
                table: "dialogues",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "changed_answer_days",
                schema: "events",
                table: "dialogues",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "past",
                schema: "events",
                table: "dialogues",
                type: "jsonb",
                nullable: false,
                defaultValueSql: "'[]'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "title_held_until",
                schema: "events",
                table: "series");

            migrationBuilder.DropColumn(
                name: "change_held_until",
                schema: "events",
                table: "dialogues");

            migrationBuilder.DropColumn(
                name: "changed_at",
                schema: "events",
                table: "dialogues");

            migrationBuilder.DropColumn(
                name: "changed_from",
                schema: "events",
                table: "dialogues");

            migrationBuilder.DropColumn(
                name: "changed_answer_by",
                schema: "events",
                table: "dialogues");

            migrationBuilder.DropColumn(
                name: "changed_answer_days",
                schema: "events",
                table: "dialogues");

            migrationBuilder.DropColumn(
                name: "past",
                schema: "events",
                table: "dialogues");
        }
    }
}
