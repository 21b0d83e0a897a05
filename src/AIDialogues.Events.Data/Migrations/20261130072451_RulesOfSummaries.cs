using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class RulesOfSummaries : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "screened_under",
                schema: "events",
                table: "summaries",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.AddColumn<Guid[]>(
                name: "sessions",
                schema: "events",
                table: "summaries",
                type: "uuid[]",
                nullable: false,
                defaultValue: new Guid[0]);

            migrationBuilder.AddColumn<bool>(
                name: "could_object",
                schema: "events",
                table: "objection_rounds",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            // Of what was assembled and read before, nobody kept from which sessions and under which rule: as it is now. Whether a round reached anybody is not claimed.
            migrationBuilder.Sql("""
                UPDATE events.summaries s SET
                    sessions = ARRAY(SELECT x.id FROM events.sessions x JOIN events.dialogues d ON d.id = x.dialogue_id
                        WHERE (x.id = s.session_id OR d.id = s.dialogue_id OR d.series_id = s.series_id) AND coalesce(x.own_rule, d.rule) <> 'OffTheRecord'),
                    screened_under = CASE WHEN EXISTS (SELECT FROM events.sessions x JOIN events.dialogues d ON d.id = x.dialogue_id
                        WHERE (x.id = s.session_id OR d.id = s.dialogue_id OR d.series_id = s.series_id) AND coalesce(x.own_rule, d.rule) = 'ChathamHouse') THEN 'ChathamHouse' ELSE 'OnTheRecord' END
                WHERE EXISTS (SELECT FROM events.summary_items i WHERE i.summary_id = s.id)
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "screened_under",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropColumn(
                name: "sessions",
                schema: "events",
                table: "summaries");

            migrationBuilder.DropColumn(
                name: "could_object",
                schema: "events",
                table: "objection_rounds");
        }
    }
}
