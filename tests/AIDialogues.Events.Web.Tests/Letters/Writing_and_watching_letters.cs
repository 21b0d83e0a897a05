using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Letters;

public sealed class Writing_and_watching_letters(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(LetterKind.Invitation, Language.English, "Dear {given_name}")]
    [InlineData(LetterKind.Invitation, Language.French, "Bonjour {given_name}")]
    [InlineData(LetterKind.Reminder, Language.English, "Dear {given_name}")]
    [InlineData(LetterKind.Reminder, Language.French, "Bonjour {given_name}")]
    public async Task Each_kind_and_language_begins_with_a_letter_that_can_be_sent(LetterKind kind, Language language, string begins)
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();
        var page = await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/letters?kind={kind}&letter={language}");

        var saved = await browser.SubmitAsync(page, new { Subject = "{series}" }, form: "form.form");

        Assert.StartsWith(begins, page.One("#Body")!.TextContent.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("The letter is saved.", saved.Text, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        var template = await db.LetterTemplates.SingleAsync();
        Assert.Equal((kind, language, "{series}"), (template.Kind, template.Language, template.Subject));
        Assert.Contains("{link}", template.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LetterKind.Code)]
    [InlineData(LetterKind.Cancellation)]
    [InlineData(LetterKind.Confirmation)]
    public async Task What_the_product_words_by_itself_has_no_page_to_write_it(LetterKind kind)
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/letters?kind={kind}")).Status);
    }

    [Theory]
    [InlineData("Subject", "No link", "The letter must contain {link} once in its text, and not in its subject.")]
    [InlineData("Subject", "{event.__init__} {link}", "There is no field called “event.__init__”.")]
    [InlineData("{given_nam}", "{link}", "There is no field called “given_nam”.")]
    [InlineData("", "{link}", "A letter needs a subject of at most 200 characters and a text of at most 10,000.")]
    public async Task Case_15_what_cannot_be_sent_is_refused_and_what_was_typed_stays(string subject, string body, string sentence)
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();

        var page = await browser.SubmitAsync(await browser.GetAsync($"/organise/dialogues/{dialogue.Id}/letters"), new { Subject = subject, Body = body }, form: "form.form");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal([sentence], page.Errors);
        Assert.Equal(body, page.One("#Body")!.TextContent.TrimStart('\n'));
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.LetterTemplates.CountAsync());
    }

    [Fact]
    public async Task Of_two_organisers_the_second_is_told_and_overwrites_nothing()
    {
        var dialogue = await _given.DialogueAsync();
        using var browser = await _given.SignedInAsync();
        string path = $"/organise/dialogues/{dialogue.Id}/letters";
        _ = await browser.SubmitAsync(await browser.GetAsync(path), new { Subject = "Zero" }, form: "form.form");
        var first = await browser.GetAsync(path);
        var second = await browser.GetAsync(path);

        _ = await browser.SubmitAsync(first, new { Subject = "First" }, form: "form.form");
        var page = await browser.SubmitAsync(second, new { Subject = "Second" }, form: "form.form");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        await using var db = host.OpenDb();
        Assert.Equal("First", (await db.LetterTemplates.SingleAsync()).Subject);
    }

    [Fact]
    public async Task Values_are_in_the_language_of_the_letter()
    {
        var series = await _given.SeriesAsync();
        var dialogue = await _given.DialogueAsync(series);
        var awa = await _given.PersonAsync();

        var french = LetterValues.For(awa, dialogue, series, Language.French);
        var english = LetterValues.For(awa, dialogue, series, Language.English);

        Assert.Equal("lundi 1er mars 2027", LetterValues.Day(new(2027, 3, 1), Language.French));
        Assert.Equal("Monday 1 March 2027", LetterValues.Day(new(2027, 3, 1), Language.English));
        Assert.Equal(("9\u00a0h\u00a030", "9\u00a0h", "9:30"), (LetterValues.Time(new(9, 30), Language.French), LetterValues.Time(new(9, 0), Language.French), LetterValues.Time(new(9, 30), Language.English)));
        Assert.Equal(("Eau et sécurité", "Water and security"), (french["series"], english["series"]));
        Assert.Equal(LetterTemplate.Fields.Except(["link"]).Order(), french.Keys.Order());
        Assert.All(french.Concat(english), value => Assert.NotEqual("", value.Value));
    }

    [Fact]
    public async Task The_outbox_shows_each_state_with_the_servers_words()
    {
        var dialogue = await _given.DialogueAsync();
        _ = await LetterAsync(dialogue, "Awa", l => l.HandedOver("250 OK", _given.Now));
        _ = await LetterAsync(dialogue, "Jonas", l => l.Refused("550 5.1.1 no such mailbox"));
        _ = await LetterAsync(dialogue, "Hana", l => l.LostTrack("connection lost"));
        using var browser = await _given.SignedInAsync();

        var all = await browser.GetAsync("/organise/letters");
        var failed = await browser.GetAsync("/organise/letters?state=Failed");

        Assert.Equal(["All 3", "Unknown: to check 1", "Failed 1", "Accepted by the server 1"], all.All("ul.filters a"));
        Assert.Equal(["Jonas Diallo"], failed.All("tbody th a"));
        Assert.Contains("550 5.1.1 no such mailbox", failed.Text, StringComparison.Ordinal);
        Assert.Contains("It may have arrived; sent again it may come twice.", all.Text, StringComparison.Ordinal);
        Assert.Null(all.One("meta[http-equiv=refresh]"));
        Assert.NotNull((await browser.GetAsync("/organise/letters?watch=true")).One("meta[http-equiv=refresh]"));
    }

    [Fact]
    public async Task A_failed_letter_goes_again_once_to_the_corrected_address()
    {
        var dialogue = await _given.DialogueAsync();
        var letter = await LetterAsync(dialogue, "Awa", l => l.Refused("550 no"));
        using var browser = await _given.SignedInAsync();
        _ = await browser.SubmitAsync(await browser.GetAsync($"/organise/people/{letter.PersonId}"), new Dictionary<string, object?> { ["Input.Email"] = "new@bassin.test" });
        var page = await browser.GetAsync("/organise/letters");

        var done = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => browser.SubmitAsync(page, form: "td.act form")));

        Assert.All(done, p => Assert.Equal(HttpStatusCode.OK, p.Status));
        await using var db = host.OpenDb();
        var again = await db.Letters.SingleAsync();
        Assert.Equal((LetterState.Queued, "new@bassin.test", 0), (again.State, again.ToAddress, again.Attempts));
    }

    [Fact]
    public async Task A_letter_that_left_or_is_withdrawn_is_not_sent_again()
    {
        var dialogue = await _given.DialogueAsync();
        var letter = await LetterAsync(dialogue, "Awa", l => l.Refused("550 no"));
        using var browser = await _given.SignedInAsync();
        var page = await browser.GetAsync("/organise/letters");
        await using (var db = host.OpenDb()) _ = await db.Letters.ExecuteUpdateAsync(l => l.SetProperty(x => x.State, LetterState.Sent));

        var left = await browser.SubmitAsync(page, form: "td.act form");
        await using (var db = host.OpenDb())
        {
            _ = await db.Letters.ExecuteUpdateAsync(l => l.SetProperty(x => x.State, LetterState.Failed));
            _ = await db.Invitations.ExecuteUpdateAsync(i => i.SetProperty(x => x.State, InvitationState.Withdrawn));
        }

        var withdrawn = await browser.SubmitAsync(page, form: "td.act form");

        Assert.Equal(["Only a letter that failed, or whose fate is unknown, can be sent again."], left.Errors);
        Assert.Equal(["This invitation has been withdrawn."], withdrawn.Errors);
        await using var look = host.OpenDb();
        Assert.Equal(LetterState.Failed, (await look.Letters.SingleAsync()).State);
        Assert.Equal(letter.Id, (await look.Letters.SingleAsync()).Id);
    }

    private async Task<Letter> LetterAsync(Dialogue dialogue, string given, Action<Letter> then)
    {
        var person = await _given.PersonAsync(given);
        var invitation = Invitation.Of(person, dialogue, _given.Now);
        var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(person.Language, "Objet", "Texte {link}"), _given.Now);
        letter.Claim(_given.Now);
        then(letter);
        await _given.SaveAsync(invitation, letter);
        return letter;
    }
}
