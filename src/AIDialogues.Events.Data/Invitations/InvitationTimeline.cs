using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>One invitation with everything that happened to it.</summary>
public sealed record InvitationTimeline(Invitation Invitation, Person Person, Dialogue Dialogue, IReadOnlyList<Letter> Letters, IReadOnlyList<ConsentEvent> Consents);

public static class InvitationTimelineQuery
{
    public static async Task<InvitationTimeline?> TimelineAsync(this EventsDb db, Id<Invitation> id, CancellationToken ct)
    {
        var found = await (from invitation in db.Invitations
                           join person in db.People on invitation.PersonId equals person.Id
                           join dialogue in db.Dialogues on invitation.DialogueId equals dialogue.Id
                           where invitation.Id == id
                           select new { invitation, person, dialogue }).AsNoTracking().SingleOrDefaultAsync(ct);
        if (found is null) return null;
        var letters = await db.Letters.AsNoTracking().Where(l => l.InvitationId == id).OrderByDescending(l => l.CreatedAt).ToListAsync(ct);
        return new(found.invitation, found.person, found.dialogue, letters, await db.LedgerAsync(found.person.Id, found.dialogue.Id, ct));
    }

    /// <summary>Takes an invitation back, and every link to it with it.</summary>
    /// <returns>False: there is none.</returns>
    public static async Task<bool> WithdrawAsync(this EventsDb db, Id<Invitation> id, DateTimeOffset now, CancellationToken ct)
    {
        if (await db.Invitations.SingleOrDefaultAsync(i => i.Id == id, ct) is not { } invitation) return false;
        invitation.Withdraw();
        foreach (var link in await db.PersonalLinks.Where(l => l.InvitationId == id && l.RevokedAt == null).ToListAsync(ct)) link.Revoke(now);
        _ = await db.SaveChangesAsync(ct);
        return true;
    }
}
