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

    [Fact]
    public async Task The_page_is_small()
    {
        var day = await _given.DialogueAsync(await _given.SeriesAsync("large"));
        for (int i = 0; i < 60; i++) _ = await _given.InvitationAsync(day, await _given.PersonAsync("Expert", $"Number{i}"), v => Assert.Null(v.Answer(true, day, host.Clock.GetUtcNow())));
        using var reader = host.NewBrowser();

        string html = await reader.Http.GetStringAsync("/series/large");
        string sheet = await reader.Http.GetStringAsync(System.Text.RegularExpressions.Regex.Match(html, "(?<=href=\")/css/site[^\"]*", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value);

        Assert.InRange(html.Length + sheet.Length, 1_000, 60_000);
    }

    private async Task ChangeAsync()
    {
        await using var db = host.OpenDb();
        var series = db.Series.Single();
        _ = await _given.DialogueAsync(series);
        var second = await _given.SeriesAsync("second");
        Assert.True(second.IsPublic);
        var report = Given.Value(Publication.New(series, new PublicationDetails(PublicationKind.Notes, new("Notes", "Notes"), new("", ""), new("Words.", ""), "", Licence.CcBy, "", null, false)));
        Assert.Null(report.Publish(0, "", DateOnly.FromDateTime(_given.Now.Date)));
        await _given.SaveAsync(report);
    }

    private static Task<HttpResponseMessage> AskAsync(Browser reader, string path, EntityTagHeaderValue tag)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.IfNoneMatch.Add(tag);
        return reader.Http.SendAsync(request);
    }
}
