using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>What stands behind a personal link: the invitee's own things and nobody else's.</summary>
public sealed record BehindLink(Invitation Invitation, Person Person, Dialogue Dialogue, Series Series, IReadOnlyList<ConsentEvent> Ledger);

public static class PersonalLinkQuery
{
    /// <summary>Null for a link that was never made, is revoked, or belongs to a withdrawn invitation: all the same to whoever asks.</summary>
    public static async Task<BehindLink?> BehindLinkAsync(this EventsDb db, string token, CancellationToken ct)
    {
        if (token.Length is 0 or > 100 || !token.All(char.IsAscii)) return null;
        byte[] hash = PersonalLink.HashOf(token);
        var found = await (from link in db.PersonalLinks
                           join invitation in db.Invitations on link.InvitationId equals invitation.Id
                           join person in db.People on invitation.PersonId equals person.Id
                           where link.TokenSha256 == hash && link.RevokedAt == null && invitation.State != InvitationState.Withdrawn
                           select new { invitation, person }).FirstOrDefaultAsync(ct);
        if (found is null) return null;
        var dialogue = await db.Dialogues.Include(d => d.Rooms).Include(d => d.Sessions).FirstAsync(d => d.Id == found.invitation.DialogueId, ct);
        var series = await db.Series.FirstAsync(s => s.Id == dialogue.SeriesId, ct);
        return new(found.invitation, found.person, dialogue, series, await db.LedgerAsync(found.person.Id, dialogue.Id, ct));
    }
}
