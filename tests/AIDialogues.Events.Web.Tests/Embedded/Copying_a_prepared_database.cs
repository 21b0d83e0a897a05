using AIDialogues.Events.Testing;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Embedded;

public sealed class Copying_a_prepared_database
{
    [Fact]
    public async Task Gives_every_test_its_own_rows_and_prepares_once()
    {
        await using var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        var prepared = 0;
        var templates = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => postgres.TemplateAsync("rooms", async owner =>
        {
            Interlocked.Increment(ref prepared);
            await AskAsync(owner, "CREATE TABLE rooms (name text); INSERT INTO rooms VALUES ('Quince')");
        })));
        var first = await postgres.CreateDatabaseAsync(templates[0]);
        var second = await postgres.CreateDatabaseAsync(templates[2]);
        await AskAsync(first, "INSERT INTO rooms VALUES ('Medlar')");

        Assert.Equal(1, prepared);
        Assert.Equal("2", await AskAsync(first, "SELECT count(*) FROM rooms"));
        Assert.Equal("1", await AskAsync(second, "SELECT count(*) FROM rooms"));
    }

    private static async Task<string> AskAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return $"{await command.ExecuteScalarAsync()}";
    }
}
