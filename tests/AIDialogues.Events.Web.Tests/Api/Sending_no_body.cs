using System.Net;
using AIDialogues.Events.Web.Tests.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Api;

public sealed class Sending_no_body(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Is_enough_where_nothing_need_be_said()
    {
        var series = await _given.SeriesAsync("water");
        using var api = await ApiClient.WithTokenAsync(host);
        var draft = await api.PostAsync($"series/{series.Id}/publications", new { kind = "finalReport", title = new { en = "Who decides?", fr = "Qui décide ?" }, body = new { en = "Trust.", fr = "Confiance." } });

        var published = await api.PostAsync($"publications/{draft.Id}/publish", null);
        var again = await api.PostAsync($"publications/{draft.Id}/publish", null, key: "twice");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (published.Status, again.Status));
        Assert.NotNull(published.Json!["publishedOn"]);
    }

    [Fact]
    public async Task Is_malformed_where_something_must_be_said_and_not_taken_for_an_address_that_is_nowhere()
    {
        using var api = await ApiClient.WithTokenAsync(host);

        Assert.Equal((400, "malformed"), (await api.PostAsync("series", null)).Problem);
        Assert.Equal((415, "not-json"), (await api.PostRawAsync("series", "{}", "text/plain")).Problem);
        Assert.Equal((404, "not-found"), (await api.PostAsync("nowhere", null)).Problem);
        Assert.Equal((404, "not-found"), (await api.GetAsync("nowhere")).Problem);
    }
}
