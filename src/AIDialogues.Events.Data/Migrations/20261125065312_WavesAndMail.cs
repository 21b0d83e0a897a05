using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class WavesAndMail : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<Guid>(
                name: "return_id",
                schema: "events",
                table: "outbox",
                type: "uuid",
                nullable: false,
                // A value of its own for each letter that is there, because the index below allows none twice.
                defaultValueSql: "gen_random_uuid()");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "queued_at",
                schema: "events",
                table: "outbox",
                type: "timestamp with time zone",
                nullable: false,
                defaultValue: DateTimeOffset.UnixEpoch);

            migrationBuilder.AddColumn<string>(
                name: "seal",
                schema: "events",
                table: "outbox",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<bool>(
                name: "urgent",
                schema: "events",
                table: "outbox",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<Guid>(
                name: "wave_id",
                schema: "events",
                table: "outbox",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "wave_version",
                schema: "events",
                table: "outbox",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.CreateTable(
                name: "bounces",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    letter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    return_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(12)", maxLength: 12, nullable: false),
                    read_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bounces", x => x.id);
                    table.ForeignKey(
                        name: "fk_bounces_letters_letter_id",
                        column: x => x.letter_id,
                        principalSchema: "events",
                        principalTable: "outbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "deliveries",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    letter_id = table.Column<Guid>(type: "uuid", nullable: false),
                    fence = table.Column<int>(type: "integer", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    status = table.Column<string>(type: "character varying(16)", maxLength: 16, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_deliveries", x => x.id);
                    table.ForeignKey(
                        name: "fk_deliveries_letters_letter_id",
                        column: x => x.letter_id,
                        principalSchema: "events",
                        principalTable: "outbox",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "mail_line",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<int>(type: "integer", nullable: false),
                    learnt_per_minute = table.Column<int>(type: "integer", nullable: true),
                    learnt_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    closed_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    tokens = table.Column<double>(type: "double precision", nullable: false),
                    refilled_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    problem = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    problem_since = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_mail_line", x => x.id);
                    table.CheckConstraint("ck_mail_line_is_one", "id = 1");
                });

            migrationBuilder.CreateTable(
                name: "opt_out_links",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    token_sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opt_out_links", x => x.id);
                    table.CheckConstraint("ck_opt_out_links_hash_is_sha256", "octet_length(token_sha256) = 32");
                    table.ForeignKey(
                        name: "fk_opt_out_links_people_person_id",
                        column: x => x.person_id,
                        principalSchema: "events",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "opt_outs",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_opt_outs", x => x.id);
                    table.ForeignKey(
                        name: "fk_opt_outs_people_person_id",
                        column: x => x.person_id,
                        principalSchema: "events",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "test_letters",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    to_address = table.Column<string>(type: "text", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    language = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    server_reply = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_test_letters", x => x.id);
                    table.ForeignKey(
                        name: "fk_test_letters_people_person_id",
                        column: x => x.person_id,
                        principalSchema: "events",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "waves",
                schema: "events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    dialogue_id = table.Column<Guid>(type: "uuid", nullable: false),
                    kind = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    state = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    undo_until = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_waves", x => x.id);
                    table.CheckConstraint("ck_waves_sent_has_a_time", "(state = 'Draft') = (sent_at IS NULL) AND (sent_at IS NULL) = (undo_until IS NULL)");
                    table.ForeignKey(
                        name: "fk_waves_dialogues_dialogue_id",
                        column: x => x.dialogue_id,
                        principalSchema: "events",
                        principalTable: "dialogues",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "wave_readers",
                schema: "events",
                columns: table => new
                {
                    wave_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wave_readers", x => new { x.wave_id, x.person_id });
                    table.ForeignKey(
                        name: "fk_wave_readers_people_person_id",
                        column: x => x.person_id,
                        principalSchema: "events",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_wave_readers_waves_wave_id",
                        column: x => x.wave_id,
                        principalSchema: "events",
                        principalTable: "waves",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "wave_texts",
                schema: "events",
                columns: table => new
                {
                    wave_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false),
                    language = table.Column<string>(type: "character varying(40)", maxLength: 40, nullable: false),
                    subject = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    body = table.Column<string>(type: "text", nullable: false),
                    written_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_wave_texts", x => new { x.wave_id, x.version, x.language });
                    table.ForeignKey(
                        name: "fk_wave_texts_waves_wave_id",
                        column: x => x.wave_id,
                        principalSchema: "events",
                        principalTable: "waves",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "ix_outbox_return_id",
                schema: "events",
                table: "outbox",
                column: "return_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_outbox_urgent_not_before",
                schema: "events",
                table: "outbox",
                columns: new[] { "urgent", "not_before" },
                descending: new[] { true, false },
                filter: "state IN ('Queued', 'Retry')");

            migrationBuilder.CreateIndex(
                name: "ix_outbox_wave_id_state",
                schema: "events",
                table: "outbox",
                columns: new[] { "wave_id", "state" });

            migrationBuilder.CreateIndex(
                name: "ix_bounces_letter_id",
                schema: "events",
                table: "bounces",
                column: "letter_id");

            migrationBuilder.CreateIndex(
                name: "ix_bounces_return_id",
                schema: "events",
                table: "bounces",
                column: "return_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_at",
                schema: "events",
                table: "deliveries",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_deliveries_letter_id",
                schema: "events",
                table: "deliveries",
                column: "letter_id");

            migrationBuilder.CreateIndex(
                name: "ix_opt_out_links_person_id",
                schema: "events",
                table: "opt_out_links",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_opt_out_links_token_sha256",
                schema: "events",
                table: "opt_out_links",
                column: "token_sha256",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_opt_outs_person_id",
                schema: "events",
                table: "opt_outs",
                column: "person_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_test_letters_created_at",
                schema: "events",
                table: "test_letters",
                column: "created_at",
                filter: "state = 'Queued'");

            migrationBuilder.CreateIndex(
                name: "ix_test_letters_person_id",
                schema: "events",
                table: "test_letters",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_wave_readers_person_id",
                schema: "events",
                table: "wave_readers",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_waves_dialogue_id_number",
                schema: "events",
                table: "waves",
                columns: new[] { "dialogue_id", "number" },
                unique: true);

            migrationBuilder.AddForeignKey(
                name: "fk_outbox_waves_wave_id",
                schema: "events",
                table: "outbox",
                column: "wave_id",
                principalSchema: "events",
                principalTable: "waves",
                principalColumn: "id",
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.Sql("UPDATE events.outbox SET queued_at = created_at");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "fk_outbox_waves_wave_id",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropTable(
                name: "bounces",
                schema: "events");

            migrationBuilder.DropTable(
                name: "deliveries",
                schema: "events");

            migrationBuilder.DropTable(
                name: "mail_line",
                schema: "events");

            migrationBuilder.DropTable(
                name: "opt_out_links",
                schema: "events");

            migrationBuilder.DropTable(
                name: "opt_outs",
                schema: "events");

            migrationBuilder.DropTable(
                name: "test_letters",
                schema: "events");

            migrationBuilder.DropTable(
                name: "wave_readers",
                schema: "events");

            migrationBuilder.DropTable(
                name: "wave_texts",
                schema: "events");

            migrationBuilder.DropTable(
                name: "waves",
                schema: "events");

            migrationBuilder.DropIndex(
                name: "ix_outbox_return_id",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_outbox_urgent_not_before",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropIndex(
                name: "ix_outbox_wave_id_state",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "return_id",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "queued_at",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "seal",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "urgent",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "wave_id",
                schema: "events",
                table: "outbox");

            migrationBuilder.DropColumn(
                name: "wave_version",
                schema: "events",
                table: "outbox");
        }
    }
}
