using System.Net;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Planning;

public sealed class Planning_a_series(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Begins_with_an_empty_list_that_says_what_a_series_is()
    {
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync("/organise");

        Assert.Equal("No series yet", page.One(".empty h2")?.TextContent);
        Assert.NotNull(page.One(".empty a[href='/organise/series/new']"));
        Assert.Empty(page.All(".card"));
    }

    [Fact]
    public async Task Makes_the_address_from_the_title()
    {
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/organise/series/new"), Form.Of(
            ("TitleEn", "Eau & sécurité: 2027"), ("TitleFr", "Eau et sécurité"), ("PurposeEn", "Who decides?"), ("Organisation", "Institut  Méridien")));

        Assert.Equal("Eau & sécurité: 2027", page.Title);
        await using var db = host.OpenDb();
        var series = await db.Series.SingleAsync();
        Assert.Equal(("eau-securite-2027", "Eau et sécurité", "Who decides?", "Institut Méridien", false), (series.Slug, series.Title.Fr, series.Purpose.En, series.Organisation, series.IsPublic));
    }

    [Fact]
    public async Task Refuses_an_address_that_is_taken_and_keeps_what_was_typed()
    {
        _ = await _given.SeriesAsync("water");
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/organise/series/new"), Form.Of(
            ("TitleEn", "Water again"), ("PurposeFr", "L’eau d’abord"), ("Slug", "water")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal([Form.Sentence(host, "series-slug-taken")], page.Errors);
        Assert.Equal(("Water again", "water", "L’eau d’abord"), (Form.Value(page, "TitleEn"), Form.Value(page, "Slug"), page.One("#Form_PurposeFr")!.TextContent));
        await using var db = host.OpenDb();
        Assert.Equal(1, await db.Series.CountAsync());
    }

    [Theory]
    [InlineData("", "", "title-missing")]
    [InlineData("Water", "Not An Address", "series-slug-not-valid")]
    [InlineData("水", "", "series-slug-not-valid")] // no address can be proposed from it: one must be typed
    public async Task Refuses_what_is_no_series(string title, string slug, string code)
    {
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync("/organise/series/new"), Form.Of(("TitleEn", title), ("Slug", slug)));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal([Form.Sentence(host, code)], page.Errors);
    }

    [Fact]
    public async Task Makes_one_series_of_a_double_click()
    {
        using var browser = await _given.SignedInAsync();
        var form = await browser.GetAsync("/organise/series/new");

        var pages = await Task.WhenAll(browser.SubmitAsync(form, Form.Of(("TitleEn", "Water"))), browser.SubmitAsync(form, Form.Of(("TitleEn", "Water"))));

        Assert.All(pages, page => Assert.Equal((HttpStatusCode.OK, "Water"), (page.Status, page.Title)));
        await using var db = host.OpenDb();
        Assert.Equal(1, await db.Series.CountAsync());
    }

    [Fact]
    public async Task Shows_a_card_with_days_and_counts()
    {
        var series = await _given.SeriesAsync("water");
        var (dialogue, second) = (await _given.DialogueAsync(series), await _given.DialogueAsync(series));
        var ana = await _given.PersonAsync("Ana", "Costa");
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => i.Answer(true, dialogue, _given.Now));
        _ = await _given.InvitationAsync(dialogue, ana);
        // Invited to both days, and one person all the same.
        _ = await _given.InvitationAsync(second, ana);
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Ivo", "Horak"), i => i.Withdraw());
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync("/organise");

        Assert.Equal(["Water and security 30 Apr 2027 · 30 Apr 2027 2 people invited · 1 acceptance Public page on"], page.All(".card"));
    }

    [Fact]
    public async Task Changes_every_text_and_never_the_address()
    {
        var series = await _given.SeriesAsync("water");
        using var browser = await _given.SignedInAsync();
        var form = await browser.GetAsync($"/organise/series/{series.Id}/edit");
        Assert.Null(form.One("#Form_Slug"));

        var page = await browser.SubmitAsync(form, Form.Of(("TitleFr", "L’eau"), ("Organisation", "Institut Sud")));

        Assert.Equal($"/organise/series/{series.Id}", page.Path);
        await using var db = host.OpenDb();
        var saved = await db.Series.SingleAsync();
        Assert.Equal(("water", "Water and security", "L’eau", "Institut Sud"), (saved.Slug, saved.Title.En, saved.Title.Fr, saved.Organisation));
    }

    [Fact]
    public async Task Says_when_somebody_else_was_faster_and_keeps_both_texts()
    {
        var series = await _given.SeriesAsync();
        using var browser = await _given.SignedInAsync();
        var mine = await browser.GetAsync($"/organise/series/{series.Id}/edit");
        _ = await browser.SubmitAsync(await browser.GetAsync($"/organise/series/{series.Id}/edit"), Form.Of(("TitleEn", "Theirs")));

        var page = await browser.SubmitAsync(mine, Form.Of(("TitleEn", "Mine")));

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal([Form.Sentence(host, "changed-meanwhile")], page.Errors);
        Assert.Equal("Mine", Form.Value(page, "TitleEn"));
        await using var db = host.OpenDb();
        Assert.Equal("Theirs", (await db.Series.SingleAsync()).Title.En);
    }

    [Fact]
    public async Task Puts_the_public_page_on_and_off()
    {
        var series = await _given.SeriesAsync("water", isPublic: false);
        using var browser = await _given.SignedInAsync();
        using var reader = host.NewBrowser();
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/series/water")).Status);

        var on = await browser.SubmitAsync(await browser.GetAsync($"/organise/series/{series.Id}"), form: "aside form");
        Assert.NotNull(on.One("a[href='/series/water']"));
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync("/series/water")).Status);

        _ = await browser.SubmitAsync(on, form: "aside form");
        Assert.Equal(HttpStatusCode.NotFound, (await reader.GetAsync("/series/water")).Status);
    }

    [Fact]
    public async Task Shows_its_days_as_a_timeline()
    {
        var series = await _given.SeriesAsync();
        _ = await _given.DialogueAsync(series);
        _ = await _given.DialogueAsync(series, d => Assert.Null(d.Change(Form.Day(d) with { Title = new("Past day", ""), Day = new(2027, 2, 1), AnswerBy = new(2027, 1, 15) })));
        using var browser = await _given.SignedInAsync();

        var page = await browser.GetAsync($"/organise/series/{series.Id}");

        Assert.Equal(["Past day", "First day"], page.All(".timeline h3"));
        Assert.Equal(["past", "next"], page.Document.QuerySelectorAll(".timeline > li").Select(li => li.ClassName));
    }

    [Theory]
    [InlineData("/organise")]
    [InlineData("/organise/series/new")]
    [InlineData("/organise/series/{series}")]
    [InlineData("/organise/series/{series}/edit")]
    [InlineData("/organise/series/{series}/dialogues/new")]
    [InlineData("/organise/dialogues/{dialogue}")]
    [InlineData("/organise/dialogues/{dialogue}/edit")]
    [InlineData("/organise/dialogues/{dialogue}/participants")]
    [InlineData("/organise/dialogues/{dialogue}/checkin")]
    [InlineData("/organise/dialogues/{dialogue}/sessions/new")]
    [InlineData("/organise/sessions/{session}")]
    public async Task Is_for_organisers_only(string path)
    {
        var dialogue = await _given.DialogueAsync();
        path = path.Replace("{series}", dialogue.SeriesId.ToString(), StringComparison.Ordinal).Replace("{dialogue}", dialogue.Id.ToString(), StringComparison.Ordinal)
            .Replace("{session}", dialogue.Sessions[0].Id.ToString(), StringComparison.Ordinal);
        using var organiser = await _given.SignedInAsync();
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        using var nobody = host.NewBrowser();

        Assert.Equal(HttpStatusCode.OK, (await organiser.GetAsync(path)).Status);
        Assert.StartsWith("/account/denied", (await rapporteur.GetAsync(path)).Path, StringComparison.Ordinal);
        Assert.StartsWith("/account/signin", (await nobody.GetAsync(path)).Path, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Does_not_know_a_made_up_id()
    {
        using var browser = await _given.SignedInAsync();

        foreach (string path in (string[])["series/{0}", "series/{0}/edit", "series/{0}/dialogues/new", "dialogues/{0}", "dialogues/{0}/edit", "dialogues/{0}/checkin", "dialogues/{0}/participants", "dialogues/{0}/sessions/new", "sessions/{0}"])
            Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/organise/" + string.Format(path, Guid.NewGuid()))).Status);
    }
}
