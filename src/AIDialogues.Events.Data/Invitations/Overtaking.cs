using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>A proposal of a substitute ends with the "no" it was made with.</summary>
internal static class Overtaking
{
    /// <summary>Closes the open proposals of those who had declined; only for who has passed the turnstile. The caller saves.</summary>
    public static async Task OvertakeProposalsAsync(this EventsDb db, IReadOnlyCollection<Invitation> declined, DateTimeOffset now, CancellationToken ct)
    {
        if (declined.Count == 0) return;
        var ids = declined.Select(i => i.Id).ToList();
        foreach (var proposal in await db.SubstituteProposals.Where(s => ids.Contains(s.InvitationId) && s.State == SubstituteState.Proposed).ToListAsync(ct))
        {
            proposal.Overtake(now);
            _ = db.Add(TimelineEntry.Of(declined.First(i => i.Id == proposal.InvitationId), TimelineKind.SubstituteOvertaken, TimelineActor.Clock, now));
        }
    }
}
