using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class DraftsToRead : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "round_id",
                schema: "events",
                table: "outbox",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_round_id",
                schema: "events",
                table: "outbox",
                column: "round_id");

            migrationBuilder.AddForeignKey(
                name: "fk_outbox_objection_rounds_round_id",
                schema: "events",
                table: "outbox",
                column: "round_id",
                principalSchema: "events",
                principalTable: "objection_rounds",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_outbox_objection_rounds_round_id",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_outbox_round_id",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "round_id",
                schema: "events",
                table: "outbox");
        }
    }
}
