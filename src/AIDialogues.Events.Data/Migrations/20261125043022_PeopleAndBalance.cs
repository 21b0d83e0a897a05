using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class PeopleAndBalance : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_people_email",
                schema: "events",
                table: "people");

            migrationBuilder.AddColumn<string>(
                name: "gender",
                schema: "events",
                table: "people",
                type: "character varying(40)",
                maxLength: 40,
                nullable: false,
                defaultValue: "NotSaid");

            migrationBuilder.AddColumn<Guid>(
                name: "merged_into_id",
                schema: "events",
                table: "people",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "own_region",
                schema: "events",
                table: "people",
                type: "character varying(40)",
                maxLength: 40,
                nullable: true);

            migrationBuilder.CreateTable(
                name: "balance_targets",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    series_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dialogue_id = table.Column<Guid>(type: "uuid", nullable: true),
                    seats = table.Column<int>(type: "integer", nullable: false),
                    corridors = table.Column<string>(type: "jsonb", nullable: false),
                    xmin = table.Column<uint>(type: "xid", rowVersion: true, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_balance_targets", x => x.id);
                    table.CheckConstraint("ck_balance_targets_seats", "seats BETWEEN 1 AND 5000");
                    table.ForeignKey(
                        name: "fk_balance_targets_dialogues_dialogue_id",
                        column: x => x.dialogue_id,
                        principalSchema: "events",
                        principalTable: "dialogues",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_balance_targets_series_series_id",
                        column: x => x.series_id,
                        principalSchema: "events",
                        principalTable: "series",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "import_batches",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    shape = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    columns = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    added = table.Column<int>(type: "integer", nullable: false),
                    updated = table.Column<int>(type: "integer", nullable: false),
                    left_out = table.Column<int>(type: "integer", nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_import_batches", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "people_told_apart",
                schema: "events",
                columns: table => new
                {
                    first_id = table.Column<Guid>(type: "uuid", nullable: false),
                    second_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_people_told_apart", x => new { x.first_id, x.second_id });
                });

            migrationBuilder.CreateTable(
                name: "person_merges",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    by = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    kept_id = table.Column<Guid>(type: "uuid", nullable: false),
                    gone_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kept_before = table.Column<string>(type: "jsonb", nullable: false),
                    kept_after = table.Column<string>(type: "jsonb", nullable: false),
                    moved = table.Column<string>(type: "jsonb", nullable: false),
                    undone_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_person_merges", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "segments",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    filter = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_segments", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "imported_people",
                schema: "events",
                columns: table => new
                {
                    batch_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    before = table.Column<string>(type: "jsonb", nullable: true),
                    after = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_imported_people", x => new { x.batch_id, x.person_id });
                    table.ForeignKey(
                        name: "fk_imported_people_import_batches_batch_id",
                        column: x => x.batch_id,
                        principalSchema: "events",
                        principalTable: "import_batches",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_people_email",
                schema: "events",
                table: "people",
                column: "email",
                unique: true,
                filter: "merged_into_id IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_people_merged_into_id",
                schema: "events",
                table: "people",
                column: "merged_into_id");

            migrationBuilder.CreateIndex(
                name: "ix_balance_targets_dialogue_id",
                schema: "events",
                table: "balance_targets",
                column: "dialogue_id");

            migrationBuilder.CreateIndex(
                name: "ix_balance_targets_series_id_dialogue_id",
                schema: "events",
                table: "balance_targets",
                columns: new[] { "series_id", "dialogue_id" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "ix_import_batches_at",
                schema: "events",
                table: "import_batches",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_import_batches_shape_at",
                schema: "events",
                table: "import_batches",
                columns: new[] { "shape", "at" });

            migrationBuilder.CreateIndex(
                name: "ix_imported_people_person_id",
                schema: "events",
                table: "imported_people",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_person_merges_at",
                schema: "events",
                table: "person_merges",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_segments_name",
                schema: "events",
                table: "segments",
                column: "name",
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_people_people_merged_into_id",
                schema: "events",
                table: "people",
                column: "merged_into_id",
                principalSchema: "events",
                principalTable: "people",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_people_people_merged_into_id",
                schema: "events",
                table: "people");

            migrationBuilder.DropTable(
                name: "balance_targets",
                schema: "events");

            migrationBuilder.DropTable(
                name: "imported_people",
                schema: "events");

            migrationBuilder.DropTable(
                name: "people_told_apart",
                schema: "events");

            migrationBuilder.DropTable(
                name: "person_merges",
                schema: "events");

            migrationBuilder.DropTable(
                name: "segments",
                schema: "events");

            migrationBuilder.DropTable(
                name: "import_batches",
                schema: "events");

            migrationBuilder.DropIndex(
                name: "ix_people_email",
                schema: "events",
                table: "people");

            migrationBuilder.DropIndex(
                name: "ix_people_merged_into_id",
                schema: "events",
                table: "people");

            migrationBuilder.DropColumn(
                name: "gender",
                schema: "events",
                table: "people");

            migrationBuilder.DropColumn(
                name: "merged_into_id",
                schema: "events",
                table: "people");

            migrationBuilder.DropColumn(
                name: "own_region",
                schema: "events",
                table: "people");

            migrationBuilder.CreateIndex(
                name: "ix_people_email",
                schema: "events",
                table: "people",
                column: "email",
                unique: true);
        }
    }
}
