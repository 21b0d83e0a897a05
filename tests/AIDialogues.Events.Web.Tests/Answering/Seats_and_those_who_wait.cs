using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Answering;

public sealed class Seats_and_those_who_wait(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Fault_24_fifty_racing_answers_fill_exactly_the_seats_and_the_rest_wait()
    {
        var (dialogue, invitations) = await InvitedAsync(50, seats: 7);
        // A pool of its own, that goes with the race: fifty open connections would be missed by the next test.
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(host.Database.Web) { MaxPoolSize = 25 }.ConnectionString);

        await Task.WhenAll(invitations.Select(async id =>
        {
            await using var db = DataSetup.Open(source);
            // Each at an instant of its own, in no order.
            var at = host.Clock.GetUtcNow().AddMilliseconds(invitations.IndexOf(id) * 37 % 50);
            Assert.False((await db.AnswerAsync(id, new(AnswerKind.Accept), at, CancellationToken.None)).Refused(out var refusal, out _), refusal?.Code);
        }));

        Assert.Equal((7, 43), await CountAsync(dialogue));
        // Three seats that become free go to the three who came first of those who wait, and to nobody else.
        await using var look = host.OpenDb();
        var (held, waiting) = ((await look.Invitations.Where(i => i.State == InvitationState.Accepted).Select(i => i.Id).ToListAsync()).Take(3), await look.Invitations.Where(i => i.State == InvitationState.Waitlisted).OrderBy(i => i.WaitingSince).Select(i => i.Id).ToListAsync());
        foreach (var id in held) await AnswerAsync(id, AnswerKind.Decline, TimeSpan.FromMinutes(1));
        Assert.Equal(waiting.Take(3).Order(Comparer<Id<Invitation>>.Create((a, b) => a.Value.CompareTo(b.Value))), (await look.Invitations.Where(i => i.State == InvitationState.Offered).Select(i => i.Id).ToListAsync()).Order(Comparer<Id<Invitation>>.Create((a, b) => a.Value.CompareTo(b.Value))));
    }

    [Fact]
    public async Task By_lot_seats_go_in_the_order_that_everybody_can_draw_again_whoever_came_first()
    {
        var (dialogue, all) = await InvitedAsync(6, seats: 1);
        await using (var db = host.OpenDb())
        {
            Assert.Null((await db.Places.SingleAsync(p => p.DialogueId == dialogue.Id)).Change(new(1, null, null, Rule: WaitlistRule.ByLot)));
            _ = await db.SaveChangesAsync();
        }

        foreach (var id in all) await AnswerAsync(id, AnswerKind.Accept, TimeSpan.FromMinutes(1));
        await using var look = host.OpenDb();
        string seed = (await look.Places.SingleAsync()).LotSeed;
        var drawn = (await look.Invitations.AsNoTracking().Where(i => i.State == InvitationState.Waitlisted).ToListAsync())
            .OrderBy(i => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes($"{seed}:{i.CalendarUid}"))), StringComparer.Ordinal).Select(i => i.Id).ToList();

        var offered = new List<Id<Invitation>>();
        var seat = all[0];
        foreach (int _ in Enumerable.Range(0, 5))
        {
            await AnswerAsync(seat, AnswerKind.Decline, TimeSpan.FromMinutes(1));
            offered.Add(seat = (await look.Invitations.AsNoTracking().SingleAsync(i => i.State == InvitationState.Offered)).Id);
        }

        Assert.Equal(drawn, offered);
    }

    [Fact]
    public async Task Fault_24_without_the_turnstile_the_same_race_gives_more_seats_than_there_are()
    {
        var (dialogue, invitations) = await InvitedAsync(20, seats: 3);
        using var counted = new Barrier(invitations.Count);
        await using var source = NpgsqlDataSource.Create(host.Database.Web);

        // Everybody counts before anybody saves: what the lock keeps from happening.
        await Task.WhenAll(invitations.Select(id => Task.Run(async () =>
        {
            await using var db = DataSetup.Open(source);
            var invitation = await db.Invitations.SingleAsync(i => i.Id == id);
            Assert.Null(await db.DecideAsync(invitation, dialogue, new(AnswerKind.Accept), host.Clock.GetUtcNow(), CancellationToken.None));
            counted.SignalAndWait(TimeSpan.FromSeconds(30));
            _ = await db.SaveChangesAsync();
        })));

        Assert.Equal((20, 0), await CountAsync(dialogue));
    }

    [Fact]
    public async Task A_seat_that_is_given_up_is_offered_to_who_waits_longest_and_lapses_to_the_next()
    {
        var (dialogue, all) = await InvitedAsync(3, seats: 1);
        foreach (var id in all) await AnswerAsync(id, AnswerKind.Accept, TimeSpan.FromMinutes(1));

        await AnswerAsync(all[0], AnswerKind.Decline, TimeSpan.FromMinutes(1));
        Assert.Equal([InvitationState.Declined, InvitationState.Offered, InvitationState.Waitlisted], await StatesAsync(all));

        host.Clock.Advance(TimeSpan.FromHours(48));
        await using (var db = host.OpenDb()) await db.TurnAsync(dialogue.Id, host.Clock.GetUtcNow(), CancellationToken.None);
        Assert.Equal([InvitationState.Declined, InvitationState.Lapsed, InvitationState.Offered], await StatesAsync(all));

        await AnswerAsync(all[2], AnswerKind.Accept, TimeSpan.FromMinutes(1));
        Assert.Equal([InvitationState.Declined, InvitationState.Lapsed, InvitationState.Accepted], await StatesAsync(all));
        await using var look = host.OpenDb();
        Assert.Equal(2, await look.Letters.CountAsync(l => l.Kind == LetterKind.Offer));
    }

    /// <summary>The job has not run; the page is still open from the day before.</summary>
    [Fact]
    public async Task A_seat_taken_after_its_offer_ran_out_goes_to_who_waits_and_not_to_who_let_it_pass()
    {
        var (_, all) = await InvitedAsync(3, seats: 1);
        foreach (var id in all) await AnswerAsync(id, AnswerKind.Accept, TimeSpan.FromMinutes(1));
        await AnswerAsync(all[0], AnswerKind.Decline, TimeSpan.FromMinutes(1));

        await AnswerAsync(all[1], AnswerKind.Accept, TimeSpan.FromHours(48));

        Assert.Equal([InvitationState.Declined, InvitationState.Waitlisted, InvitationState.Offered], await StatesAsync(all));
        await using var look = host.OpenDb();
        Assert.Equal(1, await look.Timeline.CountAsync(e => e.InvitationId == all[1] && e.Kind == TimelineKind.Lapsed));
    }

    [Fact]
    public async Task Invited_and_accepted_together_never_exceed_the_seats_unless_more_are_wanted()
    {
        var (dialogue, _) = await InvitedAsync(2, seats: 3);
        await using var db = host.OpenDb();

        Assert.Null(await db.MayInviteAsync(dialogue.Id, InvitationRole.Participant, 1, host.Clock.GetUtcNow(), CancellationToken.None));
        Assert.Equal(["places-too-few-seats", "1"], await db.MayInviteAsync(dialogue.Id, InvitationRole.Participant, 2, host.Clock.GetUtcNow(), CancellationToken.None) is { } no ? [no.Code, $"{no.Facts[0]}"] : []);
    }

    [Theory]
    [InlineData(AnswerKind.Accept, false, "places-role-full")]
    [InlineData(AnswerKind.Accept, true, "places-role-full")]
    [InlineData(null, false, "places-role-full")]
    [InlineData(null, true, null)]
    [InlineData(AnswerKind.Decline, false, null)]
    public async Task Nobody_gets_another_role_whose_seats_are_taken_or_asked_for(AnswerKind? answer, bool mayOverbook, string? refused)
    {
        var (dialogue, all) = await InvitedAsync(2, seats: 5);
        await using (var db = host.OpenDb())
        {
            Assert.Null((await db.Places.SingleAsync(p => p.DialogueId == dialogue.Id)).Change(new(5, 1, null, mayOverbook)));
            _ = await db.SaveChangesAsync();
        }

        await using (var db = host.OpenDb()) _ = Given.Value(await db.InviteAsAsync(all[0], InvitationRole.Speaker, host.Clock.GetUtcNow(), CancellationToken.None));
        await AnswerAsync(all[0], AnswerKind.Accept, TimeSpan.FromMinutes(1));
        if (answer is { } kind) await AnswerAsync(all[1], kind, TimeSpan.FromMinutes(1));

        await using var change = host.OpenDb();
        _ = (await change.InviteAsAsync(all[1], InvitationRole.Speaker, host.Clock.GetUtcNow(), CancellationToken.None)).Refused(out var refusal, out _);

        Assert.Equal(refused, refusal?.Code);
        await using var look = host.OpenDb();
        Assert.Equal(refused is null ? InvitationRole.Speaker : InvitationRole.Participant, (await look.Invitations.SingleAsync(i => i.Id == all[1])).Role);
    }

    [Fact]
    public async Task Whoever_waits_and_may_not_be_written_to_keeps_nobody_from_a_free_seat()
    {
        var (_, all) = await InvitedAsync(3, seats: 1);
        foreach (var id in all[..2]) await AnswerAsync(id, AnswerKind.Accept, TimeSpan.FromMinutes(1));
        await using (var db = host.OpenDb())
        {
            var waiting = await db.Invitations.SingleAsync(i => i.Id == all[1]);
            (await db.People.SingleAsync(p => p.Id == waiting.PersonId)).Restrict(_given.Now);
            _ = await db.SaveChangesAsync();
        }

        await AnswerAsync(all[0], AnswerKind.Decline, TimeSpan.FromMinutes(1));
        await AnswerAsync(all[2], AnswerKind.Accept, TimeSpan.FromMinutes(1));

        Assert.Equal([InvitationState.Declined, InvitationState.Waitlisted, InvitationState.Accepted], await StatesAsync(all));
    }

    [Fact]
    public async Task A_lot_can_be_drawn_again_by_anybody_who_knows_the_seed()
    {
        var dialogue = await _given.DialogueAsync();
        var places = Places.Of(dialogue.Id);
        Assert.Null(places.Change(new(1, null, null, Rule: WaitlistRule.ByLot)));
        var number = Guid.NewGuid();

        string again = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.ASCII.GetBytes($"{places.LotSeed}:{number}")));

        Assert.Equal(again, places.Lot(number));
    }

    private async Task<(Dialogue, List<Id<Invitation>>)> InvitedAsync(int count, int seats)
    {
        var dialogue = await _given.DialogueAsync();
        var places = Places.Of(dialogue.Id);
        Assert.Null(places.Change(new(seats, null, null)));
        await _given.SaveAsync(places);
        var ids = new List<Id<Invitation>>();
        for (int i = 0; i < count; i++) ids.Add((await _given.InvitationAsync(dialogue, await _given.PersonAsync())).Invitation.Id);
        return (dialogue, ids);
    }

    private async Task AnswerAsync(Id<Invitation> id, AnswerKind kind, TimeSpan later)
    {
        host.Clock.Advance(later);
        await using var db = host.OpenDb();
        Assert.False((await db.AnswerAsync(id, new(kind), host.Clock.GetUtcNow(), CancellationToken.None)).Refused(out var refusal, out _), refusal?.Code);
    }

    private async Task<List<InvitationState>> StatesAsync(List<Id<Invitation>> ids)
    {
        await using var db = host.OpenDb();
        var states = await db.Invitations.ToDictionaryAsync(i => i.Id, i => i.State);
        return ids.ConvertAll(id => states[id]);
    }

    private async Task<(int, int)> CountAsync(Dialogue dialogue)
    {
        await using var db = host.OpenDb();
        return (await db.Invitations.CountAsync(i => i.DialogueId == dialogue.Id && i.State == InvitationState.Accepted), await db.Invitations.CountAsync(i => i.DialogueId == dialogue.Id && i.State == InvitationState.Waitlisted));
    }
}
