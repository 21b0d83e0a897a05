using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class WavesSeatsAndReminders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "role",
                schema: "events",
                table: "waves",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "Participant");

            migrationBuilder.AddColumn<string>(
                name: "seal",
                schema: "events",
                table: "waves",
                type: "character varying(64)",
                maxLength: 64,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "held_back",
                schema: "events",
                table: "reminders",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "wave_id",
                schema: "events",
                table: "reminders",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "neutral_letters",
                schema: "events",
                table: "places",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.CreateIndex(
                name: "ix_reminders_wave_id",
                schema: "events",
                table: "reminders",
                column: "wave_id");

            migrationBuilder.AddForeignKey(
                name: "fk_reminders_waves_wave_id",
                schema: "events",
                table: "reminders",
                column: "wave_id",
                principalSchema: "events",
                principalTable: "waves",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_reminders_waves_wave_id",
                schema: "events",
                table: "reminders");

            migrationBuilder.DropIndex(
                name: "ix_reminders_wave_id",
                schema: "events",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "role",
                schema: "events",
                table: "waves");

            migrationBuilder.DropColumn(
                name: "seal",
                schema: "events",
                table: "waves");

            migrationBuilder.DropColumn(
                name: "held_back",
                schema: "events",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "wave_id",
                schema: "events",
                table: "reminders");

            migrationBuilder.DropColumn(
                name: "neutral_letters",
                schema: "events",
                table: "places");
        }
    }
}
