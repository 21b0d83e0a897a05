using System.Net;
using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

public sealed class Asking_again(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);

    public async ValueTask InitializeAsync() => await _scene.SetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task After_the_rule_changed_resets_nothing_and_shows_it_to_both()
    {
        var (person, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.AttendUnderRule, ConsentPurpose.NamedPublicly);
        using var phone = host.NewBrowser();
        using var organiser = await _scene.Given.SignedInAsync();
        string cell = $".cell[href$='/{person.Id}/AttendUnderRule']", ledger = $"/organise/dialogues/{_scene.Dialogue.Id}/consents";
        Assert.DoesNotContain("changed", (await organiser.GetAsync(ledger)).One(cell)!.TextContent, StringComparison.Ordinal);

        await _scene.ChangeRuleAsync(Rule.OnTheRecord);

        Assert.Contains("The rule of the day has changed", (await organiser.GetAsync(ledger)).One(cell)!.TextContent, StringComparison.Ordinal);
        var page = await phone.GetAsync("/i/" + token);
        Assert.Contains("The rule of the day has changed; please answer again. You said Yes on", page.Text, StringComparison.Ordinal);
        Assert.Empty(page.Document.QuerySelectorAll("input[name='consents[AttendUnderRule]'][checked]"));
        Assert.Equal("yes", page.One("input[name='consents[NamedPublicly]'][checked]")!.GetAttribute("value"));
        Assert.Contains("Canary", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);

        _ = await _scene.SayAsync(token, (ConsentPurpose.AttendUnderRule, "yes"));
        await using var db = host.OpenDb();
        Assert.Equal([(ConsentState.Given, Rule.ChathamHouse), (ConsentState.Renewed, Rule.OnTheRecord)],
            (await db.ConsentEvents.Where(e => e.Purpose == ConsentPurpose.AttendUnderRule).OrderBy(e => e.At).ToListAsync()).Select(e => (e.State, e.Rule!.Value)));
    }

    [Fact]
    public async Task A_form_that_named_another_rule_is_not_taken_for_this_one()
    {
        var (_, _, token) = await _scene.ExpertAsync("Canary");
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + token);
        await _scene.ChangeRuleAsync(Rule.OnTheRecord);

        var answer = await phone.SubmitAsync(page, new Dictionary<string, object?> { ["consents[AttendUnderRule]"] = "yes", ["consents[Quoted]"] = "yes", ["consents[ContactAfter]"] = "no" }, form: "#choices form");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.StartsWith("The rule of this day has changed since you opened the page.", Assert.Single(answer.Errors), StringComparison.Ordinal);
        Assert.Contains("What I say may be quoted with my name.", answer.One("#choices")!.TextContent, StringComparison.Ordinal);
        // A yes under the rule of before is none under this one, also where the words are the same.
        Assert.Equal(["consents[ContactAfter]=no"], Ticked(answer));
        await using var db = host.OpenDb();
        Assert.Empty(await db.ConsentEvents.ToListAsync());
    }

    [Fact]
    public async Task Renews_nothing_that_was_not_tapped_when_the_rule_changed_under_an_open_page()
    {
        var (_, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.AttendUnderRule, ConsentPurpose.NamedPublicly, ConsentPurpose.Quoted, ConsentPurpose.ParticipantsList, ConsentPurpose.ContactAfter);
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + token);
        await _scene.ChangeRuleAsync(Rule.OnTheRecord);
        host.Clock.Advance(TimeSpan.FromMinutes(1));

        var refused = await phone.SubmitAsync(page, new Dictionary<string, object?> { ["consents[ContactAfter]"] = "no" }, form: "#choices form");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["consents[NamedPublicly]=yes", "consents[ParticipantsList]=yes", "consents[ContactAfter]=no"], Ticked(refused));
        Assert.Equal(HttpStatusCode.OK, (await phone.SubmitAsync(refused, form: "#choices form")).Status);
        await using var db = host.OpenDb();
        var later = await db.ConsentEvents.AsNoTracking().Where(l => l.At == _scene.Given.Now).ToListAsync();
        Assert.Equal([(ConsentPurpose.ContactAfter, ConsentState.Withdrawn)], later.Select(l => (l.Purpose, l.State)));
        Assert.Equal(6, await db.ConsentEvents.CountAsync());
    }

    [Fact]
    public async Task A_form_that_showed_other_words_is_shown_again_with_its_choices_and_says_nothing_to_the_new_ones()
    {
        var (_, _, token) = await _scene.ExpertAsync("Canary");
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + token);

        // As if the words of one question had been others when the page was opened.
        var answer = await phone.SubmitAsync(page, new Dictionary<string, object?>
        {
            ["shown[NamedPublicly]"] = new Notice(Language.English, "Old words").Mark, ["consents[NamedPublicly]"] = "yes", ["consents[ContactAfter]"] = "no",
        }, form: "#choices form");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal(["The words of a question have changed since you opened the page. Nothing was saved; please read them again. What you chose for the other questions is still there."], answer.Errors);
        Assert.Equal(["consents[ContactAfter]=no"], Ticked(answer));
        await using var db = host.OpenDb();
        Assert.Empty(await db.ConsentEvents.ToListAsync());

        // Read and tapped again it counts, and the ledger has the very form.
        Assert.Equal(HttpStatusCode.OK, (await phone.SubmitAsync(answer, new Dictionary<string, object?> { ["consents[NamedPublicly]"] = "yes" }, form: "#choices form")).Status);
        var lines = await db.ConsentEvents.AsNoTracking().OrderBy(e => e.State).ToListAsync();
        Assert.Equal([(ConsentPurpose.NamedPublicly, ConsentState.Given), (ConsentPurpose.ContactAfter, ConsentState.Refused)], lines.Select(l => (l.Purpose, l.State)));
        using var scope = host.Services.CreateScope();
        var texts = scope.ServiceProvider.GetRequiredService<T>();
        string form = Language.English.Saying(() => string.Join("\n\n", ConsentTerms.InOrder.Select(p => texts.Notice(p, Rule.ChathamHouse).Words + "\n[]")));
        Assert.All(lines, line => Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(form)), line.FormSha256));
    }

    [Fact]
    public async Task A_quotation_or_a_telephone_call_under_other_words_is_not_recorded_either()
    {
        var (person, invitation, token) = await _scene.ExpertAsync("Canary");
        await _scene.Given.SaveAsync(Given.Value(Quotation.Ask(invitation, _scene.Dialogue.Rule, "Water knows no border.", Language.English, _scene.Given.Now)));
        using var phone = host.NewBrowser();
        using var organiser = await _scene.Given.SignedInAsync();
        var call = await organiser.GetAsync($"/organise/dialogues/{_scene.Dialogue.Id}/consents/{person.Id}/AttendUnderRule");

        var quoted = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), new { shown = new Notice(Language.English, "Old words").Mark }, form: "form[action*=Quotation]", button: "[value=yes]");
        await _scene.ChangeRuleAsync(Rule.OnTheRecord);
        var noted = await organiser.SubmitAsync(call, new { Answer = "yes", Method = "Telephone", Witness = "Noor Haddad", Evidence = "Called at ten." }, form: ".drawer form");

        foreach (var page in (Page[])[quoted, noted])
        {
            Assert.Equal(HttpStatusCode.UnprocessableEntity, page.Status);
            Assert.StartsWith("The words of a question have changed since you opened the page.", Assert.Single(page.Errors), StringComparison.Ordinal);
        }

        Assert.Equal(("Noor Haddad", "yes"), (noted.One("#Witness")!.GetAttribute("value"), noted.One("input[name=Answer][checked]")!.GetAttribute("value")));
        await using var db = host.OpenDb();
        Assert.Empty(await db.ConsentEvents.ToListAsync());
    }

    [Fact]
    public async Task For_a_purpose_taken_off_while_the_answer_waits_for_its_turn_records_nothing()
    {
        var (_, invitation, token) = await _scene.ExpertAsync("Canary");
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + token);
        await using var other = host.OpenDb();
        await using var turn = await other.Database.BeginTransactionAsync();
        _ = await other.Database.ExecuteSqlAsync($"SELECT 1 FROM events.invitations WHERE id = {invitation.Id.Value} FOR UPDATE");

        var answering = phone.SubmitAsync(page, new Dictionary<string, object?> { ["consents[NamedPublicly]"] = "yes", ["consents[Photographed]"] = "yes" }, form: "#choices form");
        await _scene.UntilItWaitsAsync(answering);
        await using (var organiser = host.OpenDb())
            Assert.Null(await organiser.AskForAsync(_scene.Dialogue.Id, new Dictionary<ConsentPurpose, int?> { [ConsentPurpose.AttendUnderRule] = null, [ConsentPurpose.Photographed] = 12 }, _scene.Given.Now, CancellationToken.None));
        await turn.CommitAsync();
        var answer = await answering;

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.StartsWith("What this day asks for has changed since you opened the page.", Assert.Single(answer.Errors), StringComparison.Ordinal);
        Assert.Equal(["consents[Photographed]=yes"], Ticked(answer));
        await using var db = host.OpenDb();
        Assert.Empty(await db.ConsentEvents.ToListAsync());
    }

    [Fact]
    public async Task With_new_words_asks_again_and_leaves_the_answer()
    {
        var (person, invitation, token) = await _scene.ExpertAsync("Canary");
        // As if asked by version 0 of the words.
        await _scene.Given.SaveAsync(ConsentEvent.Of(invitation, ConsentPurpose.NamedPublicly, given: true, ConsentSource.Link, new Notice(Language.English, "Old words", Version: 0), _scene.Given.Now));
        using var phone = host.NewBrowser();

        var page = await phone.GetAsync("/i/" + token);

        Assert.Contains("The words of this question have changed; please answer again.", page.Text, StringComparison.Ordinal);
        Assert.Contains("Canary", (await _scene.PublicAsync()).Html, StringComparison.Ordinal);
        Assert.Equal(person.Id, invitation.PersonId);
    }

    [Fact]
    public async Task Of_the_organiser_marks_the_question_and_adds_one_line_however_often()
    {
        var (_, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.AttendUnderRule);
        using var organiser = await _scene.Given.SignedInAsync();
        string missing = $"/organise/dialogues/{_scene.Dialogue.Id}/consents?missing=true";

        var page = await organiser.SubmitAsync(await organiser.GetAsync(missing), form: "main form[action*=Ask]");

        Assert.Equal("1 person is asked again on their own page.", page.One(".notice.ok p")!.TextContent);
        await using var db = host.OpenDb();
        Assert.Equal(4, await db.ConsentEvents.CountAsync(e => e.State == ConsentState.Requested));
        using var phone = host.NewBrowser();
        Assert.Empty((await phone.GetAsync("/i/" + token)).Document.QuerySelectorAll("input[name='consents[NamedPublicly]'][checked]"));
    }

    [Fact]
    public async Task Purposes_are_fixed_by_the_first_letter_and_a_later_one_is_given_by_nobody()
    {
        using var organiser = await _scene.Given.SignedInAsync();
        string purposes = $"/organise/dialogues/{_scene.Dialogue.Id}/consents/purposes";
        var few = await organiser.SubmitAsync(await organiser.GetAsync(purposes), new Dictionary<string, object?> { ["Asked"] = (string[])["NamedPublicly"] }, form: "main form");
        Assert.Equal(HttpStatusCode.OK, few.Status);
        var (_, invitation, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.NamedPublicly);
        var rendered = new RenderedLetter(Language.English, "Subject", "Body");
        await _scene.Given.SaveAsync(Letter.Queue(invitation, await PersonAsync(invitation), LetterKind.Invitation, rendered, _scene.Given.Now));

        var taken = await organiser.SubmitAsync(await organiser.GetAsync(purposes), new Dictionary<string, object?> { ["Asked"] = (string[])["Quoted"] }, form: "main form");
        var added = await organiser.SubmitAsync(await organiser.GetAsync(purposes), new Dictionary<string, object?> { ["Asked"] = (string[])["NamedPublicly", "Quoted"] }, form: "main form");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, taken.Status);
        Assert.Equal(HttpStatusCode.OK, added.Status);
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + token);
        Assert.Equal(3, page.Document.QuerySelectorAll("#choices .consent").Length);
        Assert.Empty(page.Document.QuerySelectorAll("input[name='consents[Quoted]'][checked]"));
    }

    [Fact]
    public void Words_of_a_version_stay_as_they_are()
    {
        using var scope = host.Services.CreateScope();
        var texts = scope.ServiceProvider.GetRequiredService<T>();

        string all = string.Join('\n', from language in Enum.GetValues<Language>() from purpose in Enum.GetValues<ConsentPurpose>() from rule in Enum.GetValues<Rule>()
                                       let notice = language.Saying(() => texts.Notice(purpose, rule)) select $"{purpose} {rule} {language} v{notice.Version} {Convert.ToHexStringLower(notice.Sha256)}");

        // Changed words need a new version in ConsentTexts.VersionOf, so that everybody is asked again; then the hash here changes too.
        Assert.StartsWith("75228c741bad1110dcf301e8b0a6b1983246c2b981b23a1e23", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all))), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Ticked(Page page) => page.Document.QuerySelectorAll("#choices input[checked]").Select(i => $"{i.GetAttribute("name")}={i.GetAttribute("value")}");

    private async Task<Person> PersonAsync(Invitation invitation)
    {
        await using var db = host.OpenDb();
        return await db.People.SingleAsync(p => p.Id == invitation.PersonId);
    }
}
