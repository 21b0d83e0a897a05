using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Roles;

/// <summary>Every role tries every wrong door, on a table that holds what could leak.</summary>
public sealed class Crossing_the_walls(PostgresFixture postgres)
{
    private const string Insert = "INSERT INTO vault.statements (id, session_id, kind, words) VALUES (gen_random_uuid(), gen_random_uuid(), 'view', 'words')";

    [Theory]
    [InlineData("aide_room", "SELECT * FROM vault.statements")]
    [InlineData("aide_room", "SELECT id FROM vault.statements")]
    [InlineData("aide_room", "SELECT count(*) FROM vault.statements")]
    [InlineData("aide_room", "COPY vault.statements TO STDOUT")]
    [InlineData("aide_room", Insert + " RETURNING words")]
    [InlineData("aide_room", "UPDATE vault.statements SET words = 'other'")]
    [InlineData("aide_room", "DELETE FROM vault.statements")]
    [InlineData("aide_room", "TRUNCATE vault.statements")]
    [InlineData("aide_room", "SELECT * FROM events.people")]
    [InlineData("aide_room", "SELECT * FROM events.invitations")]
    [InlineData("aide_room", "SELECT * FROM staff.accounts")]
    [InlineData("aide_room", "SELECT * FROM board.sessions")]
    [InlineData("aide_room", "SELECT * FROM board.keys")]
    [InlineData("aide_room", "CREATE TABLE vault.copies (words text)")]
    [InlineData("aide_room", "CREATE TEMP TABLE copies (words text)")]
    [InlineData("aide_board", "SELECT words FROM vault.statements")]
    [InlineData("aide_board", "SELECT kind, theme_id FROM vault.statements")]
    [InlineData("aide_board", "SELECT * FROM vault.statements")]
    [InlineData("aide_board", Insert)]
    [InlineData("aide_board", "DELETE FROM vault.statements")]
    [InlineData("aide_board", "SELECT * FROM events.people")]
    [InlineData("aide_board", "SELECT * FROM staff.accounts")]
    [InlineData("aide_board", "INSERT INTO board.sessions VALUES (gen_random_uuid(), '{}')")]
    [InlineData("aide_board", "UPDATE board.keys SET revoked = false")]
    [InlineData("aide_web", Insert)]
    [InlineData("aide_web", "UPDATE vault.statements SET words = 'other'")]
    [InlineData("aide_web", "DELETE FROM vault.statements")]
    [InlineData("aide_web", "TRUNCATE vault.statements")]
    [InlineData("aide_web", "SELECT vault.rewrite()")]
    [InlineData("aide_worker", "SELECT vault.rewrite()")]
    [InlineData("aide_board", "SELECT vault.rewrite()")]
    [InlineData("aide_room", "ALTER FUNCTION vault.rewrite() RESET lock_timeout")]
    [InlineData("aide_room", "CREATE OR REPLACE FUNCTION vault.rewrite() RETURNS void LANGUAGE sql AS ''")]
    [InlineData("aide_room", "CREATE TRIGGER spy BEFORE INSERT ON vault.statements FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()")]
    [InlineData("aide_worker", Insert)]
    [InlineData("aide_worker", "UPDATE vault.statements SET words = 'other'")]
    [InlineData("aide_worker", "DELETE FROM vault.statements")]
    [InlineData("aide_worker", "SELECT * FROM board.keys")]
    public async Task Is_refused_by_the_database_itself(string role, string sql)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await vault.ExecuteAsync(Insert);
        await using var source = NpgsqlDataSource.Create(vault.As(role));
        await using var command = source.CreateCommand(sql);

        var refused = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());

        Assert.Equal("42501", refused.SqlState);
        Assert.Equal("words", await vault.ScalarAsync<string>("SELECT words FROM vault.statements"));
    }

    [Theory]
    [InlineData("aide_room", Insert)]
    [InlineData("aide_room", "SELECT vault.rewrite()")]
    [InlineData("aide_board", "SELECT id, session_id FROM vault.statements")]
    [InlineData("aide_board", "SELECT board FROM board.sessions")]
    [InlineData("aide_web", "SELECT words FROM vault.statements")]
    [InlineData("aide_worker", "SELECT words FROM vault.statements")]
    public async Task Is_not_needed_for_ones_own_work(string role, string sql)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var source = NpgsqlDataSource.Create(vault.As(role));
        await using var command = source.CreateCommand(sql);

        _ = await command.ExecuteNonQueryAsync();
    }

    [Fact]
    public async Task Case_62_no_column_beside_a_statement_could_say_who_or_when()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);

        Assert.Equal(
            [
                "objections: id uuid, item_id uuid, kind text, summary_id uuid, words text",
                "spent_tokens: key_id text, token_sha256 bytea",
                "statements: id uuid, kind text, session_id uuid, theme_id uuid, words text",
            ],
            await vault.RowsAsync("""
                SELECT table_name || ': ' || string_agg(column_name || ' ' || data_type, ', ' ORDER BY column_name)
                FROM information_schema.columns WHERE table_schema = 'vault' GROUP BY table_name ORDER BY 1
                """));
        Assert.Empty(await vault.RowsAsync("""
            SELECT conname::text FROM pg_constraint WHERE contype = 'f'
            AND (conrelid::regclass::text LIKE 'vault.%' OR confrelid::regclass::text LIKE 'vault.%')
            """));
        Assert.Empty(await vault.RowsAsync("SELECT column_default FROM information_schema.columns WHERE table_schema = 'vault' AND column_default IS NOT NULL"));
    }
}
