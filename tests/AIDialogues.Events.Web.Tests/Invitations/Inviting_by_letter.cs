using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Invitations;

public sealed class Inviting_by_letter(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task From_choosing_to_sent_takes_two_buttons_and_one_letter_each()
    {
        var dialogue = await _given.DialogueAsync();
        var awa = await _given.PersonAsync("Awa", "Diallo");
        var hana = await _given.PersonAsync("Hana", "Novotná", language: Language.English);
        _ = await _given.PersonAsync("Jonas", "Lindqvist");
        using var browser = await _given.SignedInAsync();

        var preview = await PrepareAsync(browser, dialogue, awa, hana);
        var sent = await browser.SubmitAsync(preview, form: "form.send");

        Assert.Equal("Send 2 letters (1 French, 1 English)", preview.All(".action-bar .primary").Single());
        Assert.Contains("2 letters are on their way (1 French, 1 English).", sent.Text, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        var letters = (await db.Letters.ToListAsync()).OrderBy(l => l.ToName, StringComparer.Ordinal).ToList();
        Assert.Equal(["Awa Diallo", "Hana Novotná"], letters.Select(l => l.ToName));
        Assert.Equal([Language.French, Language.English], letters.Select(l => l.Language));
        Assert.All(letters, l => Assert.Equal((LetterState.Queued, 2), (l.State, l.Body.Split("{link}").Length)));
        Assert.Equal(2, await db.Invitations.CountAsync(i => i.State == InvitationState.Invited));
    }

    [Fact]
    public async Task The_preview_shows_each_real_reader_in_their_language()
    {
        var dialogue = await _given.DialogueAsync();
        var awa = await _given.PersonAsync("Awa", "Diallo");
        var hana = await _given.PersonAsync("Hana", "Novotná", language: Language.English);
        using var browser = await _given.SignedInAsync();

        var first = await PrepareAsync(browser, dialogue, awa, hana);
        var second = await browser.GetAsync(first.One("a[rel=next]")!.GetAttribute("href")!);

        Assert.Equal("fr", first.One("article.letter")!.GetAttribute("lang"));
        Assert.Contains("Bonjour Awa Diallo,", first.One("article.letter")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("vendredi 30 avril 2027, de 9\u00a0h à 17\u00a0h\u00a030 (UTC+2)", first.One("article.letter")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("en", second.One("article.letter")!.GetAttribute("lang"));
        Assert.Contains("Dear Hana Novotná,", second.One("article.letter")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Friday 30 April 2027, from 9:00 to 17:30 (UTC+2)", second.One("article.letter")!.TextContent, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.Letters.CountAsync());
    }

    [Fact]
    public async Task Twenty_who_press_at_once_send_one_letter_each()
    {
        var dialogue = await _given.DialogueAsync();
        Person[] people = [await _given.PersonAsync("Awa", "Diallo"), await _given.PersonAsync("Hana", "Novotná"), await _given.PersonAsync("Jonas", "Lindqvist")];
        using var browser = await _given.SignedInAsync();
        var preview = await PrepareAsync(browser, dialogue, people);

        var pages = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => browser.SubmitAsync(preview, form: "form.send")));

        Assert.All(pages, page => Assert.Equal(HttpStatusCode.OK, page.Status));
        await using var db = host.OpenDb();
        Assert.Equal(3, await db.Letters.CountAsync());
        Assert.Equal(3, await db.Letters.Select(l => l.PersonId).Distinct().CountAsync());
        Assert.Equal(3, await db.Invitations.CountAsync());
    }

    [Fact]
    public async Task An_empty_field_names_the_people_and_nothing_leaves()
    {
        var dialogue = await _given.DialogueAsync();
        await _given.SaveAsync(Given.Value(LetterTemplate.New(dialogue.Id, LetterKind.Invitation, Language.French, "Pour {affiliation}", "{link}")));
        var awa = await _given.PersonAsync("Awa", "Diallo", affiliation: "");
        var jonas = await _given.PersonAsync("Jonas", "Lindqvist", affiliation: "Nord");
        using var browser = await _given.SignedInAsync();

        var preview = await PrepareAsync(browser, dialogue, awa, jonas);
        var forced = await browser.SubmitAsync(preview, form: "form.send");

        Assert.Equal(["The field “affiliation” has no value for: Awa Diallo."], preview.Errors);
        Assert.True(preview.One(".action-bar .primary")!.HasAttribute("disabled"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, forced.Status);
        await using var db = host.OpenDb();
        Assert.Equal((0, 0), (await db.Letters.CountAsync(), await db.Invitations.CountAsync()));
    }

    [Fact]
    public async Task What_changed_after_the_preview_is_shown_again_before_it_leaves()
    {
        var dialogue = await _given.DialogueAsync();
        var awa = await _given.PersonAsync("Awa", "Diallo");
        using var browser = await _given.SignedInAsync();
        var preview = await PrepareAsync(browser, dialogue, awa);
        await using var db = host.OpenDb();
        _ = await db.People.ExecuteUpdateAsync(p => p.SetProperty(x => x.GivenName, "Mariam"));

        var again = await browser.SubmitAsync(preview, form: "form.send");
        int before = await db.Letters.CountAsync();
        _ = await browser.SubmitAsync(again, form: "form.send");

        Assert.Equal(["The letters or the people changed after this preview, so nothing was sent. Look at them again."], again.Errors);
        Assert.Contains("Mariam", again.One("article.letter")!.TextContent, StringComparison.Ordinal);
        Assert.Equal(0, before);
        Assert.Equal("Mariam Diallo", (await db.Letters.SingleAsync()).ToName);
    }

    [Fact]
    public async Task Who_is_invited_already_gets_no_second_letter()
    {
        var dialogue = await _given.DialogueAsync();
        var awa = await _given.PersonAsync("Awa", "Diallo");
        var jonas = await _given.PersonAsync("Jonas", "Lindqvist");
        _ = await _given.InvitationAsync(dialogue, awa);
        using var browser = await _given.SignedInAsync();

        var preview = await PrepareAsync(browser, dialogue, awa, jonas);
        _ = await browser.SubmitAsync(preview, form: "form.send");

        Assert.Contains("1 of those chosen is invited already and gets no second letter.", preview.Text, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        Assert.Equal("Jonas Lindqvist", (await db.Letters.SingleAsync()).ToName);
    }

    [Fact]
    public async Task Nobody_chosen_and_too_many_chosen_are_each_one_sentence()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.PersonAsync();
        using var browser = await _given.SignedInAsync();

        var nobody = await browser.SubmitAsync(await browser.GetAsync(Board(dialogue)), form: "main form[method=post]");
        var many = await PostIdsAsync(browser, dialogue, [.. Enumerable.Range(0, 501).Select(_ => Guid.NewGuid().ToString())]);

        Assert.Equal(["Choose at least one person."], nobody.Errors);
        Assert.Equal(["Choose at most 500 people at once."], many.Errors);
    }

    [Fact]
    public async Task After_the_dialogue_nobody_is_invited()
    {
        var dialogue = await _given.DialogueAsync();
        var awa = await _given.PersonAsync();
        host.Clock.SetUtcNow(dialogue.EndsAt);
        using var browser = await _given.SignedInAsync();

        var page = await PostIdsAsync(browser, dialogue, [awa.Id.ToString()]);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.Letters.CountAsync());
    }

    [Fact]
    public async Task The_board_counts_each_state_and_filters_by_it()
    {
        var dialogue = await _given.DialogueAsync();
        var other = await _given.DialogueAsync();
        Person[] people = [.. await Task.WhenAll(Enumerable.Range(0, 6).Select(i => _given.PersonAsync("Awa", "Diallo" + i, $"awa{i}@bassin.test")))];
        _ = await _given.InvitationAsync(dialogue, people[0]);
        _ = await _given.InvitationAsync(dialogue, people[1], i => _ = i.Answer(true, dialogue, _given.Now));
        _ = await _given.InvitationAsync(dialogue, people[2], i => _ = i.Answer(false, dialogue, _given.Now));
        _ = await _given.InvitationAsync(dialogue, people[3], i => i.Withdraw());
        _ = await _given.InvitationAsync(other, people[4], i => _ = i.Answer(true, other, _given.Now));
        await LetterAsync(dialogue, people[5], l => l.Refused("550 no"));
        using var browser = await _given.SignedInAsync();

        var all = await browser.GetAsync(Board(dialogue));

        Assert.Equal(["Everybody 6", "Not invited yet 1", "No answer yet 2", "Accepted 1", "Undecided 0", "Declined 1", "Waiting list 0", "To verify 0", "Withdrawn 1", "Not delivered 1"], all.All("ul.filters a"));
        foreach (var (tab, name) in (IEnumerable<(string, string)>)[("NotInvited", "Awa Diallo4"), ("Accepted", "Awa Diallo1"), ("Declined", "Awa Diallo2"), ("Withdrawn", "Awa Diallo3"), ("NotDelivered", "Awa Diallo5")])
            Assert.Equal([name], (await browser.GetAsync($"{Board(dialogue)}?tab={tab}")).All("form[method=post] tbody th a"));
    }

    [Fact]
    public async Task The_board_of_one_and_of_three_takes_the_same_queries()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();
        await LetterAsync(dialogue, await _given.PersonAsync("Awa", "Diallo"), null);
        _ = await browser.GetAsync(Board(dialogue));
        int one = await QueriesAsync(browser, Board(dialogue));
        await LetterAsync(dialogue, await _given.PersonAsync("Hana", "Novotná"), null);
        _ = await _given.PersonAsync("Jonas", "Lindqvist");

        Assert.Equal(one, await QueriesAsync(browser, Board(dialogue)));
    }

    [Fact]
    public async Task All_on_a_page_are_chosen_without_script()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await _given.PersonAsync("Awa", "Diallo");
        _ = await _given.PersonAsync("Hana", "Novotná", language: Language.English);
        using var browser = await _given.SignedInAsync();

        var ticked = await browser.GetAsync(Board(dialogue) + "?ticked=true");
        var preview = await browser.SubmitAsync(ticked, form: "main form[method=post]");

        Assert.Equal("Send 2 letters (1 French, 1 English)", preview.All(".action-bar .primary").Single());
    }

    [Fact]
    public async Task A_withdrawn_invitation_takes_its_links_with_it()
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        using var browser = await _given.SignedInAsync();
        var page = await browser.GetAsync($"/organise/invitations/{invitation.Id}");

        var done = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => browser.SubmitAsync(page, form: "form[action*=Withdraw]")));

        Assert.Contains(done, p => p.Text.Contains("is withdrawn; its links no longer work.", StringComparison.Ordinal));
        Assert.DoesNotContain(done, p => (int)p.Status >= 500);
        await using var db = host.OpenDb();
        Assert.Equal(InvitationState.Withdrawn, (await db.Invitations.SingleAsync()).State);
        Assert.Equal(0, await db.PersonalLinks.CountAsync(l => l.RevokedAt == null));
        using var expert = host.NewBrowser();
        Assert.NotEqual(HttpStatusCode.OK, (await expert.GetAsync("/i/" + token)).Status);
    }

    [Fact]
    public async Task An_answer_that_came_by_telephone_is_recorded_once()
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Awa", "Diallo"));
        using var browser = await _given.SignedInAsync();
        var page = await browser.GetAsync($"/organise/invitations/{invitation.Id}");

        var saved = await browser.SubmitAsync(page, form: "form[action*=Answer]", button: "button[value=true]");
        _ = await browser.SubmitAsync(page, form: "form[action*=Answer]", button: "button[value=true]");
        host.Clock.SetUtcNow(dialogue.EndsAt);
        using var afterwards = await _given.SignedInAsync();
        var late = await afterwards.SubmitAsync(await afterwards.GetAsync(page.Path), form: "form[action*=Answer]", button: "button[value=false]");

        Assert.Contains("Awa Diallo is down as accepting.", saved.Text, StringComparison.Ordinal);
        Assert.Equal(["This dialogue is over, so answers can no longer be changed."], late.Errors);
        await using var db = host.OpenDb();
        var stored = await db.Invitations.SingleAsync();
        Assert.Equal((InvitationState.Accepted, EventsHost.Start), (stored.State, stored.AnsweredAt));
        Assert.Equal(0, await db.ConsentEvents.CountAsync());
    }

    private static string Board(Dialogue dialogue) => $"/organise/dialogues/{dialogue.Id}/invitations";

    private static async Task<Page> PrepareAsync(Browser browser, Dialogue dialogue, params Person[] people) => await browser.SubmitAsync(
        await browser.GetAsync(Board(dialogue)), new Dictionary<string, object?> { ["ids"] = people.Select(p => p.Id.ToString()).ToArray() }, form: "main form[method=post]");

    private async Task<Page> PostIdsAsync(Browser browser, Dialogue dialogue, string[] ids)
    {
        var board = await browser.GetAsync(Board(dialogue));
        return await browser.SubmitAsync(board, new Dictionary<string, object?> { ["ids"] = ids }, form: "main form[method=post]");
    }

    private async Task LetterAsync(Dialogue dialogue, Person person, Action<Letter>? then)
    {
        var invitation = Invitation.Of(person, dialogue, _given.Now);
        var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(person.Language, "Objet", "Texte {link}"), _given.Now);
        if (then is not null)
        {
            letter.Claim(_given.Now);
            then(letter);
        }

        await _given.SaveAsync(invitation, letter);
    }

    private static async Task<int> QueriesAsync(Browser browser, string path)
    {
        using var queries = new QueryCount();
        _ = await browser.GetAsync(path);
        return queries.Count;
    }
}
