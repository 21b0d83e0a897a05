using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.People;

public sealed class Importing_people(EventsHost host) : IAsyncLifetime
{
    private const string Import = "/organise/people/import";

    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Forty_six_pasted_rows_take_two_buttons()
    {
        using var browser = await _given.SignedInAsync();

        var preview = await browser.SubmitAsync(await browser.GetAsync(Import), new { Text = Rows(46) });
        int before = await CountAsync();
        var done = await browser.SubmitAsync(preview, button: "button.primary");

        Assert.Equal("Import 46 people", preview.All(".action-bar .primary").Single());
        Assert.Equal(46, preview.All("tbody tr.new").Count);
        Assert.Equal(0, before);
        Assert.Equal(46, await CountAsync());
        Assert.Equal("/organise/people/imports", done.Path);
        Assert.Contains("Added: 46. Updated: 0. As before: 0. Left out: 0.", done.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_line_says_what_will_become_of_it()
    {
        _ = await _given.PersonAsync("Awa", "Diallo", "awa@bassin.test", "Agence du bassin");
        _ = await _given.PersonAsync("Hana", "Novotná", "hana@reka.test", "Institut");
        using var browser = await _given.SignedInAsync();

        var preview = await browser.SubmitAsync(await browser.GetAsync(Import), new
        {
            Text = "Name;E-mail;Affiliation\nAwa Diallo;awa@bassin.test;Autorité du bassin\nHana Novotná;hana@reka.test;\nJonas Lindqvist;jonas@nord.test;Nord\nJ. Lindqvist;jonas@nord.test;Nord\nPedro Quispe;pedro@;Coop",
        });

        Assert.Equal(["Update", "As before", "New", "Duplicate", "Error"], preview.All("tbody .badge"));
        Assert.Contains("Affiliation: “Agence du bassin” becomes “Autorité du bassin”.", preview.Text, StringComparison.Ordinal);
        Assert.Contains("Jonas Lindqvist in line 4 has the same address.", preview.Text, StringComparison.Ordinal);
        Assert.Contains("“pedro@” is not an e-mail address.", preview.Text, StringComparison.Ordinal);
        Assert.Equal("Import 2 people", preview.All(".action-bar .primary").Single());
    }

    [Fact]
    public async Task A_wrong_line_is_put_right_in_place_and_shown_again_before_it_is_saved()
    {
        using var browser = await _given.SignedInAsync();
        var preview = await browser.SubmitAsync(await browser.GetAsync(Import), new { Text = "Jonas Lindqvist\tjonas@nord\tNord\nAwa Diallo\tawa@bassin.test\tBassin" });

        var corrected = await browser.SubmitAsync(preview, new Dictionary<string, object?> { ["fix.1.Email"] = "jonas@nord.test" }, button: ".action-bar .primary");
        int between = await CountAsync();
        _ = await browser.SubmitAsync(corrected, button: ".action-bar .primary");

        Assert.Equal("Import 1 person", preview.All(".action-bar .primary").Single());
        Assert.Equal(0, between);
        Assert.Equal("Import 2 people", corrected.All(".action-bar .primary").Single());
        Assert.Equal(["awa@bassin.test", "jonas@nord.test"], await AddressesAsync());
    }

    [Fact]
    public async Task Lines_with_mistakes_left_as_they_are_do_not_stop_the_others()
    {
        using var browser = await _given.SignedInAsync();
        var preview = await browser.SubmitAsync(await browser.GetAsync(Import), new { Text = "Nom;Courriel;Groupe;Pays;Langue\n;awa@;Astronautes;Atlantide;Klingon\nJonas Lindqvist;jonas@nord.test;;SE;" });

        var done = await browser.SubmitAsync(preview, button: ".action-bar .primary");

        Assert.Contains("Added: 1. Updated: 0. As before: 0. Left out: 1.", done.Text, StringComparison.Ordinal);
        Assert.Equal(["jonas@nord.test"], await AddressesAsync());
    }

    [Fact]
    public async Task Columns_can_be_said_otherwise()
    {
        using var browser = await _given.SignedInAsync();
        var preview = await browser.SubmitAsync(await browser.GetAsync(Import), new { Text = "Awa Diallo;awa@bassin.test;Autorité Bassin" });

        var other = await browser.SubmitAsync(preview, new Dictionary<string, object?> { ["Columns[0]"] = "Affiliation", ["Columns[2]"] = "FullName" });

        Assert.Equal("Autorité Bassin", other.All("tbody th").Single());
    }

    [Theory]
    [InlineData("nothing here but words", "No column with e-mail addresses was found; each person needs one.")]
    [InlineData("\"Awa;awa@bassin.test\nJonas;jonas@nord.test", "A quotation mark opened in line 1 is never closed, or a cell there is far too long. Correct that line.")]
    [InlineData("", "The list has no people in it yet; paste one or choose a file.")]
    public async Task A_list_that_cannot_be_read_gets_one_sentence_and_stays(string text, string sentence)
    {
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync(Import), new { Text = text });

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal([sentence], page.Errors);
        Assert.Equal(text, page.One("#Text")!.TextContent.TrimStart('\n'));
    }

    [Fact]
    public async Task Case_50_ten_megabytes_pasted_or_as_a_file_get_one_sentence_and_the_paste_stays()
    {
        using var browser = await _given.SignedInAsync();
        var page = await browser.GetAsync(Import);
        string big = string.Concat(Enumerable.Repeat("Awa Diallo;awa@bassin.test\n", 400_000));

        var pasted = await browser.SubmitAsync(page, new { Text = big });
        using var form = new MultipartFormDataContent
        {
            { new StringContent(page.One("input[name=__RequestVerificationToken]")!.GetAttribute("value")!), "__RequestVerificationToken" },
            { new StringContent("kept as it was"), "Text" },
            { new ByteArrayContent(new byte[10_000_000]), "Upload", "list.csv" },
        };
        var uploaded = await browser.Http.PostAsync(Import, form);
        string html = await uploaded.Content.ReadAsStringAsync();

        Assert.Equal(["The list is larger than 2 MB; split it and import the parts one after the other."], pasted.Errors);
        Assert.Equal(big.Length, pasted.One("#Text")!.TextContent.TrimStart('\n').ReplaceLineEndings("\n").Length);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, uploaded.StatusCode);
        Assert.Contains("The list is larger than 2 MB", html, StringComparison.Ordinal);
        Assert.Contains("kept as it was", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_double_click_imports_once()
    {
        using var browser = await _given.SignedInAsync();
        var preview = await browser.SubmitAsync(await browser.GetAsync(Import), new { Text = Rows(20) });

        var done = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => browser.SubmitAsync(preview, button: ".action-bar .primary")));

        Assert.All(done, page => Assert.Equal(HttpStatusCode.OK, page.Status));
        Assert.Equal(20, await CountAsync());
    }

