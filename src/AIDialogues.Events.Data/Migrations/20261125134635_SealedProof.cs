using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class SealedProof : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "witness",
                schema: "events",
                table: "consent_events",
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "character varying(300)",
                oldMaxLength: 300,
                oldDefaultValue: "");

            migrationBuilder.AlterColumn<string>(
                name: "evidence",
                schema: "events",
                table: "consent_events",
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "character varying(1000)",
                oldMaxLength: 1000,
                oldDefaultValue: "");

            migrationBuilder.AlterColumn<string>(
                name: "facts",
                schema: "events",
                table: "calendar_entries",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(2000)",
                oldMaxLength: 2000);

            migrationBuilder.AddColumn<Guid>(
                name: "person_id",
                schema: "events",
                table: "calendar_entries",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            // Before the key that refers to it: each entry belongs to whoever was invited. The words themselves are sealed by the command that runs this, which has the keys.
            migrationBuilder.Sql("""
                UPDATE events.calendar_entries entry SET person_id = invitation.person_id FROM events.invitations invitation WHERE invitation.id = entry.invitation_id;
                ALTER TABLE events.calendar_entries ALTER COLUMN person_id DROP DEFAULT;
                """);

            migrationBuilder.CreateIndex(
                name: "ix_calendar_entries_person_id",
                schema: "events",
                table: "calendar_entries",
                column: "person_id");

            migrationBuilder.AddForeignKey(
                name: "fk_calendar_entries_people_person_id",
                schema: "events",
                table: "calendar_entries",
                column: "person_id",
                principalSchema: "events",
                principalTable: "people",
                principalColumn: "id",
                onDelete: ReferentialAction.Cascade);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_calendar_entries_people_person_id",
                schema: "events",
                table: "calendar_entries");

            migrationBuilder.DropIndex(
                name: "ix_calendar_entries_person_id",
                schema: "events",
                table: "calendar_entries");

            migrationBuilder.DropColumn(
                name: "person_id",
                schema: "events",
                table: "calendar_entries");

            migrationBuilder.AlterColumn<string>(
                name: "witness",
                schema: "events",
                table: "consent_events",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldDefaultValue: "");

            migrationBuilder.AlterColumn<string>(
                name: "evidence",
                schema: "events",
                table: "consent_events",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldDefaultValue: "");

            migrationBuilder.AlterColumn<string>(
                name: "facts",
                schema: "events",
                table: "calendar_entries",
                type: "character varying(2000)",
                maxLength: 2000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");
        }
    }
}
