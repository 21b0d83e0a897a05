using System.IO.Compression;
using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Admin;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using UglyToad.PdfPig;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Publishing;

/// <summary>Charts made on the server, the tables behind them, the same in words in every file, and who was in the room where that can be said.</summary>
public sealed class Showing_a_summary_in_numbers(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;
    private ApiClient _first = null!, _second = null!;
    private Series _series = null!;
    private Dialogue _day = null!;

    private string OfSession => $"sessions/{_day.Sessions[0].Id}/summary";

    private string OfDay => $"dialogues/{_day.Id}/summary";

    private string OfSeries => $"series/{_series.Id}/summary";

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        (_first, _second) = (await ApiClient.WithTokenAsync(host), await ApiClient.WithTokenAsync(host));
        _series = await _given.SeriesAsync("water");
        _day = await _given.DialogueAsync(_series);
        var (trust, access) = (_day.Sessions[0].Themes[0].Id, _day.Sessions[0].Themes[1].Id);
        await host.SayAsync(_day.Sessions[0],
        [
            .. new[] { "Data is believed when both sides read the same gauge.", "When both sides read the same gauge, data is believed.", "Data is simply believed when both sides read the same gauge.", "Data will be believed when both sides read the same gauge.", "Data is believed once both sides read the same gauge." }.Select(w => (trust, "view", w)),
            (trust, "view", "Rain is late."), .. Points(trust, "proposal", 7), .. Points(trust, "question", 6), .. Points(access, "view", 6), .. Points(access, "proposal", 8), .. Points(access, "question", 6),
        ]);
        // Twelve, two, twenty and nine came; one who was invited did not.
        var came = new[] { 12, 2, 20, 9 }.SelectMany((count, group) => Enumerable.Range(0, count).Select(i => Person(group, i))).ToList();
        var invitations = came.ConvertAll(p => Invitation.Of(p, _day, _given.Now));
        foreach (var invitation in invitations) Assert.Null(invitation.Answer(true, _day, _given.Now) ?? invitation.CheckIn(_day, _day.BeginsAt));
        var absent = Person(1, 99);
        await _given.SaveAsync([.. came, .. invitations, absent, Invitation.Of(absent, _day, _given.Now)]);
    }

    public async ValueTask DisposeAsync()
    {
        _first.Dispose();
        _second.Dispose();
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task A_day_says_who_was_in_the_room_in_bands_and_a_session_says_nothing_of_it()
    {
        await AssembleAsync(OfSession, OfDay);

        Assert.Null((await StoredAsync(s => s.SessionId != null)).Room);
        Assert.Equal(
            new RoomComposition([new(StakeholderGroup.Academia, PersonBand.TenToNineteen), new(StakeholderGroup.Institutions, PersonBand.TwentyOrMore), new(null, PersonBand.TenToNineteen)]),
            (await StoredAsync(s => s.DialogueId != null)).Room);
    }

    [Fact]
    public async Task Case_66_once_a_day_has_published_its_room_no_other_summary_says_anything_that_could_be_subtracted()
    {
        await AssembleAsync(OfDay, OfSeries);
        Assert.NotNull((await StoredAsync(s => s.SeriesId != null)).Room);
        await PublishAsync(OfDay);
        var before = await StoredAsync(s => s.DialogueId != null);
        await PublishAsync(OfSeries);
        Assert.Null((await StoredAsync(s => s.SeriesId != null)).Room);

        // Somebody more is found on the list and it is all done again: what is out stays as it was.
        await using (var db = host.OpenDb())
        {
            var late = await db.Invitations.SingleAsync(i => i.CheckedInAt == null);
            Assert.Null(late.CheckIn(_day, _day.BeginsAt));
            foreach (var person in await db.People.Where(p => p.Group == StakeholderGroup.CivilSociety).ToListAsync()) _ = db.Remove(await db.Invitations.SingleAsync(i => i.PersonId == person.Id));
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal(HttpStatusCode.OK, (await _first.PostAsync(OfDay + "/unpublish", null)).Status);
        await AssembleAsync(OfDay);
        await PublishAsync(OfDay);
        var after = await StoredAsync(s => s.DialogueId != null);
        Assert.Equal(before.Room, after.Room);
        Assert.Equal(before.Breakdown!.RowTotals, after.Breakdown!.RowTotals);
    }

    /// <summary>
    /// All three have looked whether another published its tables and none has, when the first may write. Without the lock that is what happens to all of them,
    /// and all publish; with it the second looks when the first is done.
    /// </summary>
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 3)]
    public async Task Case_66_two_that_are_published_at_once_do_not_both_publish_their_tables_and_would_without_the_lock(bool locks, int tables)
    {
        await AssembleAsync(OfSession, OfDay, OfSeries);
        string[] scopes = [OfSession, OfDay, OfSeries];
        foreach (var (client, step) in new[] { (_first, "review"), (_second, "release") })
            foreach (string scope in scopes) Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"{scope}/{step}", await ReadAsync(scope))).Status);
        await using var owner = NpgsqlDataSource.Create(host.Database.Owner);
        // A row that may be read and not be written cannot be locked by its readers: the web program's lock finds nothing to hold on to.
        if (!locks) await owner.ExecuteAsync("ALTER TABLE events.series ENABLE ROW LEVEL SECURITY; CREATE POLICY only_read ON events.series FOR SELECT TO aide_web USING (true)", CancellationToken.None);
        try
        {
            await using var gate = await owner.OpenConnectionAsync();
            await using var shut = await gate.BeginTransactionAsync();
            await using (var hold = new NpgsqlCommand("SELECT id FROM events.summaries FOR UPDATE", gate, shut)) _ = await hold.ExecuteNonQueryAsync();
            var answers = Task.WhenAll(scopes.Select(s => _first.PostAsync(s + "/publish", null)));
            await using var waiting = owner.CreateCommand("SELECT count(DISTINCT l.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()");
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (await waiting.ExecuteScalarAsync(patience.Token) is not 3L) await Task.Yield();
            await shut.CommitAsync();
            Assert.All(await answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        }
        finally
        {
            if (!locks) await owner.ExecuteAsync("DROP POLICY only_read ON events.series; ALTER TABLE events.series DISABLE ROW LEVEL SECURITY", CancellationToken.None);
        }

        await using var db = host.OpenDb();
        var all = await db.Summaries.AsNoTracking().ToListAsync();
        Assert.Equal((3, tables), (all.Count(s => s.State == SummaryState.Published), all.Count(s => s.Breakdown is not null)));
        if (locks) Assert.InRange(all.Count(s => s.Room is not null), 0, 1);
    }

    [Theory]
    [InlineData("en", "Statements by theme", "Where statements meet, and where not", "Who was in the room", "Trust: 19 statements; Access: 20 statements", "Trust: Convergence 1, Facts and opinions 1, Proposals 7, Open questions 6; Access: Facts and opinions 6, Proposals 8, Open questions 6", "Academia: 10 to 19 people", "What was said is counted in statements, not in people: one person may stand behind several, and nobody can tell.")]
    [InlineData("fr", "Énoncés par thème", "Où les énoncés se rejoignent, et où non", "Qui était dans la salle", "Confiance : 19 énoncés; Accès : 20 énoncés", "Confiance : Convergences 1, Faits et avis 1, Propositions 7, Questions ouvertes 6; Accès : Faits et avis 6, Propositions 8, Questions ouvertes 6", "Recherche : 10 à 19 personnes", "Ce qui a été dit se compte en énoncés, non en personnes : une même personne peut en avoir exprimé plusieurs, et nul ne peut le savoir.")]
    public async Task Each_chart_has_a_title_its_numbers_as_words_and_a_table_behind_it(string language, string themes, string strands, string room, string statements, string sentences, string people, string counted)
    {
        await AssembleAsync(OfDay);
        await PublishAsync(OfDay);
        using var reader = host.NewBrowser();
        var series = await reader.GetAsync($"/series/water?lang={language}");
        var page = await reader.GetAsync(series.One(".timeline a")!.GetAttribute("href")!);

        Assert.Equal([themes, strands, room], page.All("svg.chart title"));
        // Five statements may be of one person: no number here is said to be one of people but that of the room.
        Assert.Equal(counted, page.One("#figures + .meta")!.TextContent);
        string[] words = [.. page.All("svg.chart desc")];
        Assert.Equal((Plain(statements), Plain(sentences)), (Plain(words[0]), Plain(words[1])));
        Assert.StartsWith(Plain(people), Plain(words[2]), StringComparison.Ordinal);
        Assert.All(page.Document.QuerySelectorAll("svg.chart"), chart => Assert.Equal(("img", 2), (chart.GetAttribute("role"), chart.GetAttribute("aria-labelledby")!.Split(' ').Count(id => page.One("#" + id) is not null))));
        Assert.Equal(3, page.Document.QuerySelectorAll("figure:has(svg.chart) table").Length);
        Assert.Equal(["1", "1", "0", "7", "6", "0", "6", "0", "8", "6"], page.Document.QuerySelectorAll("figure:has(#strands-title) tbody td").Select(c => c.TextContent));
        Assert.Equal(["19", "20", "39"], page.Document.QuerySelectorAll("[aria-labelledby=numbers] tbody tr").Select(r => r.QuerySelectorAll("td")[^1].TextContent));
        // Nothing inline that the policy would stop, and the smallest group nowhere.
        Assert.Empty(page.Document.QuerySelectorAll("svg [style], svg style, svg script"));
        Assert.DoesNotContain(language == "en" ? "Business" : "Entreprises", page.One("figure:has(#room-title)")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_file_says_the_same_in_words()
    {
        await AssembleAsync(OfDay);
        foreach (string format in (string[])["md", "html", "docx", "pdf"])
        {
            string words = Plain(WebUtility.HtmlDecode(WordsOf(format, await _first.BytesAsync($"{OfDay}.{format}"))).Replace("\\", "", StringComparison.Ordinal));
            foreach (string line in (string[])["In numbers", "What was said is counted in statements, not in people: one person may stand behind several, and nobody can tell.", "Trust: 19 statements", "Trust: Convergence 1 · Facts and opinions 1 · Proposals 7 · Open questions 6", "Access: 20 statements", "Academia: 10 to 19 people", "Other groups: 10 to 19 people"])
                Assert.Contains(Plain(line), words, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_day_and_a_series_stand_on_the_public_page_and_in_the_feed_like_a_session()
    {
        await AssembleAsync(OfSession, OfDay, OfSeries);
        foreach (string scope in (string[])[OfSession, OfDay, OfSeries]) await PublishAsync(scope);
        using var reader = host.NewBrowser();

        var page = await reader.GetAsync("/series/water?lang=en");

        Assert.Equal(["Summary: Opening", "Summary: First day"], page.All(".timeline a"));
        Assert.Equal(["Opening", "First day", "Water and security"], page.All(".files li strong"));
        Assert.All(page.Document.QuerySelectorAll(".files li strong a"), a => Assert.Equal(HttpStatusCode.OK, reader.GetAsync(a.GetAttribute("href")!).GetAwaiter().GetResult().Status));
        string feed = await reader.Http.GetStringAsync("/series/water/feed.xml");
        Assert.All(new[] { "Opening", "First day", "Water and security" }, title => Assert.Contains($"<title>Summary: {title}</title>", feed, StringComparison.Ordinal));
    }

    private static IEnumerable<(Id<Theme>, string, string)> Points(Id<Theme> theme, string kind, int count) => Enumerable.Range(1, count).Select(i => (theme, kind, $"Road number {i} in this {kind}."));

    private async Task AssembleAsync(params string[] scopes)
    {
        foreach (string scope in scopes) Assert.Equal(HttpStatusCode.OK, (await _first.PostAsync(scope + "/assemble", null)).Status);
        await _post.AssembleAsync();
    }

    private async Task<object> ReadAsync(string scope) => new { version = (uint)(await _first.GetAsync(scope)).Json!["version"]! };

    private async Task PublishAsync(string scope)
    {
        foreach (var (client, step) in new[] { (_first, "review"), (_second, "release"), (_first, "publish") }) Assert.Equal(HttpStatusCode.OK, (await client.PostAsync($"{scope}/{step}", await ReadAsync(scope))).Status);
    }

    private async Task<Summary> StoredAsync(System.Linq.Expressions.Expression<Func<Summary, bool>> which)
    {
        await using var db = host.OpenDb();
        return await db.Summaries.AsNoTracking().SingleAsync(which);
    }

    private Person Person(int group, int number) => Given.Value(Domain.Person.New(new PersonDetails(
        "Vera" + (char)('a' + group), "Quillon" + (char)('a' + (number % 26)) + (char)('a' + (number / 26)), $"v{group}.{number}@bassin.test", "", (StakeholderGroup)group, "ML", Language.French), _given.Now));

    private static string WordsOf(string format, byte[] file)
    {
        if (format == "pdf")
        {
            using var pdf = PdfDocument.Open(file);
            return string.Concat(pdf.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text));
        }

        if (format != "docx") return System.Text.Encoding.UTF8.GetString(file);
        using var zip = new ZipArchive(new MemoryStream(file));
        using var part = zip.GetEntry("word/document.xml")!.Open();
        return System.Xml.Linq.XDocument.Load(part).Root!.Value;
    }

    private static string Plain(string text) => new([.. text.Where(c => !char.IsWhiteSpace(c))]);
}
