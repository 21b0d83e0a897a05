using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class Summaries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(name: "read_as_harmless", schema: "events", table: "summary_items");

            migrationBuilder.AddColumn<bool>(name: "written_by_model", schema: "events", table: "summary_items", type: "boolean", nullable: false, defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "contested",
                schema: "events",
                table: "summary_items",
                type: "character varying(4000)",
                maxLength: 4000,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "risk_accepted_by",
                schema: "events",
                table: "summary_items",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "risk_proposed_by",
                schema: "events",
                table: "summary_items",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "risk_reason",
                schema: "events",
                table: "summary_items",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "source_id",
                schema: "events",
                table: "summary_items",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "support",
                schema: "events",
                table: "summary_items",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "FewerThanFive");

            migrationBuilder.AlterColumn<Guid>(
                name: "session_id",
                schema: "events",
                table: "summaries",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AddColumn<int>(
                name: "attempts",
                schema: "events",
                table: "summaries",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "breakdown",
                schema: "events",
                table: "summaries",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "breakdown_is_frozen",
                schema: "events",
                table: "summaries",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "dialogue_id",
                schema: "events",
                table: "summaries",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "progress",
                schema: "events",
                table: "summaries",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "released_at",
                schema: "events",
                table: "summaries",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "released_by",
                schema: "events",
                table: "summaries",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "series_id",
                schema: "events",
                table: "summaries",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "submitted_by",
                schema: "events",
                table: "summaries",
                type: "uuid",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "objection_rounds",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    summary_id = table.Column<Guid>(type: "uuid", nullable: false),
                    opens_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    closes_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    handled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_objection_rounds", x => x.id);
                    table.CheckConstraint("ck_objection_rounds_close_after_they_open", "closes_at > opens_at");
                    table.ForeignKey(
                        name: "fk_objection_rounds_summaries_summary_id",
                        column: x => x.summary_id,
                        principalSchema: "events",
                        principalTable: "summaries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "summary_sources",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    summary_id = table.Column<Guid>(type: "uuid", nullable: false),
                    statements = table.Column<Guid[]>(type: "uuid[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_summary_sources", x => x.id);
                    table.ForeignKey(
                        name: "fk_summary_sources_summaries_summary_id",
                        column: x => x.summary_id,
                        principalSchema: "events",
                        principalTable: "summaries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "summary_versions",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    summary_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    lines = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_summary_versions", x => x.id);
                    table.ForeignKey(
                        name: "fk_summary_versions_summaries_summary_id",
                        column: x => x.summary_id,
                        principalSchema: "events",
                        principalTable: "summaries",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "objection_outcomes",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    item_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    sustained = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_objection_outcomes", x => x.id);
                    table.ForeignKey(
                        name: "fk_objection_outcomes_objection_rounds_round_id",
                        column: x => x.round_id,
                        principalSchema: "events",
                        principalTable: "objection_rounds",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.AddCheckConstraint(
                name: "ck_summary_items_two_people_for_a_risk",
                schema: "events",
                table: "summary_items",
                sql: "risk_accepted_by IS NULL OR (risk_proposed_by IS NOT NULL AND risk_accepted_by <> risk_proposed_by AND risk_reason IS NOT NULL)");

            migrationBuilder.CreateIndex(
                name: "ix_summaries_dialogue_id",
                schema: "events",
                table: "summaries",
                column: "dialogue_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_summaries_series_id",
                schema: "events",
                table: "summaries",
                column: "series_id",
                unique: true);

            migrationBuilder.AddCheckConstraint(
                name: "ck_summaries_have_one_scope",
                schema: "events",
                table: "summaries",
                sql: "num_nonnulls(session_id, dialogue_id, series_id) = 1");

            migrationBuilder.AddCheckConstraint(
                name: "ck_summaries_released_by_a_second_person",
                schema: "events",
                table: "summaries",
                sql: "released_by IS NULL OR released_by <> submitted_by");

            migrationBuilder.CreateIndex(
                name: "ix_objection_outcomes_round_id",
                schema: "events",
                table: "objection_outcomes",
                column: "round_id");

            migrationBuilder.CreateIndex(
                name: "ix_objection_rounds_summary_id",
                schema: "events",
                table: "objection_rounds",
                column: "summary_id",
                unique: true,
                filter: "handled_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_summary_sources_summary_id",
                schema: "events",
                table: "summary_sources",
                column: "summary_id");

            migrationBuilder.CreateIndex(
                name: "ix_summary_versions_summary_id_number",
                schema: "events",
                table: "summary_versions",
                columns: new[] { "summary_id", "number" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_summaries_dialogues_dialogue_id",
                schema: "events",
                table: "summaries",
                column: "dialogue_id",
                principalSchema: "events",
                principalTable: "dialogues",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "fk_summaries_series_series_id",
                schema: "events",
                table: "summaries",
                column: "series_id",
                principalSchema: "events",
                principalTable: "series",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            // What one person alone had called reviewed is a draft again: from now on it takes two.
            migrationBuilder.Sql("UPDATE events.summaries SET state = 'Draft', reviewed_at = NULL WHERE state = 'Reviewed'");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_summaries_dialogues_dialogue_id",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropForeignKey(
                name: "fk_summaries_series_series_id",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropTable(
                name: "objection_outcomes",
                schema: "events");

            migrationBuilder.DropTable(
                name: "summary_sources",
                schema: "events");

            migrationBuilder.DropTable(
                name: "summary_versions",
                schema: "events");

            migrationBuilder.DropTable(
                name: "objection_rounds",
                schema: "events");

            migrationBuilder.DropCheckConstraint(
                name: "ck_summary_items_two_people_for_a_risk",
                schema: "events",
                table: "summary_items");

            migrationBuilder.DropIndex(
                name: "ix_summaries_dialogue_id",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropIndex(
                name: "ix_summaries_series_id",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_summaries_have_one_scope",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropCheckConstraint(
                name: "ck_summaries_released_by_a_second_person",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropColumn(
                name: "contested",
                schema: "events",
                table: "summary_items");

            migrationBuilder.DropColumn(
                name: "risk_accepted_by",
                schema: "events",
                table: "summary_items");

            migrationBuilder.DropColumn(
                name: "risk_proposed_by",
                schema: "events",
                table: "summary_items");

            migrationBuilder.DropColumn(
                name: "risk_reason",
                schema: "events",
                table: "summary_items");

            migrationBuilder.DropColumn(
                name: "source_id",
                schema: "events",
                table: "summary_items");

            migrationBuilder.DropColumn(
                name: "support",
                schema: "events",
                table: "summary_items");

            migrationBuilder.DropColumn(
                name: "attempts",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropColumn(
                name: "breakdown",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropColumn(
                name: "breakdown_is_frozen",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropColumn(
                name: "dialogue_id",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropColumn(
                name: "progress",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropColumn(
                name: "released_at",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropColumn(
                name: "released_by",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropColumn(
                name: "series_id",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropColumn(
                name: "submitted_by",
                schema: "events",
                table: "summaries");

            migrationBuilder.RenameColumn(
                name: "written_by_model",
                schema: "events",
                table: "summary_items",
                newName: "read_as_harmless");

            migrationBuilder.AlterColumn<Guid>(
                name: "session_id",
                schema: "events",
                table: "summaries",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);
        }
    }
}
