using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace AIDialogues.Events.Data.Migrations
{
    /// <inheritdoc />
    public partial class SealedNeeds : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterColumn<string>(
                name: "other",
                schema: "events",
                table: "needs",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(300)",
                oldMaxLength: 300);

            migrationBuilder.AlterColumn<string>(
                name: "diet",
                schema: "events",
                table: "needs",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(300)",
                oldMaxLength: 300);

            migrationBuilder.AlterColumn<string>(
                name: "access",
                schema: "events",
                table: "needs",
                type: "text",
                nullable: false,
                oldClrType: typeof(string),
                oldType: "character varying(300)",
                oldMaxLength: 300);

            // Whether somebody needs something can be counted after what they need is sealed.
            migrationBuilder.Sql("""
                ALTER TABLE events.needs
                    ADD COLUMN has_diet boolean NOT NULL GENERATED ALWAYS AS (diet <> '') STORED,
                    ADD COLUMN has_access boolean NOT NULL GENERATED ALWAYS AS (access <> '') STORED;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("ALTER TABLE events.needs DROP COLUMN has_diet, DROP COLUMN has_access;");

            migrationBuilder.AlterColumn<string>(
                name: "other",
                schema: "events",
                table: "needs",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "diet",
                schema: "events",
                table: "needs",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AlterColumn<string>(
                name: "access",
                schema: "events",
                table: "needs",
                type: "character varying(300)",
                maxLength: 300,
                nullable: false,
                oldClrType: typeof(string),
                oldType: "text");
        }
    }
}
