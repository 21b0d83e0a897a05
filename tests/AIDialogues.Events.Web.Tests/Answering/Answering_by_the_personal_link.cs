using System.Net;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Answering;

public sealed class Answering_by_the_personal_link(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Takes_one_tap_and_no_field()
    {
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync());
        using var phone = host.NewBrowser();

        var page = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), form: ".answer-buttons", button: "[value=accept]");

        Assert.Equal("Merci, nous vous attendons avec plaisir.", page.One("#answer-title")!.TextContent);
        Assert.Equal(InvitationState.Accepted, (await StoredAsync(invitation)).State);
        Assert.Equal(host.Clock.GetUtcNow(), (await StoredAsync(invitation)).AnsweredAt);
    }

    [Fact]
    public async Task Shows_the_rule_in_its_own_words_before_any_answer()
    {
        var (_, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync(language: Language.English));
        using var phone = host.NewBrowser();

        var page = await phone.GetAsync("/i/" + token);

        Assert.Contains("neither the identity nor the affiliation of the speakers, nor that of any other participant, may be revealed", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Can_be_changed_later_on_another_device()
    {
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync());
        using var phone = host.NewBrowser();
        _ = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), form: ".answer-buttons", button: "[value=accept]");
        using var desk = host.NewBrowser();

        _ = await desk.SubmitAsync(await desk.GetAsync("/i/" + token), form: ".answer-buttons", button: "[value=decline]");

        Assert.Equal(InvitationState.Declined, (await StoredAsync(invitation)).State);
    }

    [Fact]
    public async Task Twice_at_once_is_one_answer()
    {
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync());
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + token);

        var taps = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => phone.SubmitAsync(page, form: ".answer-buttons", button: "[value=accept]")));

        Assert.All(taps, tap => Assert.True(tap.Status is HttpStatusCode.OK or HttpStatusCode.UnprocessableEntity, tap.Text));
        Assert.Equal(InvitationState.Accepted, (await StoredAsync(invitation)).State);
    }

    [Fact]
    public async Task Without_the_forms_token_is_refused()
    {
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync());
        using var elsewhere = host.NewBrowser();

        var page = await elsewhere.GetAsync("/i/" + token);
        var response = await elsewhere.Http.PostAsync($"{page.Path}?handler=Answer", new FormUrlEncodedContent([new("answer", "accept")]));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(InvitationState.Invited, (await StoredAsync(invitation)).State);
    }

    [Fact]
    public async Task After_the_day_is_refused_with_a_sentence()
    {
        var dialogue = await _given.DialogueAsync();
        var (_, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(language: Language.English));
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + token);
        host.Clock.SetUtcNow(dialogue.EndsAt);

        var refused = await phone.SubmitAsync(page, form: ".answer-buttons", button: "[value=accept]");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Equal(["This dialogue is over, so answers can no longer be changed."], refused.Errors);
    }

    [Fact]
    public async Task Does_not_ask_for_an_answer_by_a_day_that_is_over()
    {
        var dialogue = await _given.DialogueAsync();
        var (_, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(language: Language.English));
        using var phone = host.NewBrowser();

        host.Clock.SetUtcNow(dialogue.Zone.At(dialogue.AnswerBy, new(23, 59)));
        Assert.Contains("Please answer by", (await phone.GetAsync("/i/" + token)).Text, StringComparison.Ordinal);
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        var late = await phone.GetAsync("/i/" + token);

        Assert.Contains("You can still give one.", late.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Please answer by", late.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Speaks_the_persons_language_until_asked_for_the_other()
    {
        var (_, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync(language: Language.French));
        using var phone = host.NewBrowser("en");

        var own = await phone.GetAsync("/i/" + token);
        var asked = await phone.GetAsync($"/i/{token}?lang=en");
        var answered = await phone.SubmitAsync(asked, form: ".answer-buttons", button: "[value=accept]");

        Assert.Equal("fr", own.One("html")!.GetAttribute("lang"));
        Assert.Equal("en", asked.One("html")!.GetAttribute("lang"));
        Assert.Equal("Thank you, we look forward to seeing you.", answered.One("#answer-title")!.TextContent);
    }

    [Fact]
    public async Task Case_10_a_dead_link_looks_like_one_that_never_was()
    {
        var dialogue = await _given.DialogueAsync();
        var (_, withdrawn) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(), i => i.Withdraw());
        var (_, revoked) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Hana", "Novotná"));
        await using (var db = host.OpenDb())
        {
            var link = await db.PersonalLinks.SingleAsync(l => l.TokenSha256 == PersonalLink.HashOf(revoked));
            link.Revoke(host.Clock.GetUtcNow());
            _ = await db.SaveChangesAsync();
        }

        using var phone = host.NewBrowser();
        var madeUp = await phone.GetAsync("/i/" + new string('x', 43));
        var dead = new[] { await phone.GetAsync("/i/" + withdrawn), await phone.GetAsync("/i/" + revoked), await phone.GetAsync("/i/é"), await phone.GetAsync("/i/" + new string('x', 500)) };

        Assert.Equal(HttpStatusCode.Gone, madeUp.Status);
        Assert.All(dead, page => Assert.Equal((madeUp.Status, madeUp.Html), (page.Status, page.Html)));
    }

    [Fact]
    public async Task Case_01_scanners_of_mail_change_no_row_and_the_link_stays_good()
    {
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync(language: Language.English));
        string[] scanners =
        [
            "Mozilla/5.0 (compatible; Microsoft Safe Links; +https://security.microsoft.com)",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36 Edg/120.0 Defender-URL-Detonation",
            "Proofpoint URL Defense/1.0",
            "Barracuda Sentinel (EE)",
            "Mimecast-URL-Protect/1.0",
        ];
        var before = await host.Database.TablesAsync();

        for (int i = 0; i < 20; i++)
        {
            // Each comes without cookies, follows, and some ask first what is there.
            using var scanner = host.NewBrowser();
            scanner.Http.DefaultRequestHeaders.UserAgent.ParseAdd(scanners[i % scanners.Length]);
            var method = (i % 3) switch { 0 => HttpMethod.Get, 1 => HttpMethod.Head, _ => HttpMethod.Options };
            using var response = await scanner.Http.SendAsync(new HttpRequestMessage(method, "/i/" + token));
            if (method == HttpMethod.Options) continue;
            Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
            using var shown = await scanner.Http.SendAsync(new HttpRequestMessage(method, response.Headers.Location));
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        }

        Assert.Equal(before, await host.Database.TablesAsync());
        using var phone = host.NewBrowser();
        var answered = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), form: ".answer-buttons", button: "[value=accept]");
        Assert.Equal("Thank you, we look forward to seeing you.", answered.One("#answer-title")!.TextContent);
        Assert.Equal((InvitationState.Accepted, false), await StoredAsync(invitation) is var stored ? (stored.State, stored.ToVerify) : default);
    }

    [Fact]
    public async Task Not_knowing_yet_is_an_answer_that_keeps_no_seat_and_can_become_any_other()
    {
        var dialogue = await _given.DialogueAsync();
        var (invitation, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync(language: Language.English));
        using var phone = host.NewBrowser();

        var undecided = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), form: ".answer-buttons", button: "[value=undecided]");
        var stored = await StoredAsync(invitation);
        Assert.Equal((HttpStatusCode.OK, InvitationState.Undecided, AnswerSource.Link, _given.Now), (undecided.Status, stored.State, stored.AnsweredBy, stored.AnsweredAt));
        Assert.NotNull(undecided.One(".answer-buttons [value=accept]"));

        _ = await phone.SubmitAsync(undecided, form: ".answer-buttons", button: "[value=accept]");
        Assert.Equal(InvitationState.Accepted, (await StoredAsync(invitation)).State);
        await using var db = host.OpenDb();
        Assert.Equal([TimelineKind.Undecided, TimelineKind.Accepted], await db.Timeline.Where(e => e.InvitationId == invitation.Id).Select(e => e.Kind).OrderBy(k => k == TimelineKind.Accepted).ToListAsync());
    }

    [Fact]
    public async Task A_reason_comes_after_declining_is_read_by_the_organiser_and_goes_with_another_answer()
    {
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync(language: Language.English));
        using var phone = host.NewBrowser();
        var declined = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), form: ".answer-buttons", button: "[value=decline]");

        var said = await phone.SubmitAsync(declined, new { reason = "  Another\u00a0mission  " }, form: "form[action*=Reason]");
        using var desk = await _given.SignedInAsync();
        var page = await desk.GetAsync($"/organise/invitations/{invitation.Id}");
        var refused = await phone.SubmitAsync(said, new { reason = "Me\u202Enhoj" }, form: "form[action*=Reason]");

        Assert.Contains("Thank you. The organiser can read your reason.", said.Text, StringComparison.Ordinal);
        Assert.Contains("Why they cannot come: Another mission", page.Text.Replace('\u00a0', ' '), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        // What was typed before the answer changed on another device is no reason any more, and the stream says nothing of one.
        _ = await phone.SubmitAsync(await phone.GetAsync(said.Path), form: ".answer-buttons", button: "[value=accept]");
        _ = await phone.SubmitAsync(declined, new { reason = "Too late" }, form: "form[action*=Reason]");
        Assert.Equal((InvitationState.Accepted, ""), await StoredAsync(invitation) is var stored ? (stored.State, stored.Reason) : default);
        await using var db = host.OpenDb();
        Assert.Equal(1, await db.Timeline.CountAsync(e => e.Kind == TimelineKind.ReasonGiven));
    }

    [Fact]
    public async Task Case_03_the_link_reveals_nobody_else()
    {
        var dialogue = await _given.DialogueAsync();
        var (_, token) = await _given.InvitationAsync(dialogue, await _given.PersonAsync());
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Canary", "Kanarienvogel", affiliation: "Institut Canari"), i => Assert.Null(i.Answer(true, dialogue, host.Clock.GetUtcNow())));
        using var phone = host.NewBrowser();

        var page = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), form: ".answer-buttons", button: "[value=accept]");

        Assert.Contains("Awa Diallo", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Kanarienvogel", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Canari", page.Html, StringComparison.Ordinal);
    }

    private async Task<Invitation> StoredAsync(Invitation invitation)
    {
        await using var db = host.OpenDb();
        return await db.Invitations.SingleAsync(i => i.Id == invitation.Id);
    }
}
