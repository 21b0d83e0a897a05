using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.People;

/// <summary>What is counted of somebody who was there; no name and no id.</summary>
public sealed record Present(string Country, StakeholderGroup Group, Gender Gender);

public static class PresentQuery
{
    /// <summary>
    /// Who was there on any of these days, each person once: those who were checked in, and where nobody was on any of them those who had accepted,
    /// because then no attendance was kept, or the days are still to come. Days that were called off add nobody.
    /// </summary>
    public static Task<List<Present>> PresentAsync(this EventsDb db, IReadOnlyList<Id<Dialogue>> days, CancellationToken ct) => db.People.AsNoTracking()
        .Where(p => db.Invitations.Any(i => i.PersonId == p.Id && days.Contains(i.DialogueId) && db.Dialogues.Any(d => d.Id == i.DialogueId && d.CancelledAt == null)
            && (i.CheckedInAt != null || (i.State == InvitationState.Accepted && !db.Invitations.Any(o => days.Contains(o.DialogueId) && o.CheckedInAt != null)))))
        .Select(p => new Present(p.Country, p.Group, p.Gender)).ToListAsync(ct);
}
