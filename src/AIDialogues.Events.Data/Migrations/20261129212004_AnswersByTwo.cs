using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class AnswersByTwo : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "risk_findings",
                schema: "events",
                table: "summary_items",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<Guid>(
                name: "risk_accepted_by",
                schema: "events",
                table: "publications",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string[]>(
                name: "risk_findings",
                schema: "events",
                table: "publications",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string>(
                name: "risk_proposal",
                schema: "events",
                table: "publications",
                type: "character varying(1000)",
                maxLength: 1000,
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<Guid>(
                name: "risk_proposed_by",
                schema: "events",
                table: "publications",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "owner_id",
                schema: "events",
                table: "api_tokens",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "asked",
                schema: "events",
                table: "objection_rounds",
                type: "jsonb",
                nullable: false,
                defaultValue: "[]");

            // Rounds of before ask about what was released last before they opened.
            migrationBuilder.Sql("""
                UPDATE events.objection_rounds r SET asked = COALESCE((
                    SELECT jsonb_agg(jsonb_build_object('item', line->'item', 'words', line->'words'))
                    FROM events.summary_versions v CROSS JOIN LATERAL jsonb_array_elements(v.lines) AS line
                    WHERE NOT (line->>'leftOut')::boolean AND v.id = (
                        SELECT id FROM events.summary_versions
                        WHERE summary_id = r.summary_id AND reason = 'Released' AND at <= r.opens_at ORDER BY number DESC LIMIT 1)), '[]')
                """);

            migrationBuilder.AddCheckConstraint(
                name: "ck_publications_two_people_for_a_risk",
                schema: "events",
                table: "publications",
                sql: "risk_accepted_by IS NULL OR (risk_proposed_by IS NOT NULL AND risk_accepted_by <> risk_proposed_by AND risk_reason <> '')");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "ck_publications_two_people_for_a_risk",
                schema: "events",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "risk_findings",
                schema: "events",
                table: "summary_items");

            migrationBuilder.DropColumn(
                name: "risk_accepted_by",
                schema: "events",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "risk_findings",
                schema: "events",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "risk_proposal",
                schema: "events",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "risk_proposed_by",
                schema: "events",
                table: "publications");

            migrationBuilder.DropColumn(
                name: "owner_id",
                schema: "events",
                table: "api_tokens");

            migrationBuilder.DropColumn(
                name: "asked",
                schema: "events",
                table: "objection_rounds");
        }
    }
}
