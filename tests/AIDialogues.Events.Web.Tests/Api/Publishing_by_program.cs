using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Api;

public sealed class Publishing_by_program(EventsHost host) : IAsyncLifetime
{
    private static readonly object Report = new
    {
        kind = "finalReport",
        title = new { en = "Who decides?", fr = "Qui décide ?" },
        body = new { en = "# Trust\n\nOne shared record.", fr = "# Confiance\n\nUn registre partagé." },
        authors = "Noor Haddad",
    };

    private readonly Given _given = new(host);
    private Series _series = null!;
    private ApiClient _api = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        (_series, _api) = (await _given.SeriesAsync("water"), await ApiClient.WithTokenAsync(host));
    }

    public ValueTask DisposeAsync()
    {
        _api.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Goes_from_a_draft_to_the_public_page_and_off_it()
    {
        using var visitor = new Browser(host.Address, "en");
        var draft = await _api.PostAsync($"series/{_series.Id}/publications", Report, "once");
        var again = await _api.PostAsync($"series/{_series.Id}/publications", Report, "once");
        Assert.Equal((HttpStatusCode.Created, draft.Id, true), (draft.Status, again.Id, again.Replayed));
        Assert.DoesNotContain("Who decides?", (await visitor.GetAsync("/series/water?lang=en")).Text, StringComparison.Ordinal);

        var published = await _api.PostAsync($"publications/{draft.Id}/publish", new { });
        var twice = await _api.PostAsync($"publications/{draft.Id}/publish", new { });

        Assert.Equal((HttpStatusCode.OK, (string?)published.Json!["publishedOn"]), (twice.Status, (string?)twice.Json!["publishedOn"]));
        Assert.Contains("Who decides?", (await visitor.GetAsync("/series/water?lang=en")).Text, StringComparison.Ordinal);
        Assert.Contains("Un registre partagé.", (await visitor.GetAsync($"/series/water/publications/{draft.Id}?lang=fr")).Text, StringComparison.Ordinal);
        Assert.Contains("One shared record.", (await _api.GetAsync($"publications/{draft.Id}.md")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await _api.PostAsync($"publications/{draft.Id}/take-off", null)).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await visitor.GetAsync($"/series/water/publications/{draft.Id}")).Status);
        Assert.Null((string?)Assert.Single((await _api.GetAsync($"series/{_series.Id}/publications")).Json!["items"]!.AsArray())!["publishedOn"]);
    }

    [Fact]
    public async Task What_points_at_somebody_stays_a_draft_until_a_reason_says_why_it_may_stand()
    {
        var dialogue = await _given.DialogueAsync(_series);
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Awa", "Diallo"));
        var draft = await _api.PostAsync($"series/{_series.Id}/publications", new { kind = "notes", title = new { en = "Notes" }, body = new { en = "Awa Diallo wants a record." }, dialogueId = dialogue.Id.Value });

        var refused = await _api.PostAsync($"publications/{draft.Id}/publish", new { });
        var allowed = await _api.PostAsync($"publications/{draft.Id}/publish", new { reason = "She says so in public herself." });

        Assert.Equal("Awa Diallo", (string?)draft.Json!["findings"]![0]!["words"]);
        Assert.Equal((422, "publication-findings-open"), refused.Problem);
        Assert.Equal((HttpStatusCode.OK, "She says so in public herself."), (allowed.Status, (string?)allowed.Json!["riskReason"]));
        Assert.Equal((422, "publication-take-off-first"), (await _api.PutAsync($"publications/{draft.Id}", Report)).Problem);
    }

    [Fact]
    public async Task A_change_made_meanwhile_and_a_day_of_another_series_are_refused()
    {
        var foreign = await _given.DialogueAsync(await _given.SeriesAsync("forests"));
        var draft = await _api.PostAsync($"series/{_series.Id}/publications", Report);
        uint version = (uint)draft.Json!["version"]!;
        Assert.Equal(HttpStatusCode.OK, (await _api.PutAsync($"publications/{draft.Id}", new { kind = "notes", title = new { en = "First" }, version })).Status);

        Assert.Equal((409, "changed-meanwhile"), (await _api.PutAsync($"publications/{draft.Id}", new { kind = "notes", title = new { en = "Second" }, version })).Problem);
        Assert.Equal((422, "not-found"), (await _api.PutAsync($"publications/{draft.Id}", new { kind = "notes", title = new { en = "Third" }, dialogueId = foreign.Id.Value })).Problem);
        Assert.Equal((422, "title-missing"), (await _api.PostAsync($"series/{_series.Id}/publications", new { kind = "notes", title = new { } })).Problem);
        Assert.Equal((422, "publication-nothing-to-publish"), (await _api.PostAsync($"publications/{draft.Id}/publish", new { })).Problem);
        Assert.Equal((404, "not-found"), (await _api.GetAsync($"publications/{Guid.NewGuid()}.pdf")).Problem);
        await using var db = host.OpenDb();
        Assert.Equal("First", (await db.Publications.SingleAsync()).Title.En);
    }
}
