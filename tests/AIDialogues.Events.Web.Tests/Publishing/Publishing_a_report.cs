using System.Net;
using System.Text.Json;
using System.Xml.Linq;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using SkiaSharp;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Publishing;

/// <summary>From an empty form to the public page: written, screened, published, taken away in every format, taken off again.</summary>
public sealed class Publishing_a_report(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Series _series = null!;
    private Dialogue _day = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _series = await _given.SeriesAsync("water");
        _day = await _given.DialogueAsync(_series);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Goes_from_a_form_to_the_public_page_in_both_languages()
    {
        using var organiser = await _given.SignedInAsync();
        var draft = await WrittenAsync(organiser);
        var published = await organiser.SubmitAsync(draft, form: "form[action$=Publish]");
        Assert.Equal(HttpStatusCode.OK, published.Status);

        var english = await PublicAsync();
        var french = await PublicAsync("?lang=fr");
        var report = await PublicAsync(ReportPath(english) + "?lang=fr");

        Assert.Equal(["Final report: who decides?"], english.All(".files li strong"));
        Assert.Contains("Rapport final, lundi 1er mars 2027 · Noor Haddad", french.Text, StringComparison.Ordinal);
        Assert.Equal("Rapport final : qui décide ?", report.Title);
        Assert.Contains("Un registre partagé.", report.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("One shared record.", report.Text, StringComparison.Ordinal);
        Assert.Contains("Haddad, N. (2027).", report.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("md", "text/markdown")]
    [InlineData("html", "text/html")]
    [InlineData("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")]
    [InlineData("pdf", "application/pdf")]
    [InlineData("bib", "application/x-bibtex")]
    [InlineData("csl", "application/vnd.citationstyles.csl+json")]
    public async Task Can_be_taken_away_once_it_is_published(string format, string type)
    {
        using var organiser = await _given.SignedInAsync();
        var draft = await WrittenAsync(organiser);
        using var reader = host.NewBrowser();
        string at = $"/series/water/publications/{draft.Path.Split('/')[^1]}.{format}";
        Assert.Equal(HttpStatusCode.NotFound, (await reader.Http.GetAsync(at)).StatusCode);

        _ = await organiser.SubmitAsync(draft, form: "form[action$=Publish]");
        var file = await reader.Http.GetAsync(at);

        Assert.Equal((HttpStatusCode.OK, type), (file.StatusCode, file.Content.Headers.ContentType!.MediaType));
        Assert.True(file.Content.Headers.ContentLength > 100);
    }

    [Fact]
    public async Task A_draft_is_as_absent_as_what_never_was()
    {
        using var organiser = await _given.SignedInAsync();
        var draft = await WrittenAsync(organiser);
        using var reader = host.NewBrowser();

        var hidden = await reader.GetAsync($"/series/water/publications/{draft.Path.Split('/')[^1]}");
        var absent = await reader.GetAsync($"/series/water/publications/{Guid.NewGuid()}");

        Assert.Equal((HttpStatusCode.NotFound, absent.Html), (hidden.Status, hidden.Html));
        Assert.DoesNotContain("who decides?", (await PublicAsync()).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_67_a_name_in_it_goes_out_only_when_two_people_answer_for_it()
    {
        _ = await _given.InvitationAsync(_day, await _given.PersonAsync("Hana", "Novotná", affiliation: ""));
        using var first = await _given.SignedInAsync();
        using var second = await _given.SignedInAsync();
        var draft = await WrittenAsync(first, body: "As Hana Novotná said, one shared record. So did Lindqvist.");
        Assert.Contains("Hana Novotná", draft.All(".leak"));
        Assert.Null(draft.One("form[action$=Publish]"));

        var refused = await first.SubmitAsync(draft, new { reason = "ok" }, "form[action$=Propose]");
        Assert.Equal(["Say in a sentence why it may stand."], refused.Errors);
        var proposed = await first.SubmitAsync(refused, new { reason = "She gave a public talk about this." }, "form[action$=Propose]");
        await NobodyTriesNamesAsync("Hana Novotná");

        // Whoever answered first is offered nothing more, and forcing it is refused.
        Assert.Contains("You answered for it; a second person publishes it.", proposed.Text, StringComparison.Ordinal);
        Assert.Null(proposed.One("form[action$=Publish]"));
        string own = proposed.One("[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var forced = await first.SubmitAsync(await second.GetAsync(draft.Path), new { reason = "I say so once more.", __RequestVerificationToken = own }, "form[action$=Publish]");
        Assert.Equal(["It takes two: somebody else than the one who answered first publishes it."], forced.Errors);
        Assert.DoesNotContain("who decides?", (await PublicAsync()).Html, StringComparison.Ordinal);

        // Somebody invited since is in the same text: what was answered for is not what would go out.
        _ = await _given.InvitationAsync(_day, await _given.PersonAsync("Jonas", "Lindqvist"));
        Assert.Null((await second.GetAsync(draft.Path)).One("form[action$=Publish]"));
        _ = await first.SubmitAsync(await first.GetAsync(draft.Path), new { reason = "Both gave public talks about this." }, "form[action$=Propose]");

        var seen = await second.GetAsync(draft.Path);
        Assert.Contains("“Both gave public talks about this.”", seen.Text, StringComparison.Ordinal);
        var published = await second.SubmitAsync(seen, new { reason = "I was in both audiences." }, "form[action$=Publish]");
        Assert.Equal(HttpStatusCode.OK, published.Status);
        Assert.Contains("who decides?", (await PublicAsync()).Html, StringComparison.Ordinal);
    }

    /// <summary>As in the review of a summary: numbers, places and dates single somebody out only with what a reader knows.</summary>
    [Fact]
    public async Task What_the_rules_for_a_document_find_besides_is_shown_to_be_read_and_keeps_nothing_back()
    {
        using var organiser = await _given.SignedInAsync();

        var draft = await WrittenAsync(organiser, body: "## What was said\n\nOn 12 May 2026 Marguerite Delacourt connected 412 households of Koulikoro.");

        Assert.NotNull(draft.One("#further"));
        Assert.NotEmpty(draft.All("#further mark"));
        Assert.NotNull(draft.One("form[action$=Publish]"));
        Assert.Null((await WrittenAsync(organiser)).One("#further"));
    }

    /// <summary>What is kept of the findings says nothing to whoever has the database and a list of names.</summary>
    private async Task NobodyTriesNamesAsync(string name)
    {
        await using var db = host.OpenDb();
        var marks = (await db.Publications.AsNoTracking().SingleAsync()).RiskFindings;
        Assert.NotEmpty(marks);
        var tried = from kind in Enum.GetNames<Screening.FindingKind>()
                    from text in (string[])[$"{kind}\0{name}", $"{kind}|{name}", name, $"finding|{kind}\0{name}"]
                    let bytes = System.Text.Encoding.UTF8.GetBytes(text)
                    from digest in (byte[][])[System.Security.Cryptography.SHA256.HashData(bytes), System.Security.Cryptography.HMACSHA256.HashData(Array.Empty<byte>(), bytes)]
                    select Convert.ToHexStringLower(digest)[..16];
        Assert.DoesNotContain(marks, mark => tried.Contains(mark[..16], StringComparer.Ordinal));
        // Under the key beside the database they are the same each time, so an answer holds.
        Assert.Contains(host.Keys.Pseudonym("finding", $"{nameof(Screening.FindingKind.ParticipantName)}\0{name}"), marks);
    }

    [Fact]
    public async Task A_note_in_English_only_is_marked_as_English_wherever_French_stands_round_it()
    {
        using var organiser = await _given.SignedInAsync();
        var fields = Fields("## What was said\n\nOne shared record.\n\n- A list.");
        (fields["Form.TitleFr"], fields["Form.BodyFr"], fields["Form.AbstractEn"]) = ("", "", "In short.");
        var draft = await organiser.SubmitAsync(await organiser.GetAsync($"/organise/series/{_series.Id}/publications/new"), fields);
        _ = await organiser.SubmitAsync(draft, form: "form[action$=Publish]");

        var series = await PublicAsync("?lang=fr");
        var note = await PublicAsync(ReportPath(series) + "?lang=fr");
        using var reader = host.NewBrowser("fr");
        string file = await reader.Http.GetStringAsync(ReportPath(series) + ".html?lang=fr");
        byte[] pdf = await reader.Http.GetByteArrayAsync(ReportPath(series) + ".pdf?lang=fr");
        using var docx = new System.IO.Compression.ZipArchive(new MemoryStream(await reader.Http.GetByteArrayAsync(ReportPath(series) + ".docx?lang=fr")));
        using var written = new StreamReader(docx.GetEntry("word/document.xml")!.Open());
        string word = await written.ReadToEndAsync();

        Assert.Equal(("fr", "en", "en"), (note.Document.DocumentElement.GetAttribute("lang"), note.One("h1")!.GetAttribute("lang"), series.One(".files strong a")!.GetAttribute("lang")));
        Assert.Equal(["blockquote", "h2", "p", "ul"], note.Document.QuerySelectorAll("article [lang=en]").Select(e => e.LocalName).Order(StringComparer.Ordinal));
        // What is of the page itself is French, and says nothing of English.
        Assert.Null(note.Document.QuerySelectorAll("article h2").Single(h => h.TextContent == "Conditions d’utilisation").GetAttribute("lang"));
        foreach (var page in (Page[])[series, note])
        {
            var files = page.Document.QuerySelectorAll("main a:has(svg)").Where(a => a.GetAttribute("href")!.Contains("/publications/", StringComparison.Ordinal) && !a.GetAttribute("href")!.Contains(".bib", StringComparison.Ordinal) && !a.GetAttribute("href")!.Contains(".csl", StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(files);
            Assert.All(files, a => Assert.Equal(("en", true), (a.GetAttribute("hreflang"), a.GetAttribute("href")!.EndsWith("?lang=en", StringComparison.Ordinal))));
            Assert.Equal("/?lang=fr", page.One(".letterhead-name")!.GetAttribute("href"));
        }

        Assert.Contains("<h1 lang=\"en\">Final report: who decides?</h1>", file, StringComparison.Ordinal);
        Assert.Contains("<blockquote lang=\"en\"><p>In short.", file, StringComparison.Ordinal);
        Assert.Contains("<p lang=\"en\">One shared record.", file, StringComparison.Ordinal);
        Assert.True(Taking_in_uploads.Count(pdf, "/Lang (en)") >= 4, "The tree of the PDF says which parts are English.");
        Assert.Equal(2, Taking_in_uploads.Count(pdf, "/Lang (fr)"));
        Assert.Equal(5, word.Split("w:val=\"en-GB\"").Length - 1);
    }

    [Fact]
    public async Task Words_that_one_of_forty_fits_are_found_and_a_published_text_stays_whoever_comes_or_goes()
    {
        var judges = await _given.PresentAsync(_day, judges: 6, of: 45);
        using var organiser = await _given.SignedInAsync();
        using var francophone = await _given.SignedInAsync(language: "fr");
        var fields = Fields("A Finnish judge said so. A Canadian researcher agreed.");
        fields["Form.BodyFr"] = "Selon un juge finlandais, les coûts comptent. Une chercheuse canadienne en doute.";
        var six = await organiser.SubmitAsync(await organiser.GetAsync($"/organise/series/{_series.Id}/publications/new"), fields);
        Assert.Equal((0, true), (six.All(".leak").Count, six.One("form[action$=Publish]") is not null));

        await _given.NotPresentAsync(judges.Skip(1));
        var one = await organiser.GetAsync(six.Path);
        Assert.Equal(["A Finnish judge", "un juge finlandais"], one.All(".leak"));
        Assert.Equal(2, one.All(".drawer li p").Count(p => p.Contains("Fewer than five of those who were there fit all that these words say.", StringComparison.Ordinal)));
        Assert.Contains("Moins de cinq des personnes présentes correspondent à tout ce que disent ces mots.", (await francophone.GetAsync(six.Path)).Text, StringComparison.Ordinal);
        Assert.Null(one.One("form[action$=Publish]"));
        _ = await organiser.SubmitAsync(one, new { reason = "The court's opinion is published." }, "form[action$=Propose]");
        var published = await francophone.SubmitAsync(await francophone.GetAsync(six.Path), new { reason = "Son avis est public, sous son nom." }, "form[action$=Publish]");

        Assert.Equal(HttpStatusCode.OK, published.Status);
        await _given.NotPresentAsync(judges.Take(1));
        Assert.Contains("A Finnish judge said so.", (await PublicAsync(ReportPath(await PublicAsync()))).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_is_found_as_it_is_read_and_beside_the_text_too()
    {
        foreach (var (givenName, family) in ((string, string)[])[("Hana", "Novotná"), ("Jonas", "Lindqvist"), ("Noor", "Haddad"), ("Awa", "Diallo")])
            _ = await _given.InvitationAsync(_day, await _given.PersonAsync(givenName, family, affiliation: ""));
        using var organiser = await _given.SignedInAsync();
        var draft = await WrittenAsync(organiser, body: "As Hana Novot**ná** said, and Lind&#113;vist.\n\n* One shared record.");

        draft = await UploadAsync(organiser, draft, "upload", "cover.png", Taking_in_uploads.Picture(SKEncodedImageFormat.Png, 60, 30), ("description", "Awa Diallo at the river"));

        Assert.All((string[])["Awa Diallo", "Hana Novotná", "Lindqvist", "Noor Haddad"], name => Assert.Contains(name, draft.All(".leak")));
    }

    [Fact]
    public async Task Case_67_the_database_refuses_that_both_are_one()
    {
        using var organiser = await _given.SignedInAsync();
        _ = await WrittenAsync(organiser);
        await using var db = host.OpenDb();
        var one = Guid.NewGuid();

        var refused = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => db.Publications.ExecuteUpdateAsync(p => p
            .SetProperty(x => x.RiskProposedBy, one).SetProperty(x => x.RiskAcceptedBy, one).SetProperty(x => x.RiskReason, "I say so.")));

        Assert.Equal("ck_publications_two_people_for_a_risk", refused.ConstraintName);
    }

    [Fact]
    public async Task Lets_the_published_summaries_of_sessions_of_the_day_and_of_the_series_follow_and_is_refused_while_there_are_none()
    {
        using var organiser = await _given.SignedInAsync();
        var fields = Fields("");
        (fields["Form.BodyFr"], fields["Form.WithSummaries"]) = ("", "true");
        var draft = await organiser.SubmitAsync(await organiser.GetAsync($"/organise/series/{_series.Id}/publications/new"), fields);
        Assert.Equal(["There is nothing to read yet: write a text, add a PDF, or let the published summaries follow."], (await organiser.SubmitAsync(draft, form: "form[action$=Publish]")).Errors);
        foreach (var (scope, words) in ((SummaryScope, string)[])[(_day.Sessions[0].Id, "Of the session."), (_day.Id, "Of the day."), (_series.Id, "Of the series.")])
        {
            var summary = Summary.Request(scope, Language.English, _given.Now);
            summary.Assemble([new(null, PointKind.View, words, Flagged: false)]);
            Assert.Null(summary.Submit(Guid.NewGuid(), _given.Now) ?? summary.Release(Guid.NewGuid(), Rule.ChathamHouse, _given.Now) ?? summary.Publish(Rule.ChathamHouse, _given.Now));
            await _given.SaveAsync(summary);
        }

        _ = await organiser.SubmitAsync(await organiser.GetAsync(draft.Path), form: "form[action$=Publish]");

        string text = (await PublicAsync(ReportPath(await PublicAsync()))).Text;
        int[] places = [.. ((string[])["Of the session.", "Of the day.", "Of the series."]).Select(w => text.IndexOf(w, StringComparison.Ordinal))];
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain(-1, places);
    }

    [Fact]
    public async Task Case_51_serves_an_uploaded_PDF_made_anew_and_nothing_it_could_run()
    {
        using var organiser = await _given.SignedInAsync();
        var draft = await UploadAsync(organiser, await WrittenAsync(organiser), "upload", "canary-name.pdf", Pdfs.WithEverything("Water belongs to everybody"));
        Assert.Equal(HttpStatusCode.OK, draft.Status);
        _ = await organiser.SubmitAsync(draft, form: "form[action$=Publish]");
        using var reader = host.NewBrowser();
        var report = await reader.GetAsync(ReportPath(await PublicAsync()));
        string at = report.Document.QuerySelectorAll("a.button").Select(a => a.GetAttribute("href")!).Single(h => h.Contains("/files/", StringComparison.Ordinal));

        var file = await reader.Http.GetAsync(at);

        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("final-report-who-decides.en.pdf", file.Content.Headers.ContentDisposition.FileName);
        Assert.StartsWith("sandbox", Assert.Single(file.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(file.Headers.GetValues("X-Content-Type-Options")));
        byte[] bytes = await file.Content.ReadAsByteArrayAsync();
        Assert.Equal((0, 0), (Taking_in_uploads.Count(bytes, "canary"), Taking_in_uploads.Count(bytes, "JavaScript")));
    }

    [Theory]
    [InlineData("page.html", "<html><script>alert(1)</script></html>")]
    [InlineData("drawing.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>")]
    [InlineData("letter.pdf", "not what its name says")]
    public async Task Case_47_takes_only_what_a_file_is_and_keeps_what_was_typed(string name, string content)
    {
        using var organiser = await _given.SignedInAsync();

        var refused = await UploadAsync(organiser, await WrittenAsync(organiser), "upload", name, System.Text.Encoding.UTF8.GetBytes(content));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Single(refused.Errors);
        Assert.Contains("One shared record.", refused.One("#Form_BodyEn")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_partners_only_with_their_agreement()
    {
        using var organiser = await _given.SignedInAsync();
        string at = $"/organise/series/{_series.Id}/partners";
        var page = await UploadAsync(organiser, await organiser.GetAsync(at), "Logo", "logo.png", Taking_in_uploads.Picture(SKEncodedImageFormat.Png, 60, 30), ("Name", "Fondation Estuaire"), ("Website", "https://estuaire.test/"), ("AgreedOn", "2027-02-01"));
        Assert.Equal(HttpStatusCode.OK, page.Status);
        _ = await organiser.SubmitAsync(await organiser.GetAsync(at), new { Name = "canary shy institute" }, ".drawer form");

        var seen = await PublicAsync();

        Assert.Equal(["Fondation Estuaire"], seen.Document.QuerySelectorAll(".partners img").Select(i => i.GetAttribute("alt")));
        Assert.DoesNotContain("canary", seen.Html, StringComparison.Ordinal);
        using var reader = host.NewBrowser();
        var logo = await reader.Http.GetAsync(seen.One(".partners img")!.GetAttribute("src"));
        Assert.Equal("image/png", logo.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Stands_in_the_feed_the_sitemap_and_the_structured_data()
    {
        using var organiser = await _given.SignedInAsync();
        _ = await organiser.SubmitAsync(await WrittenAsync(organiser), form: "form[action$=Publish]");
        using var reader = host.NewBrowser();

        var feed = XDocument.Parse(await reader.Http.GetStringAsync("/series/water/feed.xml"));
        string map = await reader.Http.GetStringAsync("/sitemap.xml");
        using var data = JsonDocument.Parse(await reader.Http.GetStringAsync("/series/water.json"));
        string calendar = await reader.Http.GetStringAsync("/series/water/calendar.ics");

        Assert.Equal(["Final report: who decides?"], feed.Descendants("item").Select(i => i.Element("title")!.Value));
        Assert.Contains("http://localhost:5100/series/water/publications/", map, StringComparison.Ordinal);
        Assert.Equal(("EventSeries", "Report"), (data.RootElement.GetProperty("@type").GetString(), data.RootElement.GetProperty("workFeatured")[0].GetProperty("@type").GetString()));
        Assert.All(calendar.Split("\r\n"), line => Assert.True(System.Text.Encoding.UTF8.GetByteCount(line) <= 75, line));
        Assert.Contains("DTSTART:20270430T070000Z", calendar, StringComparison.Ordinal);
        Assert.DoesNotContain("ATTENDEE", calendar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_read_no_text_and_the_sitemap_asks_once_however_many_series_there_are()
    {
        using var organiser = await _given.SignedInAsync();
        var page = await organiser.SubmitAsync(await WrittenAsync(organiser), form: "form[action$=Publish]");
        using var reader = host.NewBrowser();
        var (one, _) = await ReadAsync(reader, "/sitemap.xml");
        for (int i = 0; i < 3; i++)
        {
            var series = await _given.SeriesAsync();
            var text = new BilingualText("Words", "Mots");
            var publication = Given.Value(Publication.New(series, new(PublicationKind.Notes, text, text, text, "", Licence.CcBy, "", null, WithSummaries: false)));
            Assert.Null(publication.Publish([], 0, Guid.NewGuid(), "", new DateOnly(2027, 3, 1)));
            await _given.SaveAsync(publication);
        }

        var (many, map) = await ReadAsync(reader, "/sitemap.xml");
        Assert.Equal((one.Count, 4), (many.Count, map.Split("<loc>").Count(p => p.Contains("/publications/", StringComparison.Ordinal))));
        foreach (string path in (string[])["/sitemap.xml", "/series/water", "/series/water.json", "/series/water/feed.xml"])
        {
            var (asked, answer) = await ReadAsync(reader, path);
            Assert.Contains(page.Path.Split('/')[^1], answer, StringComparison.Ordinal);
            Assert.Contains(asked, sql => sql.Contains("events.publications", StringComparison.Ordinal));
            Assert.DoesNotContain(asked, sql => sql.Contains("body_en", StringComparison.Ordinal));
        }
    }

    private static async Task<(IReadOnlyCollection<string> Asked, string Answer)> ReadAsync(Browser reader, string path)
    {
        using var queries = new QueryCount();
        string answer = await reader.Http.GetStringAsync(path);
        return (queries.Texts, answer);
    }

    [Fact]
    public async Task Two_organisers_do_not_overwrite_each_other()
    {
        using var organiser = await _given.SignedInAsync();
        var mine = await WrittenAsync(organiser);
        var theirs = await organiser.GetAsync(mine.Path);
        _ = await organiser.SubmitAsync(mine, Fields("Mine."), Form);

        var late = await organiser.SubmitAsync(theirs, Fields("Theirs."), Form);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, late.Status);
        Assert.Equal("Theirs.", late.One("#Form_BodyEn")!.TextContent.Trim());
        await using var db = host.OpenDb();
        Assert.Equal("Mine.", (await db.Publications.SingleAsync()).Body.En);
    }

    private const string Form = "main .beside form.form";

    private static Dictionary<string, object?> Fields(string body) => new(StringComparer.Ordinal)
    {
        ["Form.Kind"] = "FinalReport",
        ["Form.TitleEn"] = "Final report: who decides?",
        ["Form.TitleFr"] = "Rapport final : qui décide ?",
        ["Form.Authors"] = "Noor Haddad",
        ["Form.BodyEn"] = body,
        ["Form.BodyFr"] = "## Ce qui a été dit\n\nUn registre partagé.",
    };

    private async Task<Page> WrittenAsync(Browser organiser, string body = "## What was said\n\nOne shared record.")
    {
        var page = await organiser.SubmitAsync(await organiser.GetAsync($"/organise/series/{_series.Id}/publications/new"), Fields(body));
        Assert.Equal((HttpStatusCode.OK, true), (page.Status, page.Path.StartsWith("/organise/publications/", StringComparison.Ordinal)));
        return page;
    }

    private static async Task<Page> UploadAsync(Browser browser, Page page, string field, string name, byte[] content, params (string Name, string Value)[] more)
    {
        var form = page.Document.QuerySelector("form[enctype='multipart/form-data']")!;
        using var body = new MultipartFormDataContent();
        foreach (var input in form.QuerySelectorAll("input[type=hidden]")) body.Add(new StringContent(input.GetAttribute("value") ?? ""), input.GetAttribute("name")!);
        foreach (var (key, value) in more) body.Add(new StringContent(value), key);
        if (field == "upload") body.Add(new StringContent("English"), "language");
        body.Add(new ByteArrayContent(content), field, name);
        return await browser.PostAsync(form.GetAttribute("action")!, body);
    }

    private async Task<Page> PublicAsync(string more = "")
    {
        using var reader = host.NewBrowser();
        return await reader.GetAsync(more.StartsWith('/') ? more : "/series/water" + more);
    }

    private static string ReportPath(Page series) => series.One(".files li strong a")!.GetAttribute("href")!.Split('?')[0];
}
