using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

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
        // Not the calendar's address: it holds the person's other days too, and is how a calendar learns that this one is off it.
        await db.RevokeLinksAsync(id, now, ct, LinkPurpose.Answer);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return result;
    }

    /// <summary>Those of the chosen that belong to the dialogue, so that no address reaches another's.</summary>
    public static async Task<IReadOnlyList<Id<Invitation>>> OfDialogueAsync(this EventsDb db, Id<Dialogue> dialogue, IReadOnlyCollection<Id<Invitation>> chosen, CancellationToken ct) =>
        await db.Invitations.Where(i => i.DialogueId == dialogue && chosen.Contains(i.Id)).OrderBy(i => i.Id).Select(i => i.Id).ToListAsync(ct);
}
