using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class SealedAnswers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "note",
                schema: "events",
                table: "timeline",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(500)",
                oldMaxLength: 500);

            migrationBuilder.AlterColumn<string>(
                name: "reason",
                schema: "events",
                table: "substitute_proposals",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(300)",
                oldMaxLength: 300);

            migrationBuilder.AlterColumn<string>(
                name: "name",
                schema: "events",
                table: "substitute_proposals",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(200)",
                oldMaxLength: 200);

            migrationBuilder.AlterColumn<string>(
                name: "contact",
                schema: "events",
                table: "substitute_proposals",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(200)",
                oldMaxLength: 200);

            migrationBuilder.AddColumn<Guid>(
                name: "person_id",
                schema: "events",
                table: "substitute_proposals",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"));

            // Sealed with the key of whoever proposed.
            migrationBuilder.Sql("""
                UPDATE events.substitute_proposals s SET person_id = i.person_id FROM events.invitations i WHERE i.id = s.invitation_id;
                ALTER TABLE events.substitute_proposals ALTER COLUMN person_id DROP DEFAULT;
                """);

            migrationBuilder.AlterColumn<string>(
                name: "words",
                schema: "events",
                table: "quotations",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(1000)",
                oldMaxLength: 1000);

            migrationBuilder.AlterColumn<string>(
                name: "reason",
                schema: "events",
                table: "invitations",
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "character varying(500)",
                oldMaxLength: 500,
                oldDefaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "own_notice",
                schema: "events",
                table: "consent_events",
                type: "text",
                nullable: false,
                defaultValue: "");

            // A notice that holds a quotation was shown to one person alone: it stands in the lines that name it (migrate seals it there) and no longer beside
            // those that are the same for everybody. The ledger's triggers sleep meanwhile.
            migrationBuilder.Sql("""
                ALTER TABLE events.consent_events DISABLE TRIGGER USER;
                ALTER TABLE events.notices DISABLE TRIGGER USER;
                UPDATE events.consent_events c SET own_notice = n.words FROM events.notices n WHERE c.quotation_id IS NOT NULL AND n.sha256 = c.notice_sha256;
                DELETE FROM events.notices n WHERE EXISTS (SELECT FROM events.consent_events c WHERE c.quotation_id IS NOT NULL AND c.notice_sha256 = n.sha256);
                ALTER TABLE events.consent_events ENABLE TRIGGER USER;
                ALTER TABLE events.notices ENABLE TRIGGER USER;
                """);

            migrationBuilder.CreateIndex(
                name: "ix_substitute_proposals_person_id",
                schema: "events",
                table: "substitute_proposals",
                column: "person_id");

            migrationBuilder.AddForeignKey(
                name: "fk_substitute_proposals_people_person_id",
                schema: "events",
                table: "substitute_proposals",
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
                name: "fk_substitute_proposals_people_person_id",
                schema: "events",
                table: "substitute_proposals");

            migrationBuilder.DropIndex(
                name: "ix_substitute_proposals_person_id",
                schema: "events",
                table: "substitute_proposals");

            migrationBuilder.DropColumn(
                name: "person_id",
                schema: "events",
                table: "substitute_proposals");

            migrationBuilder.DropColumn(
                name: "own_notice",
                schema: "events",
                table: "consent_events");

            migrationBuilder.AlterColumn<string>(
                name: "note",
                schema: "events",
                table: "timeline",
                type: "character varying(500)",
                maxLength: 500,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "reason",
                schema: "events",
                table: "substitute_proposals",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "name",
                schema: "events",
                table: "substitute_proposals",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "contact",
                schema: "events",
                table: "substitute_proposals",
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "words",
                schema: "events",
                table: "quotations",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "reason",
                schema: "events",
                table: "invitations",
                type: "character varying(500)",
                maxLength: 500,
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldDefaultValue: "");
        }
    }
}
