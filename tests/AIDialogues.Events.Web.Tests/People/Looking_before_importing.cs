using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

/// <summary>What the preview points at before anything is saved: slipped columns, look-alikes, how it was last time.</summary>
public sealed class Looking_before_importing(EventsHost host) : IAsyncLifetime
{
    private const string Import = "/organise/people/import";

    private static readonly string[] Places = ["Bassin", "Nordland", "Riviera", "Montagne", "Delta", "Estuaire", "Plateau"];

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Forty_six_names_with_forty_four_affiliations_are_pointed_out_from_the_line_where_they_slipped()
    {
        // Two cells were removed, at the 12th and the 30th person, and those below moved up.
        string[] affiliations = [.. Enumerable.Range(0, 46).Where(i => i is not 11 and not 29).Select(Affiliation)];
        string list = "Name\tE-mail\tAffiliation\n" + string.Concat(Enumerable.Range(0, 46).Select(i => $"Expert Number{i}\te{i}@{Places[i % 7].ToLowerInvariant()}.test\t{affiliations.ElementAtOrDefault(i)}\n"));
        using var browser = await _given.SignedInAsync();

        var preview = await browser.SubmitAsync(await browser.GetAsync(Import), new { Text = list });
        _ = await browser.SubmitAsync(preview, button: ".action-bar .primary");

        // Line 1 holds the headings, so the 12th person stands in line 13; the first cell that speaks for somebody else's line is there or just below.
        Assert.Contains("46 names, but 44 in the column “Affiliation”. From line 14 on the cells seem to belong to another name. Nothing was moved", preview.Text, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        Assert.Equal(affiliations, (await db.People.ToListAsync()).OrderBy(p => int.Parse(p.Email[1..p.Email.IndexOf('@', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture)).Take(44).Select(p => p.Affiliation));
    }

    [Theory]
    [InlineData(46, 46)]
    [InlineData(3, 2)]
    public void A_list_that_is_whole_or_too_short_to_tell_is_not_suspected(int names, int affiliations) =>
        Assert.Empty(ColumnSlips.In(Given.Value(PeopleList.Read(List(names, affiliations, gap: -1)))));

    [Fact]
    public void Gaps_here_and_there_are_no_slip() => Assert.Empty(ColumnSlips.In(Given.Value(PeopleList.Read(List(20, 20, gap: 5)))));

    [Theory]
    [InlineData(46, 44, 4)]
    [InlineData(20, 18, 5)]
    public void Cells_that_are_missing_at_the_end_are_suspected_whatever_gap_stands_higher(int names, int affiliations, int gap)
    {
        var slip = ColumnSlips.In(Given.Value(PeopleList.Read(List(names, affiliations, gap)))).Single();

        Assert.Equal((new ColumnSlip(PersonField.Affiliation, names, affiliations - 1, null, 2), false), (slip, slip.IsMild));
    }

    [Fact]
    public void A_column_that_most_people_have_left_open_is_not_suspected_for_ending_early()
    {
        string list = "Name\tE-mail\tCountry\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"Expert Number{i}\te{i}@bassin.test\t{(i % 4 == 0 && i < 28 ? "ML" : "")}\n"));

        Assert.Empty(ColumnSlips.In(Given.Value(PeopleList.Read(list))));
    }

    [Fact]
    public async Task A_last_person_without_one_is_asked_about_and_nothing_is_called_wrong()
    {
        using var browser = await _given.SignedInAsync();

        var preview = await browser.SubmitAsync(await browser.GetAsync(Import), new { Text = List(46, 45, gap: -1) });

        Assert.Contains("The last person has nothing in the column “Affiliation”. If that is so, go on", preview.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong for everybody below", preview.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_last_cell_and_nothing_that_tells_where_is_the_milder_question()
    {
        var slip = ColumnSlips.In(Given.Value(PeopleList.Read("Name\tE-mail\tCountry\n" + string.Concat(Enumerable.Range(0, 10).Select(i => $"Expert Number{i}\te{i}@bassin.test\t{(i < 9 ? "ML" : "")}\n"))))).Single();

        Assert.Equal((new ColumnSlip(PersonField.Country, 10, 9, null, 1), true), (slip, slip.IsMild));
    }

    [Fact]
    public async Task Somebody_under_another_address_is_pointed_out_and_can_be_left_out()
    {
        var awa = await _given.PersonAsync("Bertrand", "de La Chapelle", "bertrand@bassin.test", "Autorité du bassin");
        using var browser = await _given.SignedInAsync();

        var preview = await browser.SubmitAsync(await browser.GetAsync(Import), new { Text = "Name;E-mail;Affiliation\nB. de la Chapelle;chapelle@bassin.test;Autorité du Bassin\nJonas Lindqvist;jonas@nord.test;Nord\nLINDQVIST Jonas;jl@nord.test;Nord" });
        var without = await browser.SubmitAsync(preview, new Dictionary<string, object?> { ["fix.2.Skip"] = "yes" }, button: ".action-bar .primary");
        int before = await CountAsync();
        _ = await browser.SubmitAsync(without, button: ".action-bar .primary");

        Assert.Contains("Perhaps already in the directory: Bertrand de La Chapelle (Autorité du bassin), bertrand@bassin.test.", preview.Text, StringComparison.Ordinal);
        Assert.Contains("Perhaps the same as line 3: Jonas Lindqvist (Nord), jonas@nord.test.", preview.Text, StringComparison.Ordinal);
        Assert.Equal($"/organise/people/{awa.Id}", preview.One("tbody a")!.GetAttribute("href"));
        Assert.Equal(("Import 3 people", 1, "Import 2 people"), (preview.All(".action-bar .primary").Single(), before, without.All(".action-bar .primary").Single()));
        Assert.Equal(3, await CountAsync());
    }

    [Fact]
    public async Task Columns_that_were_said_are_remembered_for_the_next_list_of_the_same_headings()
    {
        using var browser = await _given.SignedInAsync();
        const string First = "Name;E-mail;Remarks\nAwa Diallo;awa@bassin.test;Bassin\n";
        var preview = await browser.SubmitAsync(await browser.GetAsync(Import), new { Text = First });
        preview = await browser.SubmitAsync(preview, new Dictionary<string, object?> { ["Columns[2]"] = "Affiliation" });
        _ = await browser.SubmitAsync(preview, button: ".action-bar .primary");

        var next = await browser.SubmitAsync(await browser.GetAsync(Import), new { Text = "Name;E-mail;Remarks\nJonas Lindqvist;jonas@nord.test;Nord\n" });
        var other = await browser.SubmitAsync(await browser.GetAsync(Import), new { Text = "Name;E-mail;Comment\nJonas Lindqvist;jonas@nord.test;Nord\n" });

        Assert.Equal("Nord", next.One("tbody td[data-label=Affiliation]")!.TextContent);
        Assert.Contains("The columns are read as when a list like this was imported on", next.Text, StringComparison.Ordinal);
        Assert.Equal("", other.One("tbody td[data-label=Affiliation]")!.TextContent);
    }

    [Fact]
    public async Task Gender_and_region_are_read_in_both_languages_and_an_ambiguous_letter_is_asked_back()
    {
        using var browser = await _given.SignedInAsync();

        var preview = await browser.SubmitAsync(await browser.GetAsync(Import), new
        {
            Text = "Nom;Courriel;Genre;Région;Pays\nAwa Diallo;awa@bassin.test;Femme;;ML\nJonas Lindqvist;jonas@nord.test;man;Afrique;SE\nHana Novotná;hana@reka.test;F;;CZ",
        });
        _ = await browser.SubmitAsync(preview, button: ".action-bar .primary");

        Assert.Contains("“F” is not a gender we can read", preview.Text, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        Assert.Equal([(Gender.Woman, null, Region.Africa), (Gender.Man, Region.Africa, Region.Africa)], (await db.People.OrderBy(p => p.Email).ToListAsync()).Select(p => (p.Gender, p.OwnRegion, p.Region)));
    }

    private static string Affiliation(int i) => $"Agence {Places[i % 7]}";

    private static string List(int names, int affiliations, int gap) => "Name\tE-mail\tAffiliation\n" + string.Concat(
        Enumerable.Range(0, names).Select(i => $"Expert Number{i}\te{i}@{Places[i % 7].ToLowerInvariant()}.test\t{(i < affiliations && i != gap ? Affiliation(i) : "")}\n"));

    private async Task<int> CountAsync()
    {
        await using var db = host.OpenDb();
        return await db.People.CountAsync();
    }
}
