using System.Net;
using System.Text;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

public sealed class Keeping_segments_and_exporting(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("region=Africa", "Awa Diallo")]
    [InlineData("region=Europe", "Hana Novotná,Jonas Lindqvist")]
    [InlineData("gender=Woman", "Awa Diallo")]
    [InlineData("at=Accepted&dialogue=", "Awa Diallo")]
    [InlineData("at=Waiting&dialogue=", "Jonas Lindqvist")]
    [InlineData("at=NotInvited&dialogue=", "Hana Novotná")]
    [InlineData("at=Undecided&dialogue=", "")]
    [InlineData("at=Waitlisted&dialogue=", "")]
    [InlineData("at=ToVerify&dialogue=", "")]
    [InlineData("at=NotDelivered&dialogue=", "")]
    [InlineData("at=Accepted", "Awa Diallo,Hana Novotná,Jonas Lindqvist")]
    public async Task The_directory_is_filtered_and_the_filter_stands_in_the_address(string query, string names)
    {
        var dialogue = await ThreeAsync();
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync("/organise/people?" + query.Replace("dialogue=", $"dialogue={dialogue.Id}", StringComparison.Ordinal));

        Assert.Equal(names.Split(',', StringSplitOptions.RemoveEmptyEntries), page.All("tbody th a").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_filter_is_kept_under_a_name_counts_whoever_fits_now_and_goes_without_its_people()
    {
        _ = await ThreeAsync();
        using var browser = await _given.SignedInAsync();

        var kept = await browser.SubmitAsync(await browser.GetAsync("/organise/people?region=Europe&q=nov"), new { SegmentName = "Europe, Nov" }, form: "main form[method=post]");
        var twice = await browser.SubmitAsync(await browser.GetAsync("/organise/people?region=Africa"), new { SegmentName = "Europe, Nov" }, form: "main form[method=post]");
        var before = await browser.GetAsync("/organise/people/segments");
        _ = await _given.SaveNovakAsync();
        var after = await browser.GetAsync("/organise/people/segments");
        var opened = await browser.GetAsync(after.One("tbody th a")!.GetAttribute("href")!);
        _ = await browser.SubmitAsync(after, form: "main table form");

        Assert.Equal("/organise/people?q=nov&region=Europe", kept.Path);
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Another segment has this name."), (twice.Status, twice.Errors.Single()));
        Assert.Equal("Europe, Nov", twice.One("#SegmentName")!.GetAttribute("value"));
        Assert.Equal(["1"], before.All("td.num"));
        Assert.Equal(["2"], after.All("td.num"));
        Assert.Equal(2, opened.All("tbody th a").Count);
        await using var db = host.OpenDb();
        Assert.Equal((0, 4), (await db.Segments.CountAsync(), await db.People.CountAsync()));
    }

    [Fact]
    public async Task A_segment_is_a_source_of_people_bounded_and_in_order()
    {
        _ = await ThreeAsync();
        var segment = Given.Value(Segment.New("Europe", new(Region: Region.Europe), _given.Now));
        await _given.SaveAsync(segment);
        await using var db = host.OpenDb();

        var all = await db.InSegmentAsync(segment.Id, 10, CancellationToken.None);
        var one = await db.InSegmentAsync(segment.Id, 0, CancellationToken.None);

        var names = await db.People.ToDictionaryAsync(p => p.Id, p => p.FamilyName);
        Assert.Equal(["Lindqvist", "Novotná"], all!.Select(id => names[id]));
        Assert.Single(one!);
        Assert.Null(await db.InSegmentAsync(Id<Segment>.New(), 10, CancellationToken.None));
    }

    [Theory]
    [InlineData("group=Astronaut")]
    [InlineData("region=Africa'--")]
    [InlineData("gender=0);DROP TABLE people")]
    [InlineData("at=password_hash&dialogue=x")]
    [InlineData("sort_by=email desc;--")]
    [InlineData("q=' OR '1'='1")]
    [InlineData("q=%25")]
    [InlineData("country=ML' OR 1=1")]
    [InlineData("group=17")]
    [InlineData("at=99&dialogue=00000000-0000-0000-0000-000000000000")]
    public async Task Case_31_a_made_up_filter_is_neither_an_injection_nor_an_oracle(string query)
    {
        _ = await ThreeAsync();
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync("/organise/people?" + query);
        var export = await browser.GetAsync("/organise/people/export?" + query);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (page.Status, export.Status));
        // Either everybody, as if nothing had been asked, or nobody; never some whom a secret column would pick.
        Assert.Contains(page.All("tbody th a").Count, (int[])[0, 3]);
        Assert.EndsWith($": {page.All("tbody th a").Count} people", Assert.Single(export.All("#ask strong")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_55_no_cell_of_an_export_is_a_formula()
    {
        string[] corpus = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", " =1+1", "=cmd|' /C calc'!A0", "=HYPERLINK(\"https://evil.test\",\"x\")", "\"=1", "harmless, \"quoted\" and\u00a0é"];
        for (int i = 0; i < corpus.Length; i++) _ = await _given.PersonAsync(corpus[i], $"Diallo{i:D2}", $"p{i}@bassin.test", corpus[i]);
        using var exporter = await Exporter.OfAsync(host, _given);

        byte[] csv = await exporter.TakeAsync(_given);

        Assert.Equal([0xEF, 0xBB, 0xBF], csv[..3]);
        var lines = Spreadsheet.ReadCsv(Encoding.UTF8.GetString(csv[3..]));
        var cells = Spreadsheet.Read(Sheet.Xlsx(["Given name"], corpus.Select(c => (IReadOnlyList<string>)[PlainText.Fold(c)])));
        Assert.Equal(corpus.Length + 1, lines.Count);
        Assert.All(lines.SelectMany(l => l), AssertInert);
        Assert.All(cells.SelectMany(r => r), c => Assert.False(c.Formula));
        Assert.All(cells.SelectMany(r => r), c => AssertInert(c.Text));
        Assert.Equal(lines.Select(l => l[0]), cells.Select(r => r[0].Text));
        Assert.Equal(["'=1+1", "'+1", "'-1"], lines.Skip(1).Take(3).Select(l => l[0]));
        Assert.Equal("harmless, \"quoted\" and é", lines[^1][0]);
    }

    [Theory]
    [InlineData("\t=1+1", "' =1+1")]
    [InlineData("\r=1+1", "' =1+1")]
    [InlineData("\0=1+1", "' =1+1")]
    [InlineData("\n=1+1", "'\n=1+1")]
    [InlineData("a\0b", "a b")]
    [InlineData("Awa", "Awa")]
    [InlineData("", "")]
    public void Case_55_tab_return_and_nul_hide_no_formula(string cell, string written)
    {
        Assert.Equal(written, Sheet.Defused(cell));
        byte[] xlsx = Sheet.Xlsx(["Name"], [[cell]]);
        Assert.All(Spreadsheet.Read(xlsx).SelectMany(r => r), c => Assert.False(c.Formula));
    }

    [Fact]
    public async Task An_export_has_the_filter_of_the_page_and_comes_back_in_unchanged()
    {
        _ = await ThreeAsync();
        using var exporter = await Exporter.OfAsync(host, _given, "fr");
        var page = await exporter.Browser.GetAsync("/organise/people?region=Europe");
        string link = page.Document.QuerySelectorAll("main a").Single(a => a.TextContent == "Sortir cette liste").GetAttribute("href")!;
        Assert.Equal("/organise/people/export?region=Europe", link);

        byte[] csv = await exporter.TakeAsync(_given, link[link.IndexOf('?', StringComparison.Ordinal)..]);
        await using var db = host.OpenDb();
        var again = Given.Value(await new PeopleImport(db, host.Clock).PreviewAsync(Given.Value(PeopleFile.Decode(csv)), null, CancellationToken.None));

        Assert.Equal((2, 2), (again.Rows.Count, again.Count(ImportState.Same)));
    }

    [Fact]
    public async Task Nothing_public_and_nothing_of_the_invitee_shows_gender_or_region()
    {
        var series = await _given.SeriesAsync("water");
        var dialogue = await _given.DialogueAsync(series);
        var person = Given.Value(Person.New(new("Awa", "Diallo", "awa@bassin.test", "Bassin", StakeholderGroup.Institutions, "", Language.English, Gender.Woman, Region.Oceania), _given.Now));
        await _given.SaveAsync(person);
        var (invitation, token) = await _given.InvitationAsync(dialogue, person, i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        await using (var db = host.OpenDb())
        {
            var wishes = Enum.GetValues<ConsentPurpose>().Select(p => new Data.Consents.ConsentWish(p, true, new(Language.English, "x"))).ToList();
            _ = await Data.Consents.ConsentLedger.RecordAsync(db, invitation, dialogue, wishes, ConsentAct.By(ConsentSource.Link), _given.Now, CancellationToken.None);
        }

        using var browser = host.NewBrowser();
        foreach (string path in (string[])["/series/water", $"/i/{token}", "/"])
        {
            var page = await browser.GetAsync(path);
            Assert.Equal(HttpStatusCode.OK, page.Status);
            foreach (string word in (string[])["Woman", "Oceania", "woman", "oceania"]) Assert.DoesNotContain(word, page.Html, StringComparison.Ordinal);
        }

        Assert.Contains("Awa Diallo", (await browser.GetAsync("/series/water")).Text, StringComparison.Ordinal);
    }

    private static void AssertInert(string cell) =>
        Assert.False(cell.TrimStart().Length > 0 && "=+-@＝".Contains(cell.TrimStart()[0], StringComparison.Ordinal) && cell != "-", cell);

    private async Task<Dialogue> ThreeAsync()
    {
        var dialogue = await _given.DialogueAsync();
        Person Make(string given, string family, string country, Gender gender = Gender.NotSaid, Region? region = null) =>
            Given.Value(Person.New(new(given, family, $"{given}@people.test", "", StakeholderGroup.Academia, country, Language.English, gender, region), _given.Now));
        var (awa, jonas, hana) = (Make("Awa", "Diallo", "ML", Gender.Woman), Make("Jonas", "Lindqvist", "SE"), Make("Hana", "Novotná", "ML", region: Region.Europe));
        await _given.SaveAsync(awa, jonas, hana);
        _ = await _given.InvitationAsync(dialogue, awa, i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        _ = await _given.InvitationAsync(dialogue, jonas);
        return dialogue;
    }
}

internal static class MoreGiven
{
    public static async Task<Person> SaveNovakAsync(this Given given)
    {
        var person = Given.Value(Person.New(new("Petr", "Novák", "petr@reka.test", "", StakeholderGroup.Academia, "CZ", Language.English), given.Now));
        await given.SaveAsync(person);
        return person;
    }
}
