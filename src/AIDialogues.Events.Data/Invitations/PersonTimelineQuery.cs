using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>Everything we hold about what happened around one person; the newest of each kind, up to a bound.</summary>
public sealed record PersonTimeline(
    Person Person, IReadOnlyList<Invitation> Invitations, IReadOnlyList<Letter> Letters, IReadOnlyList<ConsentEvent> Consents, IReadOnlyList<TimelineEntry> Entries,
    IReadOnlyList<Reminder> Reminders, IReadOnlyList<Delivery> Deliveries, IReadOnlyList<Bounce> Bounces);

public static class PersonTimelineQuery
{
    private const int Most = 500;

    public static async Task<PersonTimeline?> PersonTimelineAsync(this EventsDb db, Id<Person> id, CancellationToken ct)
    {
        if (await db.People.AsNoTracking().FirstOrDefaultAsync(p => p.Id == id, ct) is not { } person) return null;
        return new(person,
            await db.Invitations.AsNoTracking().Where(i => i.PersonId == id).OrderByDescending(i => i.InvitedAt).Take(Most).ToListAsync(ct),
            await db.Letters.AsNoTracking().Where(l => l.PersonId == id).OrderByDescending(l => l.CreatedAt).Take(Most).ToListAsync(ct),
            await db.ConsentEvents.AsNoTracking().Where(c => c.PersonId == id).OrderByDescending(c => c.At).Take(Most).ToListAsync(ct),
            await db.Timeline.AsNoTracking().Where(e => e.PersonId == id).OrderByDescending(e => e.At).Take(Most).ToListAsync(ct),
            await (from reminder in db.Reminders.AsNoTracking()
                   join invitation in db.Invitations on reminder.InvitationId equals invitation.Id
                   where invitation.PersonId == id
                   orderby reminder.DueAt descending
                   select reminder).Take(Most).ToListAsync(ct),
            await db.Deliveries.AsNoTracking().Where(d => db.Letters.Any(l => l.Id == d.LetterId && l.PersonId == id)).OrderByDescending(d => d.At).Take(Most).ToListAsync(ct),
            await db.Bounces.AsNoTracking().Where(b => db.Letters.Any(l => l.Id == b.LetterId && l.PersonId == id)).OrderByDescending(b => b.ReadAt).Take(Most).ToListAsync(ct));
    }
}