    [Fact]
    public async Task An_address_that_somebody_adds_at_this_moment_is_one_sentence_and_nothing_is_imported()
    {
        await using var other = host.OpenDb();
        await using var transaction = await other.Database.BeginTransactionAsync();
        _ = other.Add(Given.Value(Person.New(new("Awa", "Diallo", "awa@bassin.test", "", StakeholderGroup.Academia, "", Language.French), _given.Now)));
        _ = await other.SaveChangesAsync();
        await using var db = host.OpenDb();

        var import = new PeopleImport(db, host.Clock).ImportAsync("Jonas Lindqvist;jonas@nord.test\nAwa Diallo;awa@bassin.test", null, CancellationToken.None);
        await WaitForALockAsync();
        await transaction.CommitAsync();

        Assert.True((await import).Refused(out var refusal, out _));
        Assert.Equal("list-added-meanwhile", refusal.Code);
        Assert.Equal(["awa@bassin.test"], await AddressesAsync());
    }

    [Fact]
    public async Task Ten_thousand_rows_take_as_many_queries_to_look_as_one_and_are_added_in_one_go()
    {
        await using var db = host.OpenDb();
        var import = new PeopleImport(db, host.Clock);
        int one, all;
        using (var queries = new QueryCount())
        {
            _ = Given.Value(await import.PreviewAsync(Rows(1), null, CancellationToken.None));
            one = queries.Count;
            _ = Given.Value(await import.PreviewAsync(Rows(10_000), null, CancellationToken.None));
            all = queries.Count - one;
        }

        var outcome = Given.Value(await import.ImportAsync(Rows(10_000), null, CancellationToken.None));

        // How such a list was read last time, who has these addresses, and the directory for those who look alike.
        Assert.Equal((3, 3), (one, all));
        Assert.Equal((10_000, 0, 0, 0), (outcome.Added, outcome.Updated, outcome.Unchanged, outcome.LeftOut));
        Assert.Equal(10_000, await CountAsync());
    }

    private static string Rows(int count) => "Name;E-mail;Affiliation;Group;Country;Language\n"
        + string.Concat(Enumerable.Range(1, count).Select(i => $"Awa Diallo{i};awa{i}@bassin.test;Autorité {i};ONG;ML;fr\n"));

    private async Task<int> CountAsync()
    {
        await using var db = host.OpenDb();
        return await db.People.CountAsync();
    }

    private async Task<IReadOnlyList<string>> AddressesAsync()
    {
        await using var db = host.OpenDb();
        return await db.People.OrderBy(p => p.Email).Select(p => p.Email).ToListAsync();
    }

    // Until the import waits for the other's row: a condition, not a while.
    private async Task WaitForALockAsync()
    {
        await using var db = host.OpenDb();
        while (await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'").SingleAsync() == 0) await Task.Yield();
    }
}
