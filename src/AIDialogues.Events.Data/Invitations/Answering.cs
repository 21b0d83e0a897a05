using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>Takes answers. All that concern the seats of one dialogue go one after the other, so the last seat is given once.</summary>
public static class Answering
{
    public static Task<Result<Invitation>> AnswerAsync(this EventsDb db, Id<Invitation> id, AnswerGiven answer, DateTimeOffset now, CancellationToken ct) =>
        db.InTurnAsync(id, (invitation, dialogue) => db.DecideAsync(invitation, dialogue, answer, now, ct), now, ct);

    /// <summary>Anything else that is done to one invitation, in its turn and in one transaction.</summary>
    public static Task<Result<Invitation>> ChangeAsync(this EventsDb db, Id<Invitation> id, Func<Invitation, Dialogue, Refusal?> change, DateTimeOffset now, CancellationToken ct) =>
        db.InTurnAsync(id, (invitation, dialogue) => Task.FromResult(change(invitation, dialogue)), now, ct);

    /// <summary>Another role, if it has a seat for somebody who holds one or was asked.</summary>
    public static Task<Result<Invitation>> InviteAsAsync(this EventsDb db, Id<Invitation> id, InvitationRole role, DateTimeOffset now, CancellationToken ct) =>
        db.InTurnAsync(id, (invitation, _) => db.InviteAsAsync(invitation, role, now, ct), now, ct);

    private static async Task<Refusal?> InviteAsAsync(this EventsDb db, Invitation invitation, InvitationRole role, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.MayBecomeAsync(invitation, role, now, ct) is { } refusal) return refusal;
        if (invitation.Role == role) return null;
        invitation.InviteAs(role);
        _ = db.Add(TimelineEntry.Of(invitation, TimelineKind.RoleChanged, TimelineActor.Organiser, now));
        return null;
    }

    internal static async Task<Result<Invitation>> InTurnAsync(this EventsDb db, Id<Invitation> id, Func<Invitation, Dialogue, Task<Refusal?>> act, DateTimeOffset now, CancellationToken ct)
    {
        // What was read before the turn may be old by now.
        db.ChangeTracker.Clear();
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        var dialogueId = await db.Invitations.Where(i => i.Id == id).Select(i => i.DialogueId).SingleAsync(ct);
        _ = await db.TakeTurnAsync(dialogueId, ct);
        var invitation = await db.Invitations.SingleAsync(i => i.Id == id, ct);
        var dialogue = await db.Dialogues.AsNoTracking().SingleAsync(d => d.Id == dialogueId, ct);
        bool declined = invitation.State == InvitationState.Declined;
        if (await act(invitation, dialogue) is { } refusal) return refusal;
        if (declined && invitation.State != InvitationState.Declined) await db.OvertakeProposalsAsync([invitation], now, ct);
        try
        {
            _ = await db.SaveChangesAsync(ct);
            // A seat that this freed goes to who waits, in the same transaction.
            await db.OfferFreeSeatsAsync(dialogue, now, ct);
        }
        catch (DbUpdateException exception) when (exception.Refusal() is { } lost)
        {
            db.ChangeTracker.Clear();
            return lost;
        }

        await transaction.CommitAsync(ct);
        return invitation;
    }

    /// <summary>Counts and answers; safe only for who has passed the turnstile.</summary>
    internal static async Task<Refusal?> DecideAsync(this EventsDb db, Invitation invitation, Dialogue dialogue, AnswerGiven answer, DateTimeOffset now, CancellationToken ct)
    {
        // The clock comes first: who was late asks anew, behind everybody who waits.
        if (invitation.Lapse(now)) _ = db.Add(TimelineEntry.Of(invitation, TimelineKind.Lapsed, TimelineActor.Clock, now));
        var (before, reason) = (invitation.State, invitation.Reason);
        if (answer.Kind == AnswerKind.Accept && await db.RefusesRuleAsync(invitation, now, ct)) return ConsentRefusals.RuleRefused;
        answer = await db.AsItCameAsync(invitation, dialogue, answer, now, ct);
        if (invitation.Answer(answer, dialogue, await db.HasSeatAsync(invitation, dialogue, now, ct), now) is { } refusal) return refusal;
        if (invitation.State == before && invitation.Reason == reason) return null;
        var actor = answer.Source == AnswerSource.Link ? TimelineActor.Invitee : TimelineActor.Organiser;
        _ = db.Add(TimelineEntry.Of(invitation, KindOf(invitation.State), actor, now, answer.Source, answer.Note));
        return null;
    }

    /// <summary>An answer by the link, with whether it needs the person's word: asked at every door through which one can come.</summary>
    internal static async Task<AnswerGiven> AsItCameAsync(this EventsDb db, Invitation invitation, Dialogue dialogue, AnswerGiven answer, DateTimeOffset now, CancellationToken ct) =>
        answer.Source == AnswerSource.Link ? answer with { ToVerify = await db.CameFasterThanPeopleAsync(invitation, dialogue, now, ct) } : answer;

    private static async Task<bool> HasSeatAsync(this EventsDb db, Invitation invitation, Dialogue dialogue, DateTimeOffset now, CancellationToken ct)
    {
        var places = await db.Places.AsNoTracking().FirstOrDefaultAsync(p => p.DialogueId == dialogue.Id, ct);
        if (places?.SeatsOf(invitation.Role) is null) return true;
        var seats = (await db.SeatCountsAsync(places, now, ct))[(int)invitation.Role];
        return seats.HasFree && seats.Waiting == 0;
    }

    // The letter of this moment, of any kind that carries a link: still being handed over, or handed over, or lost sight of, less than two seconds ago. About
    // whichever of their days in the series: one page answers all of them.
    private static Task<bool> CameFasterThanPeopleAsync(this EventsDb db, Invitation invitation, Dialogue dialogue, DateTimeOffset now, CancellationToken ct)
    {
        var since = now - AnswerGiven.FasterThanPeople;
        var days = db.Invitations.Where(i => i.PersonId == invitation.PersonId && db.Dialogues.Any(d => d.Id == i.DialogueId && d.SeriesId == dialogue.SeriesId)).Select(i => i.Id);
        return db.Letters.AnyAsync(l => days.Contains(l.InvitationId)
            && l.Kind != LetterKind.Code && l.Kind != LetterKind.CalledOff && l.Kind != LetterKind.Cancellation
            && (l.State == LetterState.InFlight || l.SentAt > since || (l.State == LetterState.Unknown && db.Deliveries.Any(d => d.LetterId == l.Id && d.At > since))), ct);
    }

    private static TimelineKind KindOf(InvitationState state) => state switch
    {
        InvitationState.Accepted => TimelineKind.Accepted,
        InvitationState.Waitlisted => TimelineKind.Waitlisted,
        InvitationState.Undecided => TimelineKind.Undecided,
        _ => TimelineKind.Declined,
    };
}
