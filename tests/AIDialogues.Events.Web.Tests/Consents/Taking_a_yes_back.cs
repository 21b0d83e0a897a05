using System.Net;
using System.Text.RegularExpressions;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

public sealed partial class Taking_a_yes_back(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);

    public async ValueTask InitializeAsync() => await _scene.SetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Says_of_what_is_allowed_for_a_page_that_is_closed_that_it_shows_later_and_not_now()
    {
        var (_, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly);
        using var phone = host.NewBrowser();
        Assert.Null((await phone.GetAsync("/i/" + token)).One("#later"));
        await using (var db = host.OpenDb())
        {
            (await db.Series.SingleAsync()).ShowPublicly(false);
            _ = await db.SaveChangesAsync();
        }

        var closed = await phone.GetAsync("/i/" + token);

        Assert.Equal("The page of the series is not open. Once it is, it shows what you allow: Name.", closed.One("#later")?.TextContent);
        Assert.Contains("Nothing: your name is shown to nobody but the organiser.", closed.Text, StringComparison.Ordinal);
    }

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
        var hidden = await _scene.Given.SeriesAsync("canary-series", isPublic: false);
        _ = await _scene.Given.DialogueAsync(hidden);
        var (titles, words) = (new BilingualText("Canary draft", "Canary brouillon"), new BilingualText("One record. Stay dry.", "Un registre. Restez au sec."));
        var draft = Given.Value(Publication.New(_scene.Series, new(PublicationKind.Notes, titles, titles, titles, "Canary Author", Licence.CcBy, "", null, WithSummaries: false)));
        var note = Given.Value(Publication.New(_scene.Series, new(PublicationKind.Notes, new("English note", "Note française"), words, words, "Noor Haddad", Licence.CcBy, "", null, WithSummaries: true)));
        Assert.Null(note.Attach(new(PublicationFileKind.Cover, Language.English, Publishing.Taking_in_uploads.Picture(SkiaSharp.SKEncodedImageFormat.Png, 8, 8), words)) ?? note.Publish([], 0, Guid.NewGuid(), "", new DateOnly(2027, 3, 1)));
        var summary = Summary.Request(_scene.Dialogue.Sessions[0].Id, Language.English, _scene.Given.Now);
        summary.Assemble([new(null, PointKind.View, "Canary said so.", Flagged: false)]);
        var partner = Given.Value(Partner.New(_scene.Series, new("Canary institute", PartnerRole.Funding, "https://canary.test/", AgreedOn: null)));
        await _scene.Given.SaveAsync(draft, note, summary, partner);
        using var reader = host.NewBrowser();

        var met = await CrawledAsync(reader);

        // Sitemap, feed, calendar, structured data, previews, descriptions of pictures, files, citations: all were there to be looked into.
        string[] places = ["/robots.txt", "/sitemap.xml", "/series/water/feed.xml", "/series/water/calendar.ics", "/series/water.json", "/series/water", $"/series/water/publications/{note.Id}", $"/series/water/publications/{note.Id}.pdf", $"/series/water/publications/{note.Id}.bib"];
        Assert.Empty(places.Except(met.Keys.Select(at => at.Split('?')[0])));
        Assert.True(met.Keys.Any(at => at.StartsWith("/series/water/files/", StringComparison.Ordinal)), "The cover was not met.");
        foreach (var (at, (bytes, headers)) in met)
            Assert.All((string[])["Canary", "canary", "bassin.test"], word => Assert.False(Publishing.Words.In(bytes).Contains(word, StringComparison.Ordinal) || headers.Contains(word, StringComparison.Ordinal), $"{word} on {at}"));

        // Fifty at once, in either language: nobody gets a word of the other's page.
        var asked = met.Where(m => m.Key.Contains("lang=", StringComparison.Ordinal)).Select(m => m.Key).ToList();
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(async i => (At: asked[i % asked.Count], Bytes: await reader.Http.GetByteArrayAsync(asked[i % asked.Count]))));
        Assert.All(answers, answer => Assert.Equal((answer.At, true), (answer.At, answer.Bytes.AsSpan().SequenceEqual(met[answer.At].Bytes))));
        var pages = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => reader.GetAsync($"/series/water?lang={(i % 2 == 0 ? "fr" : "en")}")));
        Assert.All(pages, page => Assert.Equal(["Expert Heron"], page.All(".names li")));
        foreach (var (page, i) in pages.Select((p, i) => (p, i)))
        {
            bool french = i % 2 == 0;
            Assert.Equal((french ? "fr" : "en", french ? "Eau et sécurité" : "Water and security"), (page.Document.DocumentElement.GetAttribute("lang"), page.Title));
            Assert.Equal((!french, french), (page.Html.Contains("Stay informed", StringComparison.Ordinal), page.Html.Contains("Rester inform", StringComparison.Ordinal)));
            Assert.Equal((!french, french), (page.Html.Contains("English note", StringComparison.Ordinal), page.Html.Contains("Note fran", StringComparison.Ordinal)));
        }
    }

    /// <summary>Everything an anonymous reader gets to from the home page, the sitemap and robots.txt, in both languages: what is linked, shown, or named in heads and feeds.</summary>
    private static async Task<Dictionary<string, (byte[] Bytes, string Headers)>> CrawledAsync(Browser reader)
    {
        var met = new Dictionary<string, (byte[] Bytes, string Headers)>(StringComparer.Ordinal);
        var open = new Queue<string>(["/?lang=en", "/?lang=fr", "/robots.txt", "/sitemap.xml", "/series/water.json?lang=en", "/series/water.json?lang=fr"]);
        while (open.TryDequeue(out string? at))
        {
            if (met.ContainsKey(at) || met.Count > 300) continue;
            using var answer = await reader.Http.GetAsync(at);
            if (!answer.IsSuccessStatusCode) continue;
            byte[] bytes = await answer.Content.ReadAsByteArrayAsync();
            met[at] = (bytes, answer.Headers + answer.Content.Headers.ToString());
            string type = answer.Content.Headers.ContentType?.MediaType ?? "";
            if (!type.Contains("html", StringComparison.Ordinal) && !type.Contains("xml", StringComparison.Ordinal) || type.Contains("openxml", StringComparison.Ordinal)) continue;
            foreach (string link in Link().Matches(System.Net.WebUtility.HtmlDecode(System.Text.Encoding.UTF8.GetString(bytes))).Select(m => m.Groups["path"].Value))
                if (!link.StartsWith("//", StringComparison.Ordinal) && !link.StartsWith("/account", StringComparison.Ordinal) && !link.StartsWith("/css", StringComparison.Ordinal)) open.Enqueue(link);
        }

        return met;
    }

    [GeneratedRegex("((href|src|content)=\"|<(loc|link|guid)>)((http|webcal)://localhost:5100)?(?<path>/[^\"<]*)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Link();
}
