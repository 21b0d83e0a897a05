using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Reminders;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>Nobody gets a letter that asks them to come and one that asks them not to.</summary>
public sealed class Contradicting_letters(EventsHost host) : IAsyncLifetime
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
    public async Task Calling_a_day_off_withdraws_what_asks_to_come_and_waits_and_taking_it_back_lets_all_of_it_wait_again()
    {
        var (awa, hana, jonas) = (await _given.PersonAsync("Awa", "Diallo"), await _given.PersonAsync("Hana", "Novotná"), await _given.PersonAsync("Jonas", "Lindqvist"));
        var (told, _) = await _given.InvitationAsync(_organiser.Dialogue, hana, i => Assert.Null(i.Answer(true, _organiser.Dialogue, _given.Now)));
        var (invited, _) = await _given.InvitationAsync(_organiser.Dialogue, jonas);
        // One that no server takes for hours, and one that is in the air at the very moment.
        var (stuck, leaving) = (Letter.Queue(told, hana, LetterKind.Change, new(Language.French, "Objet", "{link}"), _given.Now), Letter.Queue(invited, jonas, LetterKind.Invitation, new(Language.French, "Objet", "{link}"), _given.Now));
        stuck.Claim(_given.Now);
        stuck.Deferred("451 later", _given.Now);
        await _given.SaveAsync(stuck, leaving);
        var claimed = (await _post.Outbox.ClaimAsync(CancellationToken.None))!;
        _ = await _organiser.PressAsync(await _organiser.SendAsync(awa), "Pause");
        (LetterKind, LetterState)[] before = await StatesAsync();
        Assert.Equal([(LetterKind.Invitation, LetterState.InFlight), (LetterKind.Invitation, LetterState.Paused), (LetterKind.Change, LetterState.Retry)], before);

        var preview = await CallOffAsync();
        Assert.Contains("1 person is told nothing", preview.Text, StringComparison.Ordinal);
        Assert.Equal("Call the day off and send 2 letters (2 French)", preview.All("form.send .primary").Single());
        Assert.DoesNotContain("/i/", preview.One("article.letter")!.TextContent, StringComparison.Ordinal);
        var wave = await _organiser.SendAsync(preview);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        // The last look before its words go out.
        string why = _post.Outbox.WhyNot(claimed)!;
        Assert.True(await _post.Outbox.SettleAsync(claimed, new(AIDialogues.Events.Worker.Letters.SendResult.NotWanted, why), CancellationToken.None));
        Assert.Equal(0, (await _post.DrainAsync()).Sent);
        _ = await _organiser.PressAsync(wave, "Undo");
        Assert.Equal([(LetterKind.Invitation, LetterState.Queued), (LetterKind.Invitation, LetterState.Paused), (LetterKind.Change, LetterState.Retry)], await StatesAsync());

        _ = await _organiser.SendAsync(await CallOffAsync());
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        _ = await _post.DrainAsync();

        // Jonas and Awa were never asked, so nobody tells them of a day that they have not heard of.
        Assert.Equal([hana.Email], _post.Sink.Mails.SelectMany(m => m.Recipients));
        Assert.Equal([(LetterKind.Invitation, LetterState.Dropped), (LetterKind.Invitation, LetterState.Dropped), (LetterKind.Change, LetterState.Dropped), (LetterKind.CalledOff, LetterState.Sent)], await StatesAsync());
        // Newest first: who reads it finds the day called off, and not a wave among others.
        string[] acts = ["Day called off by letter", "Calling off of a day taken back", "Wave held", "Wave sent off", "Wave taken back"];
        var rows = (await _organiser.Browser.GetAsync("/organise/audit")).All("tbody tr").Select(row => acts.FirstOrDefault(act => row.Contains(act, StringComparison.Ordinal))).OfType<string>();
        Assert.Equal([acts[0], acts[1], acts[0], acts[2], acts[3]], rows.Take(5));
    }

    [Fact]
    public async Task After_a_cancellation_no_invitation_and_no_reminder_leaves_any_more()
    {
        var awa = await _given.PersonAsync("Awa", "Diallo");
        _ = await _organiser.SendAsync(awa);
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _post.DrainAsync();
        _ = await _organiser.SendAsync(await CallOffAsync());
        await using (var db = host.OpenDb())
        {
            var invitation = await db.Invitations.SingleAsync();
            // As a job would that looked a moment before.
            _ = db.Add(Letter.Queue(invitation, awa, LetterKind.Reminder, new(Language.French, "Rappel", "{link}"), _given.Now));
            _ = await db.SaveChangesAsync();
        }

        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _post.DrainAsync();

        Assert.Equal([(LetterKind.Invitation, LetterState.Sent), (LetterKind.Reminder, LetterState.Dropped), (LetterKind.CalledOff, LetterState.Sent)],
            (await _organiser.LettersAsync()).Select(l => (l.Kind, l.State)).OrderBy(l => l.Kind));
        Assert.Equal(2, _post.Sink.Mails.Count);
    }

    [Fact]
    public async Task A_failed_invitation_is_not_sent_again_after_the_day_was_called_off()
    {
        _ = await _organiser.SendAsync(await _given.PersonAsync("Awa", "Diallo"));
        await using (var db = host.OpenDb())
        {
            var letter = await db.Letters.SingleAsync();
            letter.Claim(_given.Now);
            letter.Refused("550 no");
            _ = await db.SaveChangesAsync();
        }

        _ = await _organiser.SendAsync(await CallOffAsync());
        var page = await _organiser.Browser.SubmitAsync(await _organiser.Browser.GetAsync("/organise/letters?state=Failed"), form: "td.act form");

        Assert.Equal(["A letter that says the opposite waits or has gone to: Awa Diallo. Nobody may get both."], page.Errors);
    }

    [Fact]
    public async Task A_cancellation_overtakes_what_waits()
    {
        var first = await _given.PersonAsync("Awa", "Diallo");
        _ = await _organiser.SendAsync(first);
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _ = await _post.DrainAsync();
        _ = await _organiser.SendAsync(await CallOffAsync());
        using var other = await Organiser.AtWorkAsync(host, _given);
        _ = await other.SendAsync(await _given.PersonAsync("Hana", "Novotná"), await _given.PersonAsync("Jonas", "Lindqvist"));
        await using (var db = host.OpenDb()) _ = await db.Letters.Where(l => l.Kind == LetterKind.Invitation).ExecuteUpdateAsync(l => l.SetProperty(x => x.NotBefore, _given.Now.AddHours(-1)));
        host.Clock.Advance(TimeSpan.FromSeconds(31));
        _post.Sink.Clear();

        _ = await _post.DrainAsync();

        Assert.Equal(3, _post.Sink.Mails.Count);
        Assert.Equal(first.Email, _post.Sink.Mails[0].Recipients.Single());
    }

    [Fact]
    public async Task For_a_day_that_was_called_off_nothing_is_taken_that_would_be_dropped_on_the_way()
    {
        var dialogue = _organiser.Dialogue;
        var (silent, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Hana", "Novotná"));
        var (declined, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Jonas", "Lindqvist"), i => Assert.Null(i.Answer(false, dialogue, _given.Now)));
        var proposal = Given.Value(SubstituteProposal.Of(declined, "Karim Benali", "karim@bassin.test", "", _given.Now));
        var newcomer = await _given.PersonAsync("Awa", "Diallo");
        var failed = Letter.Queue(silent, await PersonAsync(silent.PersonId), LetterKind.Invitation, new(Language.French, "Objet", "{link}"), _given.Now);
        failed.Claim(_given.Now);
        failed.Refused("550 no");
        await _given.SaveAsync(proposal, failed);
        host.Clock.Advance(TimeSpan.FromDays(5));
        await using (var db = host.OpenDb())
        {
            (await db.Dialogues.SingleAsync(d => d.Id == dialogue.Id)).Cancel(_given.Now);
            _ = await db.SaveChangesAsync();
        }

        var told = new List<string>();
        foreach (var kind in LetterTemplate.Kinds) told.Add(await CodeAsync(async db => (await new WaveSending(db, host.Clock).PrepareAsync(dialogue.Id, kind, [kind == LetterKind.Invitation ? newcomer.Id : silent.PersonId], [], CancellationToken.None)).Refused(out var no, out _) ? no : null));
        told.Add(await CodeAsync(async db => (await new Substitutes(db, host.Clock).ApproveAsync(proposal.Id, new("Karim", "Benali", "karim@bassin.test", "", StakeholderGroup.Institutions, "ML", Language.French), CancellationToken.None)).Refused(out var no, out _) ? no : null));
        told.Add(await CodeAsync(async db => (await db.RenewLinkAsync(silent.Id, _given.Now, CancellationToken.None)).Refused(out var no, out _) ? no : null));
        told.Add(await CodeAsync(db => db.RemindNowAsync(silent.Id, _given.Now, CancellationToken.None)));
        told.Add(await CodeAsync(async db => (await db.SendAgainAsync(failed.Id, _given.Now, CancellationToken.None)).Refusal));

        Assert.Equal([.. LetterTemplate.Kinds.Select(k => k == LetterKind.CalledOff ? "(taken)" : "dialogue-cancelled"), "dialogue-cancelled", "dialogue-cancelled", "dialogue-cancelled", "dialogue-cancelled"], told);
        await using var after = host.OpenDb();
        Assert.Equal((1, 0, 2), (await after.Letters.CountAsync(), await after.Reminders.CountAsync(), await after.Invitations.CountAsync()));
        Assert.Null((await after.PersonalLinks.SingleAsync(l => l.InvitationId == silent.Id)).RevokedAt);
    }

    [Fact]
    public async Task Whoever_wants_no_more_invitations_is_not_reminded_and_not_invited_in_somebodys_place()
    {
        var dialogue = _organiser.Dialogue;
        var (silent, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Hana", "Novotná"));
        var (declined, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Jonas", "Lindqvist"), i => Assert.Null(i.Answer(false, dialogue, _given.Now)));
        var proposal = Given.Value(SubstituteProposal.Of(declined, "Awa Diallo", "awa@bassin.test", "", _given.Now));
        var awa = await _given.PersonAsync("Awa", "Diallo", "awa@bassin.test");
        await _given.SaveAsync(proposal);
        await using (var db = host.OpenDb())
        {
            await db.OptOutAsync(silent.PersonId, _given.Now, CancellationToken.None);
            await db.OptOutAsync(awa.Id, _given.Now, CancellationToken.None);
        }

        host.Clock.Advance(TimeSpan.FromDays(5));
        Assert.Equal("reminder-not-wanted", await CodeAsync(db => db.RemindNowAsync(silent.Id, _given.Now, CancellationToken.None)));
        Assert.Equal("letter-reader-wants-none", await CodeAsync(async db => (await new Substitutes(db, host.Clock).ApproveAsync(proposal.Id, awa.Details, CancellationToken.None)).Refused(out var no, out _) ? no : null));
        await using var after = host.OpenDb();
        Assert.Equal((0, 0, SubstituteState.Proposed), (await after.Letters.CountAsync(), await after.Reminders.CountAsync(), (await after.SubstituteProposals.SingleAsync()).State));
    }

    /// <summary>Each time in a context of its own, as a request has.</summary>
    private async Task<string> CodeAsync(Func<EventsDb, Task<Refusal?>> act)
    {
        await using var db = host.OpenDb();
        return (await act(db))?.Code ?? "(taken)";
    }

    private async Task<Person> PersonAsync(Id<Person> id)
    {
        await using var db = host.OpenDb();
        return await db.People.AsNoTracking().SingleAsync(p => p.Id == id);
    }

    private async Task<(LetterKind Kind, LetterState State)[]> StatesAsync() => [.. (await _organiser.LettersAsync()).Select(l => (l.Kind, l.State)).OrderBy(l => l.Kind).ThenBy(l => l.State)];

    private async Task<Page> CallOffAsync() => await _organiser.Browser.SubmitAsync(
        await _organiser.Browser.GetAsync($"/organise/dialogues/{_organiser.Dialogue.Id}/waves"), form: "section form", button: "button[value=CalledOff]");
}
