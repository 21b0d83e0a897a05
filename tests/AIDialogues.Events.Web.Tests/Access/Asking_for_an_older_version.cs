using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Access;

/// <summary>
/// No text keeps older versions with ids of their own; what there is of unfinished texts (drafts of summaries and publications, and the points
/// within) is found only through what it belongs to, and only by whoever may see that.
/// </summary>
public sealed class Asking_for_an_older_version(EventsHost host) : IAsyncLifetime
{
    private static readonly string[] Formats = ["", ".md", ".html", ".docx", ".pdf"];

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Case_34_no_address_names_a_version_a_revision_or_a_draft()
    {
        string[] words = ["revision", "version", "draft", "autosave", "history", "snapshot", "old"];
        var routes = await Route.AllAsync(host);
        Assert.True(routes.Count > 80);
        // "documentName" of the description of the API is a version of ours, not of a text.
        Assert.Empty(routes.Where(r => Array.Exists(words, w => r.Pattern.RawText!.Split('/', '{', '}', '.', ':').Contains(w, StringComparer.OrdinalIgnoreCase))).Select(r => r.Name));
    }

    [Fact]
    public async Task Case_34_a_summary_by_id_is_there_for_the_public_only_while_it_is_published()
    {
        var series = await _given.SeriesAsync("water");
        var dialogue = await _given.DialogueAsync(series);
        var summary = Summary.Request(dialogue.Sessions[0].Id, Language.English, _given.Now);
        summary.Assemble([new DraftItem(null, PointKind.Fact, "Canary water is wet.", false)]);
        await _given.SaveAsync(summary);
        string absent = (await Nobody.GetAsync($"/series/water/summaries/{Guid.NewGuid()}")).Html;

        // A draft.
        Assert.Equal([HttpStatusCode.NotFound], await StatusesAsync("/series/water/summaries/" + summary.Id));
        Assert.Equal(absent, (await Nobody.GetAsync("/series/water/summaries/" + summary.Id)).Html);
        await ChangeAsync(summary.Id, s => Assert.Null(s.Submit(Guid.NewGuid(), _given.Now)));
        Assert.Equal([HttpStatusCode.NotFound], await StatusesAsync("/series/water/summaries/" + summary.Id));
        // Let out to the participants, which is not to the world.
        await ChangeAsync(summary.Id, s => Assert.Null(s.Release(Guid.NewGuid(), Rule.ChathamHouse, _given.Now)));
        Assert.Equal([HttpStatusCode.NotFound], await StatusesAsync("/series/water/summaries/" + summary.Id));

        await ChangeAsync(summary.Id, s => Assert.Null(s.Publish(Rule.ChathamHouse, _given.Now)));
        // The positive control: now the very same addresses open.
        Assert.Equal([HttpStatusCode.OK], await StatusesAsync("/series/water/summaries/" + summary.Id));
        Assert.Contains("Canary water", (await Nobody.GetAsync("/series/water/summaries/" + summary.Id)).Text, StringComparison.Ordinal);
        // Below another series, or below one that shows itself to nobody, it is not there.
        _ = await _given.SeriesAsync("other");
        Assert.Equal([HttpStatusCode.NotFound], await StatusesAsync("/series/other/summaries/" + summary.Id));
        await HideAsync(series);
        Assert.Equal([HttpStatusCode.NotFound], await StatusesAsync("/series/water/summaries/" + summary.Id));
    }

    [Fact]
    public async Task Case_34_a_point_is_found_only_through_its_own_summary()
    {
        var dialogue = await _given.DialogueAsync();
        var other = await _given.DialogueAsync();
        var (mine, theirs) = (Drafted(dialogue), Drafted(other));
        await _given.SaveAsync(mine, theirs);
        var (token, secret) = Data.Api.ApiToken.New("Test", "organise", _given.Now);
        await _given.SaveAsync(token);
        using var program = host.NewBrowser();
        program.Http.DefaultRequestHeaders.Authorization = new("Bearer", secret);

        using var crossed = await program.Http.PutAsync($"/api/v1/sessions/{dialogue.Sessions[0].Id}/summary/items/{theirs.Items[0].Id}", Json());
        using var absent = await program.Http.PutAsync($"/api/v1/sessions/{dialogue.Sessions[0].Id}/summary/items/{Guid.NewGuid()}", Json());
        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (crossed.StatusCode, absent.StatusCode));
        Assert.Equal(Said(await absent.Content.ReadAsStringAsync()), Said(await crossed.Content.ReadAsStringAsync()));
        using var own = await program.Http.PutAsync($"/api/v1/sessions/{dialogue.Sessions[0].Id}/summary/items/{mine.Items[0].Id}", Json());

        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        await using var db = host.OpenDb();
        Assert.Equal("Canary water is wet.", (await db.Summaries.Include(s => s.Items).SingleAsync(s => s.Id == theirs.Id)).Items[0].Words);
    }

    private Browser? _nobody;

    private Browser Nobody => _nobody ??= host.NewBrowser();

    private Summary Drafted(Dialogue dialogue)
    {
        var summary = Summary.Request(dialogue.Sessions[0].Id, Language.English, _given.Now);
        summary.Assemble([new DraftItem(null, PointKind.Fact, "Canary water is wet.", false)]);
        return summary;
    }

    // Each answer has a number of its own for the log.
    private static string Said(string problem) => problem.Split("\"traceId\"")[0];

    private static StringContent Json() => new("""{"words":"Other words."}""", System.Text.Encoding.UTF8, "application/json");

    /// <summary>How the page and its files answer, each status once.</summary>
    private async Task<IReadOnlyList<HttpStatusCode>> StatusesAsync(string address)
    {
        var statuses = new HashSet<HttpStatusCode>();
        foreach (string format in Formats)
        {
            using var response = await Nobody.Http.GetAsync(address + format);
            _ = statuses.Add(response.StatusCode);
        }

        return [.. statuses];
    }

    private async Task ChangeAsync(Id<Summary> id, Action<Summary> change)
    {
        await using var db = host.OpenDb();
        change(await db.Summaries.Include(s => s.Items).SingleAsync(s => s.Id == id));
        _ = await db.SaveChangesAsync();
    }

    private async Task HideAsync(Series series)
    {
        await using var db = host.OpenDb();
        (await db.Series.SingleAsync(s => s.Id == series.Id)).ShowPublicly(false);
        _ = await db.SaveChangesAsync();
    }
}
