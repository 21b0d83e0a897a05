using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class BlindTokens : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "objection_rounds",
                schema: "board",
                columns: table => new
                {
                    summary_id = table.Column<Guid>(type: "uuid", nullable: false),
                    dialogue_id = table.Column<Guid>(type: "uuid", nullable: false),
                    closes_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    items = table.Column<Guid[]>(type: "uuid[]", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_objection_rounds", x => x.summary_id);
                });

            migrationBuilder.CreateTable(
                name: "token_issues",
                schema: "events",
                columns: table => new
                {
                    dialogue_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<Guid>(type: "uuid", nullable: false),
                    request_sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    replaced = table.Column<int>(type: "integer", nullable: false),
                    may_ask_again = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_token_issues", x => new { x.dialogue_id, x.person_id });
                    table.ForeignKey(
                        name: "fk_token_issues_dialogues_dialogue_id",
                        column: x => x.dialogue_id,
                        principalSchema: "events",
                        principalTable: "dialogues",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_token_issues_people_person_id",
                        column: x => x.person_id,
                        principalSchema: "events",
                        principalTable: "people",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "token_keys",
                schema: "board",
                columns: table => new
                {
                    key_id = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    dialogue_id = table.Column<Guid>(type: "uuid", nullable: false),
                    session_id = table.Column<Guid>(type: "uuid", nullable: true),
                    purpose = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    public_key = table.Column<byte[]>(type: "bytea", nullable: false),
                    closes_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    enough_holders = table.Column<bool>(type: "boolean", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_token_keys", x => x.key_id);
                });

            migrationBuilder.CreateIndex(
                name: "ix_token_issues_person_id",
                schema: "events",
                table: "token_issues",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_token_keys_dialogue_id_session_id_purpose",
                schema: "board",
                table: "token_keys",
                columns: new[] { "dialogue_id", "session_id", "purpose" },
                unique: true)
                .Annotation("Npgsql:NullsDistinct", false);

            // Below, by hand: two more tables of the vault. Both are written in the one statement of a flush, so a row says neither
            // when nor, because each part is shuffled apart, which token paid for which words.
            migrationBuilder.Sql("""
                ALTER TABLE board.token_keys ADD CONSTRAINT ck_token_keys_purpose CHECK (
                    (purpose = 'point' AND session_id IS NOT NULL) OR (purpose = 'objection' AND session_id IS NULL));
                CREATE TABLE vault.spent_tokens (
                    token_sha256 bytea NOT NULL PRIMARY KEY CHECK (octet_length(token_sha256) = 32),
                    key_id text NOT NULL);
                CREATE TABLE vault.objections (
                    id uuid NOT NULL PRIMARY KEY CHECK (coalesce(uuid_extract_version(id), 0) = 4),
                    summary_id uuid NOT NULL,
                    item_id uuid NOT NULL,
                    kind text NOT NULL CHECK (kind IN ('identifies-me', 'not-what-was-said')),
                    words text CHECK (octet_length(words) BETWEEN 1 AND 1900));
                ALTER TABLE vault.spent_tokens
                    ALTER COLUMN token_sha256 SET STATISTICS 0, ALTER COLUMN key_id SET STATISTICS 0;
                ALTER TABLE vault.objections
                    ALTER COLUMN id SET STATISTICS 0, ALTER COLUMN summary_id SET STATISTICS 0, ALTER COLUMN item_id SET STATISTICS 0,
                    ALTER COLUMN kind SET STATISTICS 0, ALTER COLUMN words SET STATISTICS 0,
                    ALTER COLUMN words SET STORAGE PLAIN;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP TABLE vault.objections, vault.spent_tokens;");
            migrationBuilder.DropTable(
                name: "objection_rounds",
                schema: "board");

            migrationBuilder.DropTable(
                name: "token_issues",
                schema: "events");

            migrationBuilder.DropTable(
                name: "token_keys",
                schema: "board");
        }
    }
}
