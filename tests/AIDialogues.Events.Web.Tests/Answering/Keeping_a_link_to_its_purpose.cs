using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Answering;

public sealed class Keeping_a_link_to_its_purpose(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(LinkPurpose.Answer, "/i/{0}", HttpStatusCode.SeeOther)]
    [InlineData(LinkPurpose.Answer, "/calendar/{0}.ics", HttpStatusCode.Gone)]
    [InlineData(LinkPurpose.CalendarFeed, "/i/{0}", HttpStatusCode.Gone)]
    [InlineData(LinkPurpose.CalendarFeed, "/calendar/{0}.ics", HttpStatusCode.OK)]
    public async Task Case_08_a_link_of_one_purpose_opens_no_other_door(LinkPurpose purpose, string door, HttpStatusCode expected)
    {
        var (invitation, _) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync());
        var (link, token) = PersonalLink.For(invitation.Id, _given.Now, purpose);
        await _given.SaveAsync(link);
        using var browser = host.NewBrowser();

        using var response = await browser.Http.GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, door, token));

        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task Case_08_a_calendars_address_in_the_cookie_opens_no_page()
    {
        var (invitation, _) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync());
        var (link, token) = PersonalLink.For(invitation.Id, _given.Now, LinkPurpose.CalendarFeed);
        await _given.SaveAsync(link);
        using var browser = host.NewBrowser();
        browser.Cookies.Add(host.Address, new Cookie("my", token, "/"));

        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync($"/my/{invitation.Id}")).Status);
    }

    [Fact]
    public async Task Case_04_the_token_is_in_no_address_and_on_no_page_after_the_first_request()
    {
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync());
        using var browser = host.NewBrowser();

        var page = await browser.GetAsync("/i/" + token);
        var answered = await browser.SubmitAsync(page, form: ".answer-buttons", button: "[value=accept]");

        Assert.Equal(($"/my/{invitation.Id}", $"/my/{invitation.Id}"), (page.Path, answered.Path));
        Assert.DoesNotContain(token, page.Html + answered.Html, StringComparison.Ordinal);
        Assert.Equal(["no-referrer"], page.Response.Headers.GetValues("Referrer-Policy"));
    }

    [Fact]
    public async Task Case_10_every_dead_state_is_one_and_the_same_page()
    {
        var past = await _given.DialogueAsync();
        // So far ahead that none of the others is dead by its age.
        var day = await _given.DialogueAsync(with: d => Assert.Null(d.Change(new DialogueDetails(d.Title, d.Day.AddDays(200), d.Begins, d.Ends, d.Venue, d.Zone, d.Rule, d.AnswerBy, [7, 2]))));
        var people = new Dictionary<string, (Person Person, Invitation Invitation, string Token)>(StringComparer.Ordinal);
        foreach (string state in (string[])["alive", "revoked", "moved", "cancelled", "renewed", "erased", "over"])
        {
            var person = await _given.PersonAsync(email: state + "@bassin.test");
            var (invitation, token) = await _given.InvitationAsync(state == "over" ? past : day, person, i => Assert.Null(i.Answer(true, day, _given.Now)));
            people.Add(state, (person, invitation, token));
        }

        host.Clock.SetUtcNow(past.EndsAt.AddDays(29));
        using var browser = host.NewBrowser();
        foreach (var (state, one) in people) Assert.Equal((state, HttpStatusCode.OK), (state, (await browser.GetAsync("/i/" + one.Token)).Status));

        host.Clock.SetUtcNow(past.EndsAt.AddDays(30));
        await using (var db = host.OpenDb())
        {
            await db.RevokeLinksAsync(people["revoked"].Invitation.Id, _given.Now, CancellationToken.None);
            var moved = await db.People.SingleAsync(p => p.Id == people["moved"].Person.Id);
            Assert.Null(moved.Change(moved.Details with { Email = "after@bassin.test" }));
            (await db.Invitations.SingleAsync(i => i.Id == people["cancelled"].Invitation.Id)).Withdraw();
            _ = await db.SaveChangesAsync();
            _ = Given.Value(await db.RenewLinkAsync(people["renewed"].Invitation.Id, _given.Now, CancellationToken.None));
            await new PersonErasure(db, host.Keys, new AuditLog(db, host.Keys, host.Clock), host.Clock).EraseAsync(people["erased"].Person.Id.Value, "test", CancellationToken.None);
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync("/i/" + people["alive"].Token)).Status);
        // The door, what lies behind it for somebody who came in before, and both languages.
        foreach (string place in (string[])["", "/receipt", "/data", "/calendar.ics", "?lang=fr"])
        {
            string random = await BodyAsync(browser, $"/i/{new string('x', 43)}{place}");
            foreach (var (state, one) in people.Where(p => p.Key != "alive"))
            {
                Assert.Equal((state, place, random), (state, place, await BodyAsync(browser, $"/i/{one.Token}{place}")));
                if (place.Length > 0 && place[0] == '/') Assert.Equal((state, place, random), (state, place, await BodyAsync(browser, $"/my/{one.Invitation.Id}{place}")));
            }
        }
    }

    /// <summary>The status and every byte of the body.</summary>
    private static async Task<string> BodyAsync(Browser browser, string path)
    {
        using var response = await browser.Http.GetAsync(path);
        return $"{(int)response.StatusCode} {Convert.ToHexStringLower(await response.Content.ReadAsByteArrayAsync())}";
    }

    [Fact]
    public async Task Case_33_another_persons_day_cannot_be_answered_by_its_number()
    {
        var dialogue = await _given.DialogueAsync();
        var (_, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        var (other, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        using var browser = host.NewBrowser();

        var page = await browser.SubmitAsync(await browser.GetAsync("/i/" + token), new { day = other.Id.ToString() }, form: ".answer-buttons", button: "[value=accept]");

        Assert.Equal(HttpStatusCode.Gone, page.Status);
        await using var db = host.OpenDb();
        Assert.Equal(InvitationState.Invited, (await db.Invitations.SingleAsync(i => i.Id == other.Id)).State);
    }

    [Fact]
    public async Task An_answer_within_two_seconds_of_the_letter_is_to_be_verified_and_can_be_disowned()
    {
        var person = await _given.PersonAsync();
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(), person);
        var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.French, "Objet", "{link}"), _given.Now);
        letter.Claim(_given.Now);
        letter.HandedOver("250", _given.Now);
        await _given.SaveAsync(letter);
        host.Clock.Advance(TimeSpan.FromSeconds(1.9));
        using var browser = host.NewBrowser();

        var answered = await browser.SubmitAsync(await browser.GetAsync("/i/" + token), form: ".answer-buttons", button: "[value=accept]");
        Assert.NotNull(answered.One("form.notice button[value=false]"));
        _ = await browser.SubmitAsync(answered, form: "form.notice", button: "[value=false]");

        await using var db = host.OpenDb();
        var stored = await db.Invitations.SingleAsync(i => i.Id == invitation.Id);
        Assert.Equal((InvitationState.Undecided, true), (stored.State, stored.ToVerify));
    }

    /// <summary>It is open again: there is no answer left that could be theirs.</summary>
    [Fact]
    public async Task Who_disowned_an_answer_is_not_asked_again_whether_it_was_theirs()
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(new(AnswerKind.Accept, ToVerify: true), dialogue, seatFree: true, _given.Now)));
        using var browser = host.NewBrowser();

        var disowned = await browser.SubmitAsync(await browser.GetAsync("/i/" + token), form: "form.notice", button: "[value=false]");

        Assert.Null(disowned.One("form.notice button[value=false]"));
        await using var db = host.OpenDb();
        Assert.True((await db.Invitations.SingleAsync(i => i.Id == invitation.Id)).ToVerify);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public async Task Nothing_is_disowned_that_needed_no_word_or_once_the_day_is_over(bool toVerify, bool over)
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => Assert.Null(i.Answer(new(AnswerKind.Accept, ToVerify: true), dialogue, seatFree: true, _given.Now)));
        using var browser = host.NewBrowser();
        var page = await browser.GetAsync("/i/" + token);
        if (!toVerify) await using (var db = host.OpenDb()) _ = await db.Invitations.ExecuteUpdateAsync(i => i.SetProperty(x => x.ToVerify, false));
        if (over) host.Clock.SetUtcNow(dialogue.EndsAt);

        _ = await browser.SubmitAsync(page, form: "form.notice", button: "[value=false]");

        await using var after = host.OpenDb();
        Assert.Equal((InvitationState.Accepted, 0), ((await after.Invitations.SingleAsync(i => i.Id == invitation.Id)).State, await after.Timeline.CountAsync(e => e.Kind == TimelineKind.NotMine)));
    }

    /// <summary>Every door through which a machine could have said no; the letter is sent, or nobody knows since a moment whether it is.</summary>
    [Theory]
    [InlineData("answer", false)]
    [InlineData("answer", true)]
    [InlineData("substitute", false)]
    [InlineData("substitute", true)]
    [InlineData("rule", false)]
    public async Task Every_no_within_two_seconds_of_a_letter_is_to_be_verified(string door, bool unknown)
    {
        var person = await _given.PersonAsync();
        var dialogue = await _given.DialogueAsync();
        var (invitation, _) = await _given.InvitationAsync(dialogue, person, i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        var letter = Letter.Queue(invitation, person, LetterKind.News, new(Language.French, "Objet", "{link}"), _given.Now);
        letter.Claim(_given.Now);
        if (unknown) letter.LostTrack("gone"); else letter.HandedOver("250", _given.Now);
        await _given.SaveAsync(letter, Delivery.Of(letter, _given.Now));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await using (var db = host.OpenDb())
        {
            if (door == "answer") _ = Given.Value(await db.AnswerAsync(invitation.Id, new(AnswerKind.Decline), _given.Now, CancellationToken.None));
            else if (door == "substitute") _ = Given.Value(await new Substitutes(db, host.Clock).ProposeAsync(invitation.Id, "Karim Benali", "karim@bassin.test", "", CancellationToken.None));
            else _ = Given.Value(await db.RecordAsync(await db.Invitations.SingleAsync(i => i.Id == invitation.Id), await db.Dialogues.SingleAsync(), [new ConsentWish(ConsentPurpose.AttendUnderRule, false, new(Language.French, "Mention"))], ConsentAct.By(ConsentSource.Link), _given.Now, CancellationToken.None));
        }

        await using var after = host.OpenDb();
        var stored = await after.Invitations.SingleAsync(i => i.Id == invitation.Id);
        Assert.Equal((InvitationState.Declined, true), (stored.State, stored.ToVerify));
        stored.Withdraw();
        Assert.False(stored.ToVerify);
    }

    [Theory]
    [InlineData(LetterKind.Confirmation)]
    [InlineData(LetterKind.Change)]
    [InlineData(LetterKind.News)]
    public async Task An_answer_within_two_seconds_of_any_letter_with_a_link_is_to_be_verified(LetterKind kind)
    {
        var person = await _given.PersonAsync();
        var dialogue = await _given.DialogueAsync();
        var (invitation, token) = await _given.InvitationAsync(dialogue, person, i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        var letter = Letter.Queue(invitation, person, kind, new(Language.French, "Objet", "{link}"), _given.Now);
        letter.Claim(_given.Now);
        letter.HandedOver("250", _given.Now);
        await _given.SaveAsync(letter);
        await using var db = host.OpenDb();

        var answered = await db.AnswerAsync(invitation.Id, new AnswerGiven(AnswerKind.Decline), _given.Now.AddSeconds(1), CancellationToken.None);

        Assert.True(Given.Value(answered).ToVerify);
    }

    [Fact]
    public async Task So_is_an_answer_about_another_day_of_the_series_on_the_page_that_the_letter_opened()
    {
        var series = await _given.SeriesAsync();
        var person = await _given.PersonAsync();
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(series), person);
        var (other, _) = await _given.InvitationAsync(await _given.DialogueAsync(series), person);
        var (elsewhere, _) = await _given.InvitationAsync(await _given.DialogueAsync(), person);
        var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.French, "Objet", "{link}"), _given.Now);
        letter.Claim(_given.Now);
        letter.HandedOver("250", _given.Now);
        await _given.SaveAsync(letter);
        using var browser = host.NewBrowser();

        _ = await browser.SubmitAsync(await browser.GetAsync("/i/" + token), new { day = other.Id.ToString() }, form: ".answer-buttons", button: "[value=accept]");
        await using var db = host.OpenDb();
        _ = Given.Value(await db.AnswerAsync(elsewhere.Id, new AnswerGiven(AnswerKind.Accept), _given.Now, CancellationToken.None));

        Assert.Equal([(other.Id, true), (elsewhere.Id, false)], [.. (await db.Invitations.AsNoTracking().Where(i => i.State == InvitationState.Accepted).ToListAsync()).OrderByDescending(i => i.ToVerify).Select(i => (i.Id, i.ToVerify))]);
    }

    [Fact]
    public async Task A_page_left_open_over_night_still_takes_the_answer_and_a_device_forgets_the_link_when_told()
    {
        var dialogue = await _given.DialogueAsync();
        var (_, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(language: Language.English));
        using var entered = await host.NewBrowser().Http.GetAsync("/i/" + token);
        var cookie = Microsoft.Net.Http.Headers.SetCookieHeaderValue.Parse(entered.Headers.GetValues("Set-Cookie").Single());
        using var browser = host.NewBrowser();
        var page = await browser.GetAsync("/i/" + token);

        host.Clock.Advance(TimeSpan.FromHours(14));
        var answered = await browser.SubmitAsync(page, form: ".answer-buttons", button: "[value=accept]");
        var forgotten = await browser.SubmitAsync(await browser.GetAsync(page.Path + "/link"), form: "form[action*=Forget]");

        // As long as the link itself, and not a day longer.
        Assert.Equal(dialogue.EndsAt.AddDays(30) - EventsHost.Start, cookie.MaxAge);
        Assert.Equal((true, "/my/"), (cookie.HttpOnly, cookie.Path.Value![..4]));
        Assert.Contains("Thank you, we look forward to seeing you.", answered.Text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.OK), (forgotten.Status, (await browser.GetAsync("/i/" + token)).Status));
    }

    [Fact]
    public async Task Two_seconds_later_it_is_a_persons_answer()
    {
        var person = await _given.PersonAsync();
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(), person);
        var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.French, "Objet", "{link}"), _given.Now);
        letter.Claim(_given.Now);
        letter.HandedOver("250", _given.Now);
        await _given.SaveAsync(letter);
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        using var browser = host.NewBrowser();

        _ = await browser.SubmitAsync(await browser.GetAsync("/i/" + token), form: ".answer-buttons", button: "[value=accept]");

        await using var db = host.OpenDb();
        Assert.False((await db.Invitations.SingleAsync(i => i.Id == invitation.Id)).ToVerify);
    }

    [Fact]
    public async Task All_invited_days_of_a_series_stand_on_one_page_and_are_answered_one_by_one()
    {
        var series = await _given.SeriesAsync();
        var (first, second) = (await _given.DialogueAsync(series), await _given.DialogueAsync(series));
        var person = await _given.PersonAsync();
        var (one, token) = await _given.InvitationAsync(first, person);
        var (two, _) = await _given.InvitationAsync(second, person);
        using var browser = host.NewBrowser();

        var page = await browser.GetAsync("/i/" + token);
        Assert.Equal(2, page.Document.QuerySelectorAll(".answer-buttons").Length);
        _ = await browser.SubmitAsync(page, new { day = two.Id.ToString() }, form: ".answer-buttons", button: "[value=decline]");

        await using var db = host.OpenDb();
        Assert.Equal([InvitationState.Invited, InvitationState.Declined], [(await db.Invitations.SingleAsync(i => i.Id == one.Id)).State, (await db.Invitations.SingleAsync(i => i.Id == two.Id)).State]);
    }

    [Fact]
    public async Task A_link_can_be_closed_by_its_owner_who_sees_the_day_it_was_last_used()
    {
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync(language: Language.English));
        using var browser = host.NewBrowser();
        var page = await browser.GetAsync("/i/" + token);
        Assert.Contains("Nothing has been changed with this link yet", (await browser.GetAsync(page.Path + "/link")).Text, StringComparison.Ordinal);
        _ = await browser.SubmitAsync(page, form: ".answer-buttons", button: "[value=accept]");

        var link = await browser.GetAsync(page.Path + "/link");
        Assert.Contains("on Monday 1 March 2027", link.Text, StringComparison.Ordinal);
        _ = await browser.SubmitAsync(link, form: "form[action*=Close]:not([action*=Feed])");

        Assert.Equal(HttpStatusCode.Gone, (await browser.GetAsync("/i/" + token)).Status);
    }
}
