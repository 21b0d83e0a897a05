using System.Net;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

public sealed class Quoting_somebody(EventsHost host) : IAsyncLifetime
{
    private const string Words = "Water knows no border.";

    private readonly ConsentScene _scene = new(host);

    public async ValueTask InitializeAsync() => await _scene.SetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Takes_the_general_yes_and_one_to_the_very_words()
    {
        var (person, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.Quoted);
        await AskAsync(person);
        Assert.DoesNotContain("Canary", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);

        await AnswerAsync(token, "yes");
        Assert.Equal([Words + "Expert Canary"], (await _scene.PublicAsync()).All(".quoted"));

        await AnswerAsync(token, "no");
        Assert.DoesNotContain("Canary", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);

        await AnswerAsync(token, "yes");
        _ = await _scene.SayAsync(token, (ConsentPurpose.Quoted, "no"));
        Assert.DoesNotContain("Canary", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_the_words_readable_to_nobody_once_the_person_is_erased()
    {
        var (person, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.Quoted);
        await AskAsync(person);
        await AnswerAsync(token, "yes");
        await using var db = host.OpenDb();
        var shown = await db.ConsentEvents.AsNoTracking().Where(e => e.QuotationId != null).ToListAsync();
        Assert.Equal(2, shown.Count);
        Assert.All(shown, line => Assert.EndsWith(Words, line.OwnNotice, StringComparison.Ordinal));
        Assert.All(shown, line => Assert.Equal(new Notice(line.NoticeLanguage, line.OwnNotice).Sha256, line.NoticeSha256));

        await new PersonErasure(db, host.Keys, new AuditLog(db, host.Keys, host.Clock), host.Clock).EraseAsync(person.Id.Value, "test", CancellationToken.None);

        Assert.Equal("", (await db.Quotations.AsNoTracking().SingleAsync()).Words);
        Assert.All(await db.ConsentEvents.AsNoTracking().Where(e => e.QuotationId != null).ToListAsync(), line => Assert.Equal("", line.OwnNotice));
        Assert.Empty(await db.Database.SqlQueryRaw<string>("SELECT n.words AS \"Value\" FROM events.notices n WHERE n.words LIKE '%Water knows%'").ToListAsync());
        Assert.DoesNotContain("Water knows", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_when_the_day_comes_under_another_rule()
    {
        var (person, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.Quoted);
        await AskAsync(person);
        await AnswerAsync(token, "yes");
        Assert.Contains("Canary", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);

        await _scene.ChangeRuleAsync(Rule.OffTheRecord);

        Assert.DoesNotContain("Canary", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_never_done_off_the_record_whatever_was_said_again_under_it()
    {
        var (person, invitation, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.Quoted);
        await AskAsync(person);
        await AnswerAsync(token, "yes");
        await _scene.ChangeRuleAsync(Rule.OffTheRecord);
        _ = await _scene.SayAsync(token, (ConsentPurpose.Quoted, "yes"));
        await using var db = host.OpenDb();
        var quotation = await db.Quotations.AsNoTracking().SingleAsync();
        using var phone = host.NewBrowser();

        Assert.Empty((await phone.GetAsync("/i/" + token)).Document.QuerySelectorAll("form[action*=Quotation] [value=yes]"));
        // As an earlier version of the page had recorded it.
        var question = new ConsentQuestion(person.Id, _scene.Dialogue.Id, ConsentPurpose.Quoted, new(Language.English, "Words")) { Rule = Rule.OffTheRecord, Quotation = quotation.Id };
        await _scene.Given.SaveAsync(ConsentEvent.After(null, question, ConsentState.Given, ConsentAct.By(ConsentSource.Link), _scene.Given.Now));

        Assert.DoesNotContain(Words, (await _scene.PublicAsync()).Html, StringComparison.Ordinal);
        await _scene.ChangeRuleAsync(Rule.OnTheRecord);
        Assert.DoesNotContain(Words, (await _scene.PublicAsync()).Html, StringComparison.Ordinal);
        Assert.Equal(person.Id, invitation.PersonId);
    }

    [Fact]
    public async Task Is_not_even_asked_off_the_record()
    {
        var (person, _, _) = await _scene.ExpertAsync("Canary", ConsentPurpose.Quoted);
        await _scene.ChangeRuleAsync(Rule.OffTheRecord);

        var page = await AskAsync(person);

        Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
        Assert.Equal("This day is off the record: nothing said there is quoted.", Assert.Single(page.Errors));
        Assert.Equal(Words, page.One("textarea")!.TextContent);
    }

    [Fact]
    public async Task Shows_a_person_only_their_own_quotations_and_answers_none_of_anothers()
    {
        var (person, _, _) = await _scene.ExpertAsync("Canary", ConsentPurpose.Quoted);
        var (_, _, other) = await _scene.ExpertAsync("Heron", ConsentPurpose.Quoted);
        await AskAsync(person);
        await using var db = host.OpenDb();
        var quotation = await db.Quotations.SingleAsync();
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + other);
        Assert.DoesNotContain(Words, page.Html, StringComparison.Ordinal);

        string form = page.One("#choices form input[name=__RequestVerificationToken]")!.GetAttribute("value")!;
        var answer = await phone.Http.PostAsync($"{await phone.EnterAsync(other)}/consents?handler=Quotation", new FormUrlEncodedContent([new("quotation", quotation.Id.ToString()), new("answer", "yes"), new("__RequestVerificationToken", form)]));

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(0, await db.ConsentEvents.CountAsync(e => e.QuotationId != null && e.State == ConsentState.Given));
    }

    [Fact]
    public async Task Fault_23_asked_twice_by_one_form_is_one_request()
    {
        var (person, _, _) = await _scene.ExpertAsync("Canary", ConsentPurpose.Quoted);
        using var organiser = await _scene.Given.SignedInAsync();
        var page = await organiser.GetAsync($"/organise/dialogues/{_scene.Dialogue.Id}/quotations");

        for (int i = 0; i < 2; i++) _ = await organiser.SubmitAsync(page, new { Person = person.Id.ToString(), Words }, form: ".drawer form");

        await using var db = host.OpenDb();
        _ = await db.Quotations.SingleAsync();
        Assert.Equal(1, await db.ConsentEvents.CountAsync(e => e.State == ConsentState.Requested));
    }

    [Fact]
    public async Task Is_kept_only_with_its_request_when_the_rule_changes_while_it_waits()
    {
        var (person, invitation, _) = await _scene.ExpertAsync("Canary", ConsentPurpose.Quoted);
        using var organiser = await _scene.Given.SignedInAsync();
        var page = await organiser.GetAsync($"/organise/dialogues/{_scene.Dialogue.Id}/quotations");
        await using var other = host.OpenDb();
        await using var turn = await other.Database.BeginTransactionAsync();
        _ = await other.Database.ExecuteSqlAsync($"SELECT 1 FROM events.invitations WHERE id = {invitation.Id.Value} FOR UPDATE");

        var asking = organiser.SubmitAsync(page, new { Person = person.Id.ToString(), Words }, form: ".drawer form");
        await _scene.UntilItWaitsAsync(asking);
        await _scene.ChangeRuleAsync(Rule.OnTheRecord);
        await turn.CommitAsync();
        var refused = await asking;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        await using var db = host.OpenDb();
        Assert.Empty(await db.Quotations.AsNoTracking().ToListAsync());
        // The same form again, with the same key.
        Assert.Equal(HttpStatusCode.OK, (await organiser.SubmitAsync(page, new { Person = person.Id.ToString(), Words }, form: ".drawer form")).Status);
        var quotation = await db.Quotations.AsNoTracking().SingleAsync();
        Assert.Equal(quotation.Id, (await db.ConsentEvents.AsNoTracking().SingleAsync(e => e.State == ConsentState.Requested)).QuotationId);
    }

    private async Task<Page> AskAsync(Person person)
    {
        using var organiser = await _scene.Given.SignedInAsync();
        return await organiser.SubmitAsync(await organiser.GetAsync($"/organise/dialogues/{_scene.Dialogue.Id}/quotations"), new { Person = person.Id.ToString(), Words, Language = "English" }, form: ".drawer form");
    }

    private async Task AnswerAsync(string token, string answer)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        using var phone = host.NewBrowser();
        var page = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), form: "form[action*=Quotation]", button: $"[value={answer}]");
        Assert.Equal(HttpStatusCode.OK, page.Status);
    }
}
