using System.Net;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Planning;

/// <summary>A day in the past, one that is very near, one that is off, and one that begins in the hour that the clocks skip.</summary>
public sealed class Days_at_the_edges(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task One_that_is_over_is_made_with_a_word_and_invites_nobody()
    {
        using var browser = await _given.SignedInAsync();
        var made = await MakeAsync(browser, -3);
        Assert.Equal(["The day is there. It is over already, so nobody can be invited to it."], made.All(".notice.ok p"));

        var person = await _given.PersonAsync();
        var refused = await browser.SubmitAsync(
            await browser.GetAsync(made.Path + "/invitations"), new Dictionary<string, object?> { ["ids"] = new[] { person.Id.ToString() } }, form: "main form[method=post]");

        Assert.Equal([Form.Sentence(host, "letter-day-is-over")], refused.Errors);
    }

    [Fact]
    public async Task One_that_is_near_says_until_when_answers_are_asked_for_and_which_reminders_are_past()
    {
        using var browser = await _given.SignedInAsync();

        var made = await MakeAsync(browser, 5);

        Assert.StartsWith("The day is there. It is so near that answers are asked for by", Assert.Single(made.All(".notice.ok p")), StringComparison.Ordinal);
        Assert.Equal(2, made.Text.Split("(past)").Length - 1);
    }

    [Fact]
    public async Task One_that_was_called_off_keeps_its_date_and_may_get_another_title()
    {
        var dialogue = await _given.DialogueAsync(with: d => d.Cancel(_given.Now));
        using var browser = await _given.SignedInAsync();
        string edit = $"/organise/dialogues/{dialogue.Id}/edit";

        var refused = await browser.SubmitAsync(await browser.GetAsync(edit), Form.Of(("Day", dialogue.Day.AddDays(1).ToString("yyyy-MM-dd"))), form: "form#day");
        var saved = await browser.SubmitAsync(await browser.GetAsync(edit), Form.Of(("TitleEn", "First day, corrected")), form: "form#day");

        Assert.Equal([Form.Sentence(host, "day-is-off")], refused.Errors);
        Assert.Equal((HttpStatusCode.OK, "First day, corrected"), (saved.Status, saved.Title));
        await using var db = host.OpenDb();
        Assert.Equal(dialogue.Day, (await db.Dialogues.SingleAsync()).Day);
    }

    [Fact]
    public async Task One_that_begins_in_the_hour_that_the_clocks_skip_is_told_so()
    {
        var series = await _given.SeriesAsync();
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/series/{series.Id}/dialogues/new"), Form.Of(
            ("TitleEn", "Night"), ("Day", "2027-03-28"), ("Begins", "02:15"), ("Ends", "03:00"), ("Zone", "Europe/Paris")));

        Assert.Equal([Form.Sentence(host, "hour-is-skipped")], page.Errors);
    }

    private async Task<Page> MakeAsync(Browser browser, int inDays)
    {
        var series = await _given.SeriesAsync();
        return await browser.SubmitAsync(await browser.GetAsync($"/organise/series/{series.Id}/dialogues/new"), Form.Of(
            ("TitleEn", "Day"), ("Day", DateOnly.FromDateTime(_given.Now.Date).AddDays(inDays).ToString("yyyy-MM-dd")), ("Venue", "Here")));
    }
}
