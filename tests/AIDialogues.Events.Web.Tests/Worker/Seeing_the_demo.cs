using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Xml.Linq;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Admin;
using AIDialogues.Events.Worker.Demo;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using UglyToad.PdfPig;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

/// <summary>The demo as it is seeded after its first day: the real data, assembled by the real worker, reviewed and exported by the real host.</summary>
public sealed class Seeing_the_demo(EventsHost host) : IAsyncLifetime
{
    /// <summary>What gives each of the nine away, in their order: nine ways of pointing at somebody.</summary>
    private static readonly (string How, string Tells)[] Ways =
    [
        ("first and family name, as the speaker", "Kandiora"), ("whom somebody stands for", "Autorité du bassin"), ("title and family name", "Dourgali"), ("an initial, and the accents forgotten", "Gandeba"),
        ("a name with a slip of the pen", "Tesougou"), ("the delegate of a body", "Herders’ Voice"), ("an e-mail address", "zarmakoy"), ("a family name in the genitive", "Wexcombe"), ("a firm in a question", "Pumpline"),
    ];

    private PostOffice _post = null!;
    private Series _series = null!;
    private Dialogue _day = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Events", host.Database.Owner), new("Data:Directory", host.Keys.DataDirectory)]).Build();
        Assert.Equal(0, await SeedDemoCommand.RunAsync(settings, ["--stage", "after"], CancellationToken.None));
        await using var db = host.OpenDb();
        _series = await db.Series.SingleAsync();
        _day = await db.Dialogues.Include(d => d.Sessions).OrderBy(d => d.Day).FirstAsync();
    }

    public async ValueTask DisposeAsync()
    {
        File.Delete(DemoSignIn.FileIn(host.Keys.DataDirectory));
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task Of_120_statements_all_nine_planted_leaks_are_flagged_before_release_and_none_is_in_any_export()
    {
        var (leaks, clean) = (DemoTexts.Statements.Where(s => s.Leak).ToList(), DemoTexts.Statements.Where(s => !s.Leak).ToList());
        Assert.Equal((9, 111), (leaks.Count, clean.Count));
        Assert.All(leaks.Zip(Ways), pair => Assert.Contains(pair.Second.Tells, pair.First.Words, StringComparison.Ordinal));
        Assert.All(Ways, way => Assert.DoesNotContain(clean, s => s.Words.Contains(way.Tells, StringComparison.Ordinal)));
        using var first = await ApiClient.WithTokenAsync(host);
        using var second = await ApiClient.WithTokenAsync(host);
        var sessions = DemoStatements.Sessions(_day);
        Assert.Equal(HttpStatusCode.OK, (await first.PostAsync($"sessions/{sessions[0].Id}/summary/unpublish", null)).Status);
        string[] scopes = [.. sessions.Take(3).Select(s => $"sessions/{s.Id}"), $"dialogues/{_day.Id}", $"series/{_series.Id}"];
        foreach (string scope in scopes) Assert.Equal(HttpStatusCode.OK, (await first.PostAsync(scope + "/summary/assemble", null)).Status);
        await _post.AssembleAsync();

        foreach (var (scope, session) in scopes.Select((s, i) => (s, i)))
        {
            var items = (await first.GetAsync(scope + "/summary")).Json!["items"]!.AsArray();
            var flagged = items.Where(i => (bool)i!["flagged"]!).ToList();
            Assert.Equal(leaks.Where(l => session > 2 || l.Session == session).Select(l => l.Words).Order(StringComparer.Ordinal), flagged.Select(i => (string)i!["words"]!).Order(StringComparer.Ordinal));
            Assert.All(flagged, i => Assert.Contains(i!["findings"]!.AsArray(), f => (bool)f!["blocks"]!));
            // Nor are they in what can be taken away before anybody has reviewed it, and it says that something is missing.
            foreach (string format in (string[])["md", "html", "docx", "pdf"])
            {
                string unread = WordsOf(format, await first.BytesAsync($"{scope}/summary.{format}"));
                Assert.All(Ways, way => Assert.False(unread.Contains(Bare(way.Tells), StringComparison.OrdinalIgnoreCase), $"{scope}.{format} holds {way.How}"));
                Assert.Contains(Bare(flagged.Count == 1 ? "1 sentence is held back" : $"{flagged.Count} sentences are held back"), unread, StringComparison.Ordinal);
            }

            Assert.Equal((422, "summary-findings-open"), (await first.PostAsync(scope + "/summary/review", null)).Problem);
            Assert.Equal((422, "summary-findings-open"), await ReleasedUnreadAsync(second, scope));
            // Half of them are left out, half are blanked: either way nothing of them goes out.
            foreach (var (item, at) in flagged.Select((f, i) => (f, i)))
                Assert.Equal(HttpStatusCode.OK, (await first.PutAsync($"{scope}/summary/items/{(Guid)item!["id"]!}", at % 2 == 0 ? new { words = (string)item["words"]!, setAside = true } : new { words = "", setAside = false })).Status);
            foreach (var (client, step) in new[] { (first, "review"), (second, "release"), (first, "publish") }) Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"{scope}/summary/{step}", new { version = (uint)(await client.GetAsync(scope + "/summary")).Json!["version"]! })).Status);
        }

        var report = await first.PostAsync($"series/{_series.Id}/publications", new { kind = "finalReport", title = new { en = "All of it", fr = "Le tout" }, body = new { en = "What was said.", fr = "Ce qui s’est dit." }, withSummaries = true });
        Assert.Equal(HttpStatusCode.OK, (await first.PostAsync($"publications/{report.Id}/publish", new { })).Status);
        var texts = await SummaryTextsAsync(first, scopes, report.Id);
        Assert.Equal((5 * 10) + 6 + 4, texts.Count);
        Assert.All(texts, text => Assert.All(Ways, way => Assert.False(text.Words.Contains(Bare(way.Tells), StringComparison.OrdinalIgnoreCase), $"{text.Where} holds {way.How}")));
        // The positive control: what nobody is named in is in every one of them.
        foreach (var (said, words) in clean.Select(s => (s.Session, Bare(s.Words))).Take(3)) Assert.All(texts.Where(t => t.Session is null || t.Session == said), t => Assert.True(t.Words.Contains(words, StringComparison.Ordinal), t.Where));
        Assert.All(clean.Where(s => s.Session != 0), s => Assert.Contains(Bare(s.Words), texts.Single(t => t.Where == scopes[4] + ".md").Words, StringComparison.Ordinal));

        // Names of those who agreed stand on the series' own pages; the nine sentences stand nowhere.
        using var reader = host.NewBrowser();
        foreach (string page in (string[])["", "?lang=fr", ".json", "/feed.xml", "/calendar.ics"])
        {
            string words = Bare(WebUtility.HtmlDecode(await reader.Http.GetStringAsync($"/series/{_series.Slug}{page}")));
            Assert.All(leaks, leak => Assert.DoesNotContain(Bare(leak.Words), words, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task The_public_page_has_a_note_and_a_report_in_both_languages()
    {
        using var reader = host.NewBrowser();

        var english = await reader.GetAsync($"/series/{_series.Slug}?lang=en");
        var french = await reader.GetAsync($"/series/{_series.Slug}?lang=fr");
        var note = await reader.GetAsync(english.Document.QuerySelectorAll(".files a").First(a => a.TextContent.StartsWith("Sharing the river", StringComparison.Ordinal)).GetAttribute("href")!.Replace("lang=en", "lang=fr", StringComparison.Ordinal));

        Assert.Equal(["Sharing the river: a note on day one", "Water and security in the Sahel: first report"], english.All(".files li strong").Take(2).Order(StringComparer.Ordinal));
        Assert.Contains("Eau et sécurité au Sahel : premier rapport", french.All(".files li strong"));
        Assert.Contains("Une réunion sur quatre sur une place de marché", note.Text, StringComparison.Ordinal);
        // The note holds the day's published summary, without its three leaks.
        Assert.Contains(Bare("Inviter ne suffit pas"), Bare(note.Text), StringComparison.Ordinal);
        Assert.All(Ways.Take(3), way => Assert.DoesNotContain(way.Tells, note.Text, StringComparison.Ordinal));
        Assert.True(Encoding.UTF8.GetByteCount(english.Html) <= 40 * 1024, $"{Encoding.UTF8.GetByteCount(english.Html)} bytes");
    }

    [Fact]
    public async Task What_is_reviewed_shows_what_was_said_beside_it_and_where_the_room_agreed()
    {
        var summary = await SummaryAsync(DemoStatements.Sessions(_day)[0]);
        using var rapporteur = await new Given(host).SignedInAsync(Data.Staff.StaffRoles.Rapporteur);

        var review = await rapporteur.GetAsync($"/report/summaries/{summary.Id}");

        Assert.Equal(DemoTexts.Statements.Count(s => s.Session == 0), review.Document.QuerySelectorAll(".said li").Length);
        Assert.Equal(2, summary.Items.Count(i => i.Strand == Strand.Convergence));
        Assert.Contains("Convergence 1", review.One("#strands-desc")!.TextContent, StringComparison.Ordinal);
    }

    private static async Task<(int, string?)> ReleasedUnreadAsync(ApiClient client, string scope)
    {
        var answer = await client.PostAsync(scope + "/summary/publish", null);
        Assert.Equal((422, "summary-not-reviewed"), (await client.PostAsync(scope + "/summary/release", null)).Problem);
        return answer.Problem;
    }

    /// <summary>Every file and page that shows a summary or the report, as its bare words; a session's are told by the session.</summary>
    private async Task<List<(string Where, int? Session, string Words)>> SummaryTextsAsync(ApiClient api, string[] scopes, Guid report)
    {
        using var reader = host.NewBrowser();
        var texts = new List<(string, int?, string)>();
        foreach (var (scope, at) in scopes.Select((s, i) => (s, i)))
        {
            int? session = at < 3 ? at : null;
            Guid id = (await api.GetAsync(scope + "/summary")).Id;
            string page = $"/series/{_series.Slug}/summaries/{id}";
            foreach (string format in (string[])["md", "html", "docx", "pdf"])
            {
                texts.Add(($"{scope}.{format}", session, WordsOf(format, await api.BytesAsync($"{scope}/summary.{format}"))));
                texts.Add(($"{page}.{format}", session, WordsOf(format, await reader.Http.GetByteArrayAsync($"{page}.{format}?lang=fr"))));
            }

            foreach (string language in (string[])["en", "fr"]) texts.Add(($"{page} {language}", session, Bare((await reader.GetAsync($"{page}?lang={language}")).Text)));
        }

        string publication = $"/series/{_series.Slug}/publications/{report}";
        foreach (string format in (string[])["md", "html", "docx", "pdf"]) texts.Add(($"{publication}.{format}", null, WordsOf(format, await reader.Http.GetByteArrayAsync($"{publication}.{format}"))));
        foreach (string language in (string[])["en", "fr"]) texts.Add(($"{publication} {language}", null, Bare((await reader.GetAsync($"{publication}?lang={language}")).Text)));
        foreach (string format in (string[])["md", "html", "docx", "pdf"]) texts.Add(($"publications/{report}.{format}", null, WordsOf(format, await api.BytesAsync($"publications/{report}.{format}"))));
        return texts;
    }

    private static string WordsOf(string format, byte[] file)
    {
        if (format == "pdf")
        {
            using var pdf = PdfDocument.Open(file);
            return Bare(string.Concat(pdf.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text)));
        }

        if (format != "docx") return Bare(WebUtility.HtmlDecode(Encoding.UTF8.GetString(file)));
        using var zip = new ZipArchive(new MemoryStream(file));
        var words = new StringBuilder();
        foreach (var entry in zip.Entries)
        {
            using var part = entry.Open();
            var xml = XDocument.Load(part);
            // What hides in an attribute, and words that stand in several runs.
            _ = words.Append(entry.FullName).Append(xml).Append(xml.Root!.Value);
        }

        return Bare(words.ToString());
    }

    /// <summary>Without blanks and marks of markup, so that a line that was broken elsewhere is the same.</summary>
    private static string Bare(string text) => new([.. text.Where(c => !char.IsWhiteSpace(c) && c != '\\' && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.Format)]);

    private async Task<Summary> SummaryAsync(Session session)
    {
        await using var db = host.OpenDb();
        return await db.Summaries.Include(s => s.Items).SingleAsync(s => s.SessionId == session.Id);
    }
}
