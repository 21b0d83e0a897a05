using System.Net;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>Withdrawn is not for ever: those who are withdrawn are seen first, and a wave can invite them again.</summary>
public sealed class Inviting_again(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;
    private Organiser _organiser = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        _organiser = await Organiser.AtWorkAsync(host, _given);
    }

    public async ValueTask DisposeAsync()
    {
        _organiser.Dispose();
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task Opens_the_withdrawn_invitation_with_a_new_link_counts_it_apart_and_leaves_the_old_link_dead()
    {
        var awa = await _given.PersonAsync("Awa", "Diallo");
        _ = await _organiser.SendAsync(awa);
        string old = await SentTokenAsync();
        var first = await OfAsync(awa);
        // Written before the withdrawal and not gone: it is about an invitation that is no more.
        await _given.SaveAsync(Letter.Queue(first, awa, LetterKind.Reminder, new(Language.French, "Rappel d’avant", "Bonjour\n\n{link}"), _given.Now.AddMinutes(5)));
        await WithdrawAsync(first);
        host.Clock.Advance(TimeSpan.FromMinutes(10));

        var withdrawn = await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/invitations?tab=Withdrawn&ticked=true");
        var preview = await _organiser.Browser.SubmitAsync(withdrawn, form: "main form[method=post]", button: "button[value=Invitation]");
        var again = _given.Now;
        _ = await _organiser.SendAsync(preview);
        string fresh = await SentTokenAsync();

        Assert.Contains("1 of those chosen had an invitation that was withdrawn. This letter invites them again; their old links stay closed.", preview.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("invited already", preview.Text, StringComparison.Ordinal);
        var after = await OfAsync(awa);
        Assert.Equal((first.Id, InvitationState.Invited, again), (after.Id, after.State, after.InvitedAt));
        Assert.DoesNotContain(_post.Sink.Mails, m => m.Subject == "Rappel d’avant");
        using var expert = host.NewBrowser();
        Assert.Equal((HttpStatusCode.Gone, HttpStatusCode.OK), ((await expert.GetAsync("/i/" + old)).Status, (await expert.GetAsync("/i/" + fresh)).Status));
        var stream = (await _organiser.Browser.GetAsync($"/organise/invitations/{first.Id}")).All("ul.stream > li p:first-child");
        Assert.Equal(["Invited again (an organiser)", "Withdrawn (an organiser)", "Invited (an organiser)"], stream.Where(s => s.StartsWith("Invited", StringComparison.Ordinal) || s.StartsWith("Withdrawn", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Is_taken_back_with_the_wave_and_leaves_the_invitation_as_withdrawn_as_before()
    {
        var awa = await _given.PersonAsync("Awa", "Diallo");
        var (invitation, token) = await _given.InvitationAsync(_organiser.Dialogue, awa, i => Assert.Null(i.Answer(true, _organiser.Dialogue, _given.Now)));
        await WithdrawAsync(invitation);
        host.Clock.Advance(TimeSpan.FromHours(1));
        var page = await _organiser.Browser.GetAsync($"/organise/invitations/{invitation.Id}");
        var wave = await _organiser.SendAsync(await _organiser.Browser.SubmitAsync(page, form: "form[action*=prepare]", button: "button[value=Invitation]"));
        Assert.Equal(InvitationState.Invited, (await OfAsync(awa)).State);

        _ = await _organiser.PressAsync(wave, "Undo");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await _post.DrainAsync();

        var after = await OfAsync(awa);
        Assert.Equal((invitation.Id, InvitationState.Withdrawn, invitation.InvitedAt), (after.Id, after.State, after.InvitedAt));
        Assert.Empty(_post.Sink.Mails);
        using var expert = host.NewBrowser();
        Assert.Equal(HttpStatusCode.Gone, (await expert.GetAsync("/i/" + token)).Status);
    }

    [Fact]
    public async Task Several_are_withdrawn_only_as_they_were_shown_with_their_answers_and_seats_and_can_be_invited_again_at_once()
    {
        var day = _organiser.Dialogue;
        var places = Places.Of(day.Id);
        Assert.Null(places.Change(new(Participants: 1, Speakers: null, Observers: null)));
        await _given.SaveAsync(places);
        var (comes, _) = await _given.InvitationAsync(day, await _given.PersonAsync("Awa", "Accepts"), i => Assert.Null(i.Answer(true, day, _given.Now)));
        _ = await _given.InvitationAsync(day, await _given.PersonAsync("Wim", "Waits"), i => Assert.Null(i.Answer(new(AnswerKind.Accept), day, seatFree: false, _given.Now)));
        var (silent, _) = await _given.InvitationAsync(day, await _given.PersonAsync("Sila", "Silent"));
        var entry = CalendarEntry.Of(comes);
        _ = entry.Tell("facts", cancelled: false, _given.Now);
        await _given.SaveAsync(entry);
        var board = await _organiser.Browser.GetAsync($"/organise/dialogues/{day.Id}/invitations?ticked=true");

        var shown = await _organiser.Browser.SubmitAsync(board, form: "main form[method=post]", button: "button[formaction*=withdraw]");
        await using (var db = host.OpenDb()) Assert.Equal(0, await db.Invitations.CountAsync(i => i.State == InvitationState.Withdrawn));
        // She answers while the list is looked at.
        await using (var db = host.OpenDb()) _ = Given.Value(await db.AnswerAsync(silent.Id, new(AnswerKind.Decline, Source: AnswerSource.Mail), _given.Now, CancellationToken.None));
        var changed = await _organiser.Browser.SubmitAsync(shown, form: "form[action*=Withdraw]");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var done = await _organiser.Browser.SubmitAsync(changed, form: "form[action*=Withdraw]");

        Assert.Equal(["Awa Accepts", "Sila Silent", "Wim Waits"], shown.All("tbody th a"));
        Assert.Equal(["Accepted", "No answer yet", "Waiting list"], shown.All("tbody td[data-label=State]"));
        Assert.Equal(["Takes the day out of their calendar", "–", "–"], shown.All("tbody td[data-label=Letter]"));
        Assert.Contains("Participant: 1 seat becomes free. Free seats are offered by letter to those who wait.", shown.Text, StringComparison.Ordinal);
        Assert.Equal(["Withdraw 3 invitations"], shown.All(".action-bar button"));
        Assert.Equal((HttpStatusCode.UnprocessableEntity, "Declined"), (changed.Status, changed.All("tbody td[data-label=State]")[1]));
        Assert.Equal(["Somebody answered or was withdrawn after these people were shown, so nothing was done. Look at the list again."], changed.Errors);
        Assert.Contains("3 invitations are withdrawn; their links no longer work.", done.Text, StringComparison.Ordinal);
        await using (var db = host.OpenDb())
        {
            Assert.Equal((3, 0), (await db.Invitations.CountAsync(i => i.State == InvitationState.Withdrawn), await db.PersonalLinks.CountAsync(l => l.RevokedAt == null)));
            // Nobody was offered a seat on the way to being withdrawn.
            Assert.Equal(0, await db.Letters.CountAsync(l => l.Kind == LetterKind.Offer));
        }

        await using (var db = host.OpenDb()) _ = await db.Places.ExecuteUpdateAsync(p => p.SetProperty(x => x.Participants, 3));
        Assert.Equal(["Prepare letters that invite these 3 again"], done.All("form[action*=prepare] button"));
        var preview = await _organiser.Browser.SubmitAsync(done, form: "form[action*=prepare]", button: "button[value=Invitation]");
        Assert.Equal(["Send 3 letters (3 French)"], preview.All("form.send .primary"));
    }

    [Fact]
    public async Task A_program_that_names_everybody_invites_nobody_again_unless_it_says_so()
    {
        var (awa, hana) = (await _given.PersonAsync("Awa", "Diallo"), await _given.PersonAsync("Hana", "Novotná"));
        var (invitation, _) = await _given.InvitationAsync(_organiser.Dialogue, awa);
        await WithdrawAsync(invitation);
        using var api = await ApiClient.WithTokenAsync(host);
        Guid[] people = [awa.Id.Value, hana.Id.Value];
        string path = $"dialogues/{_organiser.Dialogue.Id}/";

        var plain = await api.PostAsync(path + "invitations", new { people });
        var again = await api.PostAsync(path + "invitations", new { people, again = true });
        var wave = await api.PostAsync(path + "waves", new { people });
        var both = await api.PostAsync(path + "waves", new { people, again = true });

        Assert.Equal((1, 0), ((int)plain.Json!["letters"]!, (int)plain.Json["invitedAgain"]!));
        Assert.Equal((2, 1), ((int)again.Json!["letters"]!, (int)again.Json["invitedAgain"]!));
        Assert.Equal((1, 2), ((int)wave.Json!["people"]!, (int)both.Json!["people"]!));
    }

    private async Task WithdrawAsync(Invitation invitation)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var db = host.OpenDb();
        _ = Given.Value(await db.WithdrawAsync(invitation.Id, _given.Now, CancellationToken.None));
    }

    private async Task<Invitation> OfAsync(Person person)
    {
        await using var db = host.OpenDb();
        return await db.Invitations.AsNoTracking().SingleAsync(i => i.PersonId == person.Id);
    }

    /// <summary>Lets the wave's letter leave, and what waits with it; the link it brings.</summary>
    private async Task<string> SentTokenAsync()
    {
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _post.DrainAsync();
        return _post.Sink.Mails[^1].Text!.Split("/i/")[1][..43];
    }
}
