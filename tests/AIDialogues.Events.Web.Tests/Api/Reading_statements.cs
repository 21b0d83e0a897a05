using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Api;

public sealed class Reading_statements(EventsHost host) : IAsyncLifetime
{
    private ApiClient _api = null!;
    private Session _session = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _api = await ApiClient.WithTokenAsync(host);
        _session = (await new Given(host).DialogueAsync()).Sessions[0];
    }

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)]
    public async Task Gives_neither_number_nor_words_below_five(int said)
    {
        await SayAsync([.. Enumerable.Range(0, said).Select(i => $"Canary {i}")]);

        var count = await _api.GetAsync($"sessions/{_session.Id}/statements/count");
        var list = await _api.GetAsync($"sessions/{_session.Id}/statements");

        Assert.Equal("""{"count":null,"fewerThan":5}""", count.Text);
        Assert.Equal((422, "statements-too-few"), list.Problem);
        Assert.DoesNotContain("Canary", list.Text, StringComparison.Ordinal);
        Assert.Equal("[5]", list.Json!["facts"]!.ToJsonString());
    }

    [Fact]
    public async Task Gives_theme_kind_and_words_and_nothing_else_from_five_on()
    {
        string[] stored = ["E", "B", "D", "A", "C"];
        await SayAsync(stored);
        // Before a summary was assembled the list would be a live feed.
        Assert.Equal((422, "statements-not-yet"), (await _api.GetAsync($"sessions/{_session.Id}/statements")).Problem);
        var summary = Summary.Request(_session.Id, Language.English, host.Clock.GetUtcNow());
        summary.Assemble([new(null, PointKind.View, "A", Flagged: false) { Source = await IdsAsync() }]);
        await new Given(host).SaveAsync(summary);
        // What came after it would show as the difference, with its time.
        await SayAsync(["Canary that came later"]);

        var count = await _api.GetAsync($"sessions/{_session.Id}/statements/count");
        var items = (await _api.GetAsync($"sessions/{_session.Id}/statements")).Json!["items"]!.AsArray();

        Assert.Equal("""{"count":6,"fewerThan":null}""", count.Text);
        Assert.Equal(["A", "B", "C", "D", "E"], items.Select(i => (string)i!["words"]!));
        Assert.All(items, i => Assert.Equal(["theme", "kind", "words"], i!.AsObject().Select(p => p.Key)));
        Assert.All(items, i => Assert.Equal(("Trust", "view"), ((string?)i!["theme"]!["en"], (string?)i["kind"])));
    }

    private async Task<Guid[]> IdsAsync()
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        await using var command = source.CreateCommand("SELECT array_agg(id) FROM vault.statements");
        return (Guid[])(await command.ExecuteScalarAsync())!;
    }

    private async Task SayAsync(string[] words)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        await using var command = source.CreateCommand("INSERT INTO vault.statements (id, session_id, theme_id, kind, words) SELECT gen_random_uuid(), $1, $2, 'view', unnest($3::text[])");
        _ = command.Parameters.AddWithValue(_session.Id.Value);
        _ = command.Parameters.AddWithValue(_session.Themes.Single(t => t.Name.En == "Trust").Id.Value);
        _ = command.Parameters.AddWithValue(words);
        _ = await command.ExecuteNonQueryAsync();
    }
}
