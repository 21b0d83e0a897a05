using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Linkage;
using AIDialogues.Events.Testing.Rooms;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Linkage;

/// <summary>Case 63: an attacker with the whole database and the order of arrival guesses who said what.</summary>
public sealed class Attributing_statements(PostgresFixture postgres)
{
    private const int People = 40;

    [Fact]
    public async Task Case_63_does_no_better_than_chance_against_Room()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));

        var evidence = await new Crowd(vault, People, sessions: 52).ThroughRoomAsync(room);

        Assert.Equal(2080, evidence.Traces.Count);
        foreach (var score in Attack.All.Select(a => a.Play("Room", evidence)))
        {
            Assert.Equal(2080, score.Guesses);
            Assert.True(score.Attribution <= score.Chance + 0.05, $"{score.Attack}: {score.Attribution:0.000} of {score.Guesses} guesses right, chance {score.Chance:0.000}");
        }
    }

    [Theory]
    [InlineData("one transaction")]
    [InlineData("two transactions")]
    [InlineData("row on arrival")]
    [InlineData("one batch, ids with time")]
    public async Task Succeeds_against_a_naive_table_or_the_test_would_prove_nothing(string design)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);

        var evidence = await new Crowd(vault, People, sessions: 5).NaivelyAsync(design);

        Assert.InRange(Attack.All.Max(a => a.Play(design, evidence).Attribution), 0.80, 1);
    }

    [Fact]
    public async Task Case_61_finds_no_transaction_that_wrote_a_statement_and_anything_else()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using (var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"))) _ = await new Crowd(vault, People, sessions: 2).ThroughRoomAsync(room);
        var tables = await vault.RowsAsync("""
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'vault')
            """);

        Assert.Contains("linkage.visits", tables);
        foreach (var table in tables)
            Assert.Equal(0L, await vault.ScalarAsync<long>($"SELECT count(*) FROM {table} t JOIN vault.statements s ON s.xmin = t.xmin"));
        Assert.InRange(await vault.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM vault.statements"), 1, 3);
    }
}
