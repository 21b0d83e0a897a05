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
    public async Task Case_01_looking_changes_nothing()
    {
        var (invitation, token) = await _given.InvitationAsync(await _given.DialogueAsync(), await _given.PersonAsync());
        using var scanner = host.NewBrowser();

        for (int i = 0; i < 20; i++)
        {
            using var request = new HttpRequestMessage(i % 2 == 0 ? HttpMethod.Get : HttpMethod.Head, "/i/" + token);
            using var response = await scanner.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
            using var shown = await scanner.Http.SendAsync(new HttpRequestMessage(request.Method, response.Headers.Location));
            Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        }

        var stored = await StoredAsync(invitation);
        Assert.Equal((InvitationState.Invited, (DateTimeOffset?)null), (stored.State, stored.AnsweredAt));
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
