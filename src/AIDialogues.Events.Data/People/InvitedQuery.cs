using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.People;

public static class InvitedQuery
{
    /// <summary>
    /// Everybody whom a text of this session might point at: all who were ever invited to its dialogue, also those who declined, because
    /// the Rule protects whoever may have been there. A merged record is there too, because it may have the name as others write it.
    /// </summary>
    public static Task<List<Person>> InvitedToAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct) =>
        db.InvitedToAsync([dialogue], ct);

    /// <summary>The same for several days; each person once.</summary>
    public static Task<List<Person>> InvitedToAsync(this EventsDb db, IReadOnlyList<Id<Dialogue>> days, CancellationToken ct) =>
        db.People.IgnoreQueryFilters().AsNoTracking().Where(p => db.Invitations.Any(i => (i.PersonId == p.Id || p.MergedIntoId == i.PersonId) && days.Contains(i.DialogueId))).ToListAsync(ct);

    /// <summary>The same for every day of a series: a text about one day stands on the page of all, and may name who is known from another.</summary>
    public static async Task<List<Person>> InvitedToAsync(this EventsDb db, Id<Series> series, CancellationToken ct) =>
        await db.InvitedToAsync(await db.Dialogues.Where(d => d.SeriesId == series).Select(d => d.Id).ToListAsync(ct), ct);
}
