using System.Net;
using System.Net.Http.Headers;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Publishing;

/// <summary>Caches may keep the public page, and must ask each time: short answers while nothing changed, the new page as soon as something did.</summary>
public sealed class Asking_whether_a_page_still_holds(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _ = await _given.SeriesAsync("water");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("/series/water")]
    [InlineData("/series/water/feed.xml")]
    [InlineData("/series/water/calendar.ics")]
    [InlineData("/series/water.json")]
    [InlineData("/sitemap.xml")]
    [InlineData("/")]
    public async Task Is_answered_in_short_until_it_changes(string path)
    {
        using var reader = host.NewBrowser();
        var first = await reader.Http.GetAsync(path);
        Assert.Equal("no-cache, public", string.Join(", ", first.Headers.CacheControl!.ToString().Split(", ").Order(StringComparer.Ordinal)));

        var same = await AskAsync(reader, path, first.Headers.ETag!);
        await ChangeAsync();
        var changed = await AskAsync(reader, path, first.Headers.ETag!);

        Assert.Equal((HttpStatusCode.NotModified, 0), (same.StatusCode, (await same.Content.ReadAsByteArrayAsync()).Length));
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Fact]
    public async Task Case_56_is_not_offered_for_what_is_private()
    {
        using var organiser = await _given.SignedInAsync();

        var page = await organiser.Http.GetAsync("/organise");

        Assert.True(page.Headers.CacheControl!.NoStore);
        Assert.Null(page.Headers.ETag);
    }

    [Fact]
    public async Task Differs_by_language()
    {
        using var english = host.NewBrowser("en");
        using var french = host.NewBrowser("fr");

        var one = await english.Http.GetAsync("/series/water");
        var other = await french.Http.GetAsync("/series/water");

        Assert.NotEqual(one.Headers.ETag, other.Headers.ETag);
        Assert.Contains("Accept-Language", one.Headers.Vary);
    }

    /// <summary>As a browser fetches it, the sheet included and pictures not: 46 experts by name and affiliation, partners, publications.</summary>
    [Fact]
    public async Task The_page_is_small()
    {
        const int most = 40 * 1024;
        var series = await _given.SeriesAsync("large");
        var day = await _given.DialogueAsync(series);
        var things = new List<object>();
        for (int i = 0; i < 46; i++)
        {
            var (invitation, _) = await _given.InvitationAsync(day, await _given.PersonAsync("Expert", $"Number{i}", affiliation: $"Institute of question {i}"), v => Assert.Null(v.Answer(true, day, host.Clock.GetUtcNow())));
            foreach (var purpose in (ConsentPurpose[])[ConsentPurpose.NamedPublicly, ConsentPurpose.AffiliationShown])
                things.Add(ConsentEvent.Of(invitation, purpose, given: true, ConsentSource.Link, new Notice(Language.English, "words"), host.Clock.GetUtcNow()));
        }

        for (int i = 0; i < 12; i++)
        {
            var text = new BilingualText($"Notes of conversation {i}", $"Notes de l’échange {i}");
            var notes = Given.Value(Publication.New(series, new(PublicationKind.Notes, text, text, text, "Noor Haddad; Léa Fontenelle", Licence.CcBy, "", null, WithSummaries: false)));
            Assert.Null(notes.Publish([], 0, Guid.NewGuid(), "", DateOnly.FromDateTime(_given.Now.Date)));
            things.Add(notes);
            things.Add(Given.Value(Partner.New(series, new PartnerDetails($"Foundation {i}", PartnerRole.Funding, $"https://foundation{i}.test/", DateOnly.FromDateTime(_given.Now.Date)))));
        }

        await _given.SaveAsync([.. things]);
        using var reader = host.NewBrowser();
        string html = await reader.Http.GetStringAsync("/series/large");
        Assert.Contains("Institute of question 45", html, StringComparison.Ordinal);
        string sheet = System.Text.RegularExpressions.Regex.Match(html, "(?<=href=\")/css/site[^\"]*", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

        long page = await WeightAsync("/series/large"), both = page + await WeightAsync(sheet);

        Assert.InRange(both, 1_000, most);
        Assert.True(page < html.Length / 2, $"{page} bytes of {html.Length}");
    }

    [Fact]
    public async Task Nothing_with_a_secret_in_it_is_compressed()
    {
        using var organiser = await _given.SignedInAsync();
        using var asked = new HttpRequestMessage(HttpMethod.Get, "/organise") { Headers = { { "Accept-Encoding", "gzip" } } };

        var page = await organiser.Http.SendAsync(asked);

        Assert.Equal((HttpStatusCode.OK, 0), (page.StatusCode, page.Content.Headers.ContentEncoding.Count));
    }

    private async Task<long> WeightAsync(string path)
    {
        using var reader = host.NewBrowser();
        using var asked = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept-Encoding", "gzip" } } };
        var answer = await reader.Http.SendAsync(asked);
        Assert.Equal((HttpStatusCode.OK, "gzip"), (answer.StatusCode, string.Join(",", answer.Content.Headers.ContentEncoding)));
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    private async Task ChangeAsync()
    {
        await using var db = host.OpenDb();
        var series = db.Series.Single();
        _ = await _given.DialogueAsync(series);
        var second = await _given.SeriesAsync("second");
        Assert.True(second.IsPublic);
        var report = Given.Value(Publication.New(series, new PublicationDetails(PublicationKind.Notes, new("Notes", "Notes"), new("", ""), new("Words.", ""), "", Licence.CcBy, "", null, false)));
        Assert.Null(report.Publish([], 0, Guid.NewGuid(), "", DateOnly.FromDateTime(_given.Now.Date)));
        await _given.SaveAsync(report);
    }

    private static Task<HttpResponseMessage> AskAsync(Browser reader, string path, EntityTagHeaderValue tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(tag);
        return reader.Http.SendAsync(request);
    }
}
