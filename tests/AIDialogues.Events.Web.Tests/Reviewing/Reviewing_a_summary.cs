using System.Net;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Reviewing;

public sealed class Reviewing_a_summary(EventsHost host) : IAsyncLifetime
{
    private const string Leak = "As Awa Diallo said, the basin needs one record.";
    private const string Clean = "Publish flow data with a delay of one month.";

    private readonly Given _given = new(host);
    private Series _series = null!;
    private Summary _summary = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _series = await _given.SeriesAsync("water");
        var dialogue = await _given.DialogueAsync(_series);
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        var session = dialogue.Sessions[0];
        _summary = Summary.Request(session.Id, Language.English, host.Clock.GetUtcNow());
        _summary.Assemble([new(session.Themes[0].Id, PointKind.View, Leak, Flagged: true), new(session.Themes[0].Id, PointKind.Proposal, Clean, Flagged: false)]);
        await _given.SaveAsync(_summary);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Marks_the_words_that_point_at_somebody_and_says_why()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);

        var page = await rapporteur.GetAsync($"/report/summaries/{_summary.Id}");

        Assert.Contains("Awa Diallo", page.One("mark.leak")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("is the name of somebody who was invited.", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_while_a_warning_is_open()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var page = await rapporteur.GetAsync($"/report/summaries/{_summary.Id}");

        var refused = await rapporteur.SubmitAsync(page, form: ".action-bar form");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["Warnings still open: 1. Reword, set aside or mark each as harmless first."], refused.Errors);
    }

    [Fact]
    public async Task Then_publishing_puts_the_reworded_text_on_the_public_page_and_the_leak_nowhere()
    {
        using var organiser = await _given.SignedInAsync();
        var page = await RewordAsync(organiser, "One record for the basin would help.");
        page = await organiser.SubmitAsync(page, form: ".action-bar form");
        page = await organiser.SubmitAsync(page, form: ".action-bar form");
        Assert.Equal("The summary is on the public page.", page.One(".notice")!.TextContent.Trim());

        using var reader = host.NewBrowser();
        var series = await reader.GetAsync("/series/water");
        var summary = await reader.GetAsync(series.One(".files a")!.GetAttribute("href")!);
        string markdown = await reader.Http.GetStringAsync($"/series/water/summaries/{_summary.Id}.md");
        string html = await reader.Http.GetStringAsync($"/series/water/summaries/{_summary.Id}.html");

        Assert.All([summary.Html, markdown, html], text =>
        {
            Assert.Contains("One record for the basin would help.", text, StringComparison.Ordinal);
            Assert.Contains(Clean, text, StringComparison.Ordinal);
            Assert.DoesNotContain("Diallo", text, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task New_words_are_screened_again()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);

        _ = await RewordAsync(rapporteur, "The point came from A. Diallo.");

        Assert.Equal(1, (await StoredAsync()).OpenFindings);
    }

    [Fact]
    public async Task Publishing_screens_once_more_because_somebody_may_have_been_invited_since()
    {
        using var organiser = await _given.SignedInAsync();
        var page = await RewordAsync(organiser, "One record for the Lindqvist basin would help.");
        page = await organiser.SubmitAsync(page, form: ".action-bar form");
        Assert.Equal(SummaryState.Reviewed, (await StoredAsync()).State);
        await using (var db = host.OpenDb()) _ = await _given.InvitationAsync(await db.Dialogues.SingleAsync(), await _given.PersonAsync("Jonas", "Lindqvist"));

        var refused = await organiser.SubmitAsync(page, form: ".action-bar form");

        Assert.Equal(["Warnings still open: 1. Reword, set aside or mark each as harmless first."], refused.Errors);
        Assert.Equal(SummaryState.Reviewed, (await StoredAsync()).State);
    }

    [Fact]
    public async Task An_answer_to_a_warning_holds_only_for_the_words_it_was_given_for()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var item = _summary.Items.Single(i => i.IsFlagged);
        var page = await rapporteur.GetAsync($"/report/summaries/{_summary.Id}");
        page = await rapporteur.SubmitAsync(page, new { harmless = "true" }, form: $"#item-{item.Id} form");
        Assert.Equal(0, (await StoredAsync()).OpenFindings);

        _ = await rapporteur.SubmitAsync(page, new { harmless = "true", words = "Awa Diallo and her ministry want one record." }, form: $"#item-{item.Id} form");

        Assert.Equal(1, (await StoredAsync()).OpenFindings);
    }

    [Fact]
    public async Task Nobody_approves_words_that_changed_under_their_eyes()
    {
        using var first = await _given.SignedInAsync(StaffRoles.Rapporteur);
        using var second = await _given.SignedInAsync(StaffRoles.Rapporteur);
        _ = await RewordAsync(first, "One record would help.");
        var seen = await first.GetAsync($"/report/summaries/{_summary.Id}");
        _ = await RewordAsync(second, "One record for the basin would help.");

        var approved = await first.SubmitAsync(seen, form: ".action-bar form");
        var reworded = await first.SubmitAsync(seen, new { words = "Words of the first." }, form: $"#item-{_summary.Items.Single(i => i.IsFlagged).Id} form");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, HttpStatusCode.UnprocessableEntity), (approved.Status, reworded.Status));
        Assert.Equal(SummaryState.Draft, (await StoredAsync()).State);
        Assert.Contains((await StoredAsync()).Items, i => i.Words == "One record for the basin would help.");
        // What was typed is still in its field, and the other's words are beside it.
        Assert.Contains("Words of the first.", reworded.All("textarea"));
        Assert.Contains("One record for the basin would help.", reworded.All(".statement"));
    }

    [Fact]
    public async Task Publishing_is_for_organisers()
    {
        using var rapporteur = await _given.SignedInAsync(StaffRoles.Rapporteur);
        var page = await RewordAsync(rapporteur, "One record for the basin would help.");
        page = await rapporteur.SubmitAsync(page, form: ".action-bar form");

        Assert.Null(page.One("form[action*='Publish']"));
        var token = page.One("input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var forced = await rapporteur.Http.PostAsync($"/report/summaries/{_summary.Id}?handler=Publish", new FormUrlEncodedContent([new("__RequestVerificationToken", token)]));

        Assert.Equal("/account/denied", forced.Headers.Location!.AbsolutePath);
        Assert.Equal(SummaryState.Reviewed, (await StoredAsync()).State);
    }

    [Fact]
    public async Task A_draft_is_on_no_public_address()
    {
        using var reader = host.NewBrowser();

        var page = await reader.GetAsync($"/series/water/summaries/{_summary.Id}");
        var file = await reader.Http.GetAsync($"/series/water/summaries/{_summary.Id}.md");

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (page.Status, file.StatusCode));
        Assert.DoesNotContain("basin", page.Html, StringComparison.Ordinal);
    }

    private async Task<Page> RewordAsync(Browser browser, string words)
    {
        var item = _summary.Items.Single(i => i.IsFlagged);
        return await browser.SubmitAsync(await browser.GetAsync($"/report/summaries/{_summary.Id}"), new { words }, form: $"#item-{item.Id} form");
    }

    private async Task<Summary> StoredAsync()
    {
        await using var db = host.OpenDb();
        return await db.Summaries.Include(s => s.Items).SingleAsync(s => s.Id == _summary.Id);
    }
}
