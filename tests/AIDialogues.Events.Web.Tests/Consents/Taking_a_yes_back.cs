using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

public sealed class Taking_a_yes_back(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);

    public async ValueTask InitializeAsync() => await _scene.SetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Takes_effect_everywhere_at_the_next_request()
    {
        var (person, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly, ConsentPurpose.AffiliationShown, ConsentPurpose.ParticipantsList);
        _ = await _scene.ExpertAsync("Heron", ConsentPurpose.NamedPublicly, ConsentPurpose.ParticipantsList);
        using var organiser = await _scene.Given.SignedInAsync();
        using var api = await ApiClient.WithTokenAsync(host);
        string list = $"/organise/dialogues/{_scene.Dialogue.Id}/participants", now = $"/organise/series/{_scene.Series.Id}/public-now", showings = $"dialogues/{_scene.Dialogue.Id}/showings";
        Assert.Equal(["Expert CanaryHouse of Canary", "Expert Heron"], (await _scene.PublicAsync()).All(".names li"));
        Assert.Equal(["Expert Canary House of Canary", "Expert Heron"], (await organiser.GetAsync(list)).All(".names li"));
        Assert.Equal(4, (await api.GetAsync(showings)).Json!.AsArray().Count(s => (Guid)s!["personId"]! == person.Id.Value));

        _ = await _scene.SayAsync(token, (ConsentPurpose.NamedPublicly, "no"), (ConsentPurpose.ParticipantsList, "no"));

        foreach (string html in (string[])[(await _scene.PublicAsync()).Html, (await organiser.GetAsync(list)).Html, (await organiser.GetAsync(now)).Html])
        {
            Assert.Contains("Heron", html, StringComparison.Ordinal);
            Assert.DoesNotContain("Canary", html, StringComparison.Ordinal);
        }

        Assert.DoesNotContain((await api.GetAsync(showings)).Json!.AsArray(), s => (Guid)s!["personId"]! == person.Id.Value);
    }

    [Fact]
    public async Task Is_shown_to_the_organiser_before_it_happens_and_after()
    {
        var (person, _, _) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly, ConsentPurpose.AffiliationShown);
        using var organiser = await _scene.Given.SignedInAsync();
        string cell = $"/organise/dialogues/{_scene.Dialogue.Id}/consents/{person.Id}/NamedPublicly";

        var before = await organiser.GetAsync(cell);
        var after = await organiser.SubmitAsync(before, new { Answer = "no", Method = "Telephone", Witness = "Noor Haddad", Evidence = "Called at ten." }, form: ".drawer form");

        Assert.Equal(["Name – public page, news feed, public data, calendar", "Institution – public page, news feed, public data, calendar"], before.All(".drawer > ul li"));
        Assert.Equal("Recorded. Visible of Expert Canary before: 2, now: 0.", after.One(".notice.ok p")!.TextContent);
        Assert.Contains("Nothing that is shown now hangs on it.", after.Text, StringComparison.Ordinal);
        Assert.Contains("Heard by Noor Haddad", after.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Canary", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Needs_no_doing_when_its_time_is_over()
    {
        _ = await _scene.ExpertAsync("Canary", ConsentPurpose.ParticipantsList);
        using var organiser = await _scene.Given.SignedInAsync();
        string list = $"/organise/dialogues/{_scene.Dialogue.Id}/participants";
        Assert.Equal(["Expert Canary"], (await organiser.GetAsync(list)).All(".names li"));

        host.Clock.Advance(TimeSpan.FromDays(366));

        using var later = await _scene.Given.SignedInAsync();
        var page = await later.GetAsync(list);
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.DoesNotContain("Canary", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_30_the_API_tells_no_more_of_a_showing_than_who_what_and_where()
    {
        _ = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly, ConsentPurpose.ParticipantsList, ConsentPurpose.ShareContact);
        _ = await _scene.ExpertAsync("Silent");
        using var api = await ApiClient.WithTokenAsync(host);

        var rows = (await api.GetAsync($"dialogues/{_scene.Dialogue.Id}/showings")).Json!.AsArray();

        Assert.Equal(["contact", "name", "name"], rows.Select(r => (string)r!["what"]!).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.Equal(["personId", "places", "quotationId", "what"], row!.AsObject().Select(p => p.Key).Order(StringComparer.Ordinal)));
        Assert.DoesNotContain("Canary", rows.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("bassin.test", rows.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_75_neither_the_public_page_nor_its_shadows_name_who_did_not_agree()
    {
        _ = await _scene.ExpertAsync("Heron", ConsentPurpose.NamedPublicly);
        foreach (var close in (ConsentPurpose[])[ConsentPurpose.ParticipantsList, ConsentPurpose.AffiliationShown, ConsentPurpose.Photographed, ConsentPurpose.Quoted, ConsentPurpose.ContactAfter, ConsentPurpose.ShareContact])
            _ = await _scene.ExpertAsync("Canary" + close, close);
        using var reader = host.NewBrowser();
        string[] shadows = ["/series/water/feed.xml", "/series/water/calendar.ics", "/sitemap.xml", "/robots.txt"];

        var shadowed = Task.WhenAll(Enumerable.Range(0, 50).Select(i => reader.Http.GetStringAsync($"{shadows[i % shadows.Length]}?lang={(i % 2 == 0 ? "fr" : "en")}")));
        var pages = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => reader.GetAsync($"/series/water?lang={(i % 2 == 0 ? "fr" : "en")}")));

        Assert.All(await shadowed, text => Assert.False(text.Contains("Canary", StringComparison.Ordinal) || text.Contains("bassin.test", StringComparison.Ordinal), text));
        Assert.All(pages, page => Assert.DoesNotContain("bassin.test", page.Html, StringComparison.Ordinal));
        Assert.All(pages, page => Assert.Equal(["Expert Heron"], page.All(".names li")));
        Assert.All(pages, page => Assert.DoesNotContain("Canary", page.Html, StringComparison.Ordinal));
        Assert.Equal(25, pages.Count(p => p.Title == "Eau et sécurité"));
    }
}
