using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Waves;

/// <summary>Whom the ladder proposes can be invited: the seats it counts are those that the preview counts.</summary>
public sealed class Climbing_the_ladder(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Organiser _organiser = null!;

    private Dialogue Day => _organiser.Dialogue;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _organiser = await Organiser.AtWorkAsync(host, _given);
        var places = Places.Of(Day.Id);
        Assert.Null(places.Change(new(Participants: 2, Speakers: 1, Observers: null)));
        await _given.SaveAsync(places);
    }

    public ValueTask DisposeAsync()
    {
        _organiser.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Leads_from_a_full_day_to_letters_sent_in_the_roles_of_those_who_are_gone()
    {
        var (silent, _) = await _given.InvitationAsync(Day, await _given.PersonAsync("Sila", "Silent"));
        _ = await _given.InvitationAsync(Day, await _given.PersonAsync("Awa", "Accepts"), i => Assert.Null(i.Answer(true, Day, _given.Now)));
        _ = await _given.InvitationAsync(Day, await _given.PersonAsync("Dina", "Declines"), i =>
        {
            i.InviteAs(InvitationRole.Speaker);
            Assert.Null(i.Answer(false, Day, _given.Now));
        });
        _ = await _given.PersonAsync("Nora", "Next");
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        _ = await _given.PersonAsync("Omar", "Other");
        host.Clock.SetUtcNow(Day.AnswersEnd.AddHours(1));
        using var desk = await _given.SignedInAsync();
        string path = $"/organise/dialogues/{Day.Id}/ladder";

        var ladder = await desk.GetAsync(path);
        foreach (var role in (InvitationRole[])[InvitationRole.Participant, InvitationRole.Speaker])
        {
            var preview = await desk.SubmitAsync(await desk.GetAsync(path), form: $"form:has(input[value={role}])");
            Assert.Empty(preview.Errors);
            Assert.Contains("1 letter is on its way (1 French).", (await desk.SubmitAsync(preview, form: "form.send")).Text, StringComparison.Ordinal);
        }

        Assert.Equal(["Invited as: Participant", "Invited as: Speaker"], ladder.All("section h2"));
        await using var db = host.OpenDb();
        var roles = await db.Invitations.Where(i => i.InvitedAt > Day.AnswersEnd).Select(i => i.Role).ToListAsync();
        Assert.Equal([InvitationRole.Participant, InvitationRole.Speaker], roles.Order());
        // Who was asked after the last day to answer is asked, not gone: nobody is proposed in their place at once.
        Assert.Empty(await db.LadderAsync(Day, _given.Now, CancellationToken.None));

        // The successor was faster. Who is late finds every seat held, and waits.
        var successor = await db.Invitations.AsNoTracking().SingleAsync(i => i.InvitedAt > Day.AnswersEnd && i.Role == InvitationRole.Participant);
        Assert.Equal(InvitationState.Accepted, Given.Value(await db.AnswerAsync(successor.Id, new(AnswerKind.Accept), _given.Now, CancellationToken.None)).State);
        Assert.Equal(InvitationState.Waitlisted, Given.Value(await db.AnswerAsync(silent.Id, new(AnswerKind.Accept), _given.Now, CancellationToken.None)).State);
    }

    [Fact]
    public async Task Proposes_nobody_for_a_seat_that_somebody_who_waited_was_offered()
    {
        var (first, _) = await _given.InvitationAsync(Day, await _given.PersonAsync("Dina", "Declines"), i => i.InviteAs(InvitationRole.Speaker));
        _ = await _given.InvitationAsync(Day, await _given.PersonAsync("Wim", "Waits"), i =>
        {
            i.InviteAs(InvitationRole.Speaker);
            Assert.Null(i.Answer(new(AnswerKind.Accept), Day, seatFree: false, _given.Now));
        });
        _ = await _given.PersonAsync("Nora", "Next");
        await using (var db = host.OpenDb()) _ = Given.Value(await db.AnswerAsync(first.Id, new(AnswerKind.Decline), _given.Now, CancellationToken.None));

        var page = await _organiser.Browser.GetAsync($"/organise/dialogues/{Day.Id}/ladder");

        Assert.Equal(["No seat: those invited and accepted fill this role"], page.All("tbody td[data-label=Next]"));
        Assert.Empty(page.Document.QuerySelectorAll("input[name=ids]"));
    }

    /// <summary>Both declined on Monday; the substitute of one, invited on Tuesday, is in that one's place and in nobody else's.</summary>
    [Fact]
    public async Task A_substitute_takes_no_rung_of_anybody_else()
    {
        var (first, _) = await _given.InvitationAsync(Day, await _given.PersonAsync("Xena", "Replaced"), i => Assert.Null(i.Answer(false, Day, _given.Now)));
        var (second, _) = await _given.InvitationAsync(Day, await _given.PersonAsync("Yann", "Declines"), i => Assert.Null(i.Answer(false, Day, _given.Now)));
        var proposal = Given.Value(SubstituteProposal.Of(first, "Zoe Substitute", "zoe@bassin.test", "", _given.Now));
        await _given.SaveAsync(proposal);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await using var db = host.OpenDb();
        _ = Given.Value(await new Substitutes(db, host.Clock).ApproveAsync(proposal.Id, new("Zoe", "Substitute", "zoe@bassin.test", "", StakeholderGroup.Institutions, "ML", Language.French), CancellationToken.None));

        Assert.Equal([second.Id], (await db.LadderAsync(Day, host.Clock.GetUtcNow(), CancellationToken.None)).Select(r => r.Gone.Id));
    }

    [Fact]
    public async Task Two_hundred_who_were_replaced_hide_nobody_who_declined_after_them()
    {
        var people = Enumerable.Range(0, 401).Select(i => Given.Value(Person.New(new("Awa", $"Diallo{i}", $"many{i}@bassin.test", "", StakeholderGroup.Institutions, "ML", Language.French), _given.Now))).ToList();
        var gone = people[..200].ConvertAll(p => Declined(p, _given.Now));
        var taken = people[200..400].ConvertAll(p => Invitation.Of(p, Day, _given.Now.AddMinutes(1)));
        var last = Declined(people[400], _given.Now.AddMinutes(2));
        await _given.SaveAsync([.. people, .. gone, .. taken, last]);
        await using var db = host.OpenDb();

        Assert.Equal([last.Id], (await db.LadderAsync(Day, _given.Now.AddMinutes(3), CancellationToken.None)).Select(r => r.Gone.Id));

        Invitation Declined(Person person, DateTimeOffset at)
        {
            var invitation = Invitation.Of(person, Day, _given.Now);
            Assert.Null(invitation.Answer(false, Day, at));
            return invitation;
        }
    }

    [Fact]
    public async Task Balance_counts_as_gone_whom_the_ladder_does()
    {
        _ = await _given.InvitationAsync(Day, await _given.PersonAsync("Sila", "Silent"));
        host.Clock.SetUtcNow(Day.AnswersEnd);
        var (late, _) = await _given.InvitationAsync(Day, await _given.PersonAsync("Nora", "Next"));
        await using var db = host.OpenDb();

        var balance = await db.BalanceAsync(Day.Id, Day.AnswerBy.AddDays(1), CancellationToken.None);

        Assert.Equal([late.PersonId], balance!.Prospects.Select(p => p.PersonId));
    }
}
