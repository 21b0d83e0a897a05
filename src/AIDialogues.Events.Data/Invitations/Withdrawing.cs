using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>An invitation that is to be taken back, with whose it is.</summary>
/// <param name="IsInCalendar">Their calendar holds the day, so a letter follows that takes it out.</param>
public sealed record Withdrawal(Invitation Invitation, Person Person, bool IsInCalendar);

/// <summary>Those who are to be withdrawn together, and what becomes of their seats.</summary>
public sealed record Withdrawals(IReadOnlyList<Withdrawal> Of)
{
    /// <summary>The fingerprint of who they are and what each has answered: withdrawn is only who was shown, as they stood.</summary>
    public string Seal => Convert.ToHexString(SHA256.HashData(Encoding.ASCII.GetBytes(string.Join('\n', Of.Select(w => $"{w.Invitation.Id} {w.Invitation.State}").Order(StringComparer.Ordinal)))));

    /// <summary>How many seats of a role become free: those that were accepted or are kept for somebody.</summary>
    public int Frees(InvitationRole role) => Of.Count(w => w.Invitation.Role == role && w.Invitation.State is InvitationState.Accepted or InvitationState.Offered);
}

/// <summary>Takes invitations back, and every link to their pages with them; the seat goes to who waits.</summary>
public static class Withdrawing
{
    public static async Task<Result<Invitation>> WithdrawAsync(this EventsDb db, Id<Invitation> id, DateTimeOffset now, CancellationToken ct)
    {
        Refusal? Withdraw(Invitation invitation, Dialogue dialogue)
        {
            if (invitation.State == InvitationState.Withdrawn) return InvitationRefusals.Withdrawn;
            invitation.Withdraw();
            _ = db.Add(TimelineEntry.Of(invitation, TimelineKind.Withdrawn, TimelineActor.Organiser, now));
            return null;
        }

        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        var result = await db.ChangeAsync(id, Withdraw, now, ct);
        if (result.Refused(out _, out _)) return result;
        await db.CloseAnswerLinksAsync([id], now, ct);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return result;
    }

    /// <summary>Those of the chosen that belong to the dialogue and stand; by family name.</summary>
    public static async Task<Withdrawals> WithdrawalsAsync(this EventsDb db, Id<Dialogue> dialogue, IReadOnlyCollection<Id<Invitation>> chosen, CancellationToken ct)
    {
        var found = await (from invitation in db.Invitations
                           join person in db.People on invitation.PersonId equals person.Id
                           where invitation.DialogueId == dialogue && chosen.Contains(invitation.Id) && invitation.State != InvitationState.Withdrawn
                           orderby person.FamilyName, person.GivenName, invitation.Id
                           select new { invitation, person, InCalendar = db.CalendarEntries.Any(e => e.InvitationId == invitation.Id && !e.Cancelled) }).ToListAsync(ct);
        return new([.. found.Select(f => new Withdrawal(f.invitation, f.person, f.InCalendar))]);
    }

    /// <summary>Takes all of them back at once, in one turn: no seat is offered to somebody who is withdrawn a moment later.</summary>
    /// <param name="seal">What <see cref="Withdrawals.Seal"/> said when they were shown.</param>
    /// <returns>How many.</returns>
    public static async Task<Result<int>> WithdrawAllAsync(this EventsDb db, Id<Dialogue> id, IReadOnlyCollection<Id<Invitation>> chosen, string seal, DateTimeOffset now, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        _ = await db.TakeTurnAsync(id, ct);
        var withdrawals = await db.WithdrawalsAsync(id, chosen, ct);
        if (withdrawals.Of.Count == 0) return InvitationRefusals.Withdrawn;
        if (withdrawals.Seal != seal) return InvitationRefusals.ChangedSinceShown;
        await db.OvertakeProposalsAsync([.. withdrawals.Of.Select(w => w.Invitation).Where(i => i.State == InvitationState.Declined)], now, ct);
        foreach (var (invitation, _, _) in withdrawals.Of)
        {
            invitation.Withdraw();
            _ = db.Add(TimelineEntry.Of(invitation, TimelineKind.Withdrawn, TimelineActor.Organiser, now));
        }

        await db.CloseAnswerLinksAsync([.. withdrawals.Of.Select(w => w.Invitation.Id)], now, ct);
        try
        {
            _ = await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.Refusal() is { } lost)
        {
            db.ChangeTracker.Clear();
            return lost;
        }

        await db.OfferFreeSeatsAsync(await db.Dialogues.AsNoTracking().SingleAsync(d => d.Id == id, ct), now, ct);
        await transaction.CommitAsync(ct);
        return withdrawals.Of.Count;
    }

    /// <summary>Whom one act withdrew, by its moment, as far as they are still withdrawn; by family name.</summary>
    public static async Task<IReadOnlyList<Person>> WithdrawnAtAsync(this EventsDb db, Id<Dialogue> dialogue, DateTimeOffset moment, int most, CancellationToken ct) =>
        await (from entry in db.Timeline
               join invitation in db.Invitations on entry.InvitationId equals invitation.Id
               join person in db.People on invitation.PersonId equals person.Id
               where entry.Kind == TimelineKind.Withdrawn && entry.At == moment && invitation.DialogueId == dialogue && invitation.State == InvitationState.Withdrawn
               orderby person.FamilyName, person.GivenName, person.Id
               select person).AsNoTracking().Take(most).ToListAsync(ct);

    /// <summary>Those of the chosen that belong to the dialogue, so that no address reaches another's.</summary>
    public static async Task<IReadOnlyList<Id<Invitation>>> OfDialogueAsync(this EventsDb db, Id<Dialogue> dialogue, IReadOnlyCollection<Id<Invitation>> chosen, CancellationToken ct) =>
        await db.Invitations.Where(i => i.DialogueId == dialogue && chosen.Contains(i.Id)).OrderBy(i => i.Id).Select(i => i.Id).ToListAsync(ct);

    // Not the calendar's address: it holds the person's other days too, and is how a calendar learns that this one is off it.
    private static async Task CloseAnswerLinksAsync(this EventsDb db, IReadOnlyCollection<Id<Invitation>> invitations, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var link in await db.PersonalLinks.Where(l => invitations.Contains(l.InvitationId) && l.Purpose == LinkPurpose.Answer && l.RevokedAt == null).ToListAsync(ct)) link.Revoke(now);
    }
}
