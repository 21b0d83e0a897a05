using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Planning;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Checking_in;

public sealed class Checking_people_in(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("elo", new[] { "Éloïse Œuvrard" })]
    [InlineData("ÉLOÏSE", new[] { "Éloïse Œuvrard" })]
    [InlineData("oeu", new[] { "Éloïse Œuvrard" })]
    [InlineData("dia", new[] { "Awa Diallo" })]
    [InlineData("di m", new[] { "Dirk Meyer" })]
    [InlineData("diallo aw", new[] { "Awa Diallo" })]
    [InlineData("allo", new string[0])]
    [InlineData("d", new string[0])]
    [InlineData("di", new string[0])]
    [InlineData(" é ", new string[0])]
    [InlineData("%", new string[0])]
    [InlineData("__", new string[0])]
    [InlineData("", new string[0])]
    public async Task Case_29_finds_names_by_three_letters_without_accents_and_shows_nobody_else(string query, string[] names)
    {
        var dialogue = await TodayAsync();
        foreach (var (given, family) in ((string, string)[])[("Éloïse", "Œuvrard"), ("Awa", "Diallo"), ("Dirk", "Meyer"), ("Ivo", "Horak")])
            _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(given, family));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Dina", "Withdrawn"), i => i.Withdraw());
        _ = await _given.PersonAsync("Didier", "Uninvited");
        using var browser = await _given.SignedInAsync();

        var page = await FindAsync(browser, dialogue, query);

        Assert.Equal(names, page.All(".arrivals .name"));
        if (names.Length == 0) Assert.DoesNotContain("Diallo", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Horak", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Case_29_shows_five_at_most_and_says_that_there_are_more()
    {
        var dialogue = await TodayAsync();
        for (int i = 0; i < 21; i++) _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Ana", $"Sall{(char)('a' + i)}"));
        using var browser = await _given.SignedInAsync();

        Assert.Equal(5, (await FindAsync(browser, dialogue, "sal")).All(".arrivals .name").Count);
        _ = Assert.Single((await FindAsync(browser, dialogue, "sallu")).All(".arrivals .name"));
    }

    [Fact]
    public async Task Counts_everybody_once_and_takes_it_back()
    {
        var dialogue = await TodayAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => i.Answer(true, dialogue, _given.Now));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Ivo", "Horak"), i => i.Answer(true, dialogue, _given.Now));
        using var browser = await _given.SignedInAsync();
        var found = await FindAsync(browser, dialogue, "dia");
        Assert.Equal("0", found.One(".tally")!.TextContent);

        var here = await browser.SubmitAsync(found, form: ".arrivals form");
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        var twice = await browser.SubmitAsync(found, form: ".arrivals form");

        Assert.Equal("Awa Diallo is here.", here.One(".notice p")!.TextContent);
        Assert.Equal("1", twice.One(".tally")!.TextContent);
        Assert.Equal(["Here since 10:00"], twice.All(".arrivals .badge.ok"));
        await using (var db = host.OpenDb()) Assert.Equal(EventsHost.Start, (await db.Invitations.SingleAsync(i => i.CheckedInAt != null)).CheckedInAt);

        var undone = await browser.SubmitAsync(twice, form: ".arrivals form");
        Assert.Equal("0", undone.One(".tally")!.TextContent);
        Assert.Equal(["Check in"], undone.All(".arrivals button"));
    }

    [Fact]
    public async Task Takes_one_check_in_of_two_doors_at_once()
    {
        var dialogue = await TodayAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        using var browser = await _given.SignedInAsync();
        var found = await FindAsync(browser, dialogue, "dia");

        var pages = await Task.WhenAll(browser.SubmitAsync(found, form: ".arrivals form"), browser.SubmitAsync(found, form: ".arrivals form"), browser.SubmitAsync(found, form: ".arrivals form"));

        Assert.All(pages, page => Assert.Equal((HttpStatusCode.OK, "1"), (page.Status, page.One(".tally")!.TextContent)));
    }

    [Fact]
    public async Task Lets_in_who_was_invited_and_never_answered()
    {
        var dialogue = await TodayAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await FindAsync(browser, dialogue, "dia"), form: ".arrivals form");

        Assert.Equal("1", page.One(".tally")!.TextContent);
        await using var db = host.OpenDb();
        Assert.Equal(InvitationState.Invited, (await db.Invitations.SingleAsync()).State); // being here is not an answer
    }

    [Fact]
    public async Task Is_refused_before_the_day()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await FindAsync(browser, dialogue, "dia"), form: ".arrivals form");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal([Form.Sentence(host, "too-early-to-check-in")], page.Errors);
        Assert.Equal(["Awa Diallo"], page.All(".arrivals .name"));
        await using var db = host.OpenDb();
        Assert.Null((await db.Invitations.SingleAsync()).CheckedInAt);
    }

    [Fact]
    public async Task Does_not_take_an_invitation_to_another_day()
    {
        var today = await TodayAsync();
        _ = await _given.InvitationAsync(today, await _given.PersonAsync());
        var other = await TodayAsync();
        using var browser = await _given.SignedInAsync();
        var found = await FindAsync(browser, today, "dia");

        using var response = await browser.Http.PostAsync($"/organise/dialogues/{other.Id}/checkin?handler=CheckIn", new FormUrlEncodedContent(
            found.Document.QuerySelectorAll(".arrivals input").Select(i => new KeyValuePair<string, string>(i.GetAttribute("name")!, i.GetAttribute("value")!))));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        await using var db = host.OpenDb();
        Assert.Null((await db.Invitations.SingleAsync()).CheckedInAt);
    }

    private static async Task<Page> FindAsync(Browser browser, Dialogue dialogue, string words) =>
        await browser.SubmitAsync(await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/checkin"), new { q = words }, form: "form.find");

    private Task<Dialogue> TodayAsync() => _given.DialogueAsync(with: d =>
        Assert.Null(d.Change(Form.Day(d) with { Day = DateOnly.FromDateTime(_given.Now.Date), AnswerBy = DateOnly.FromDateTime(_given.Now.Date) })));
}
