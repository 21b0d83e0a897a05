using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

internal static class WaitingLetters
{
    /// <summary>Letters of some invitations that have not begun to leave, their rows locked in the order of their ids until the caller's transaction ends.</summary>
    public static Task<List<Letter>> LockWaitingAsync(this EventsDb db, IEnumerable<Id<Invitation>> invitations, CancellationToken ct)
    {
        Guid[] ids = [.. invitations.Select(i => i.Value)];
        return db.Letters.FromSql($"SELECT * FROM events.outbox WHERE invitation_id = ANY({ids}) AND state IN ('Queued', 'Retry', 'Paused') ORDER BY id FOR UPDATE").ToListAsync(ct);
    }
}
