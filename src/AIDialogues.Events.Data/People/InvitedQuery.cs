using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.People;

public static class InvitedQuery
{
    /// <summary>
    /// Everybody whom a text of this session might point at: all who were ever invited to its dialogue, also those who declined, because
    /// the Rule protects whoever may have been there.
    /// </summary>
    public static Task<List<Person>> InvitedToAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct) =>
        (from invitation in db.Invitations
         join person in db.People on invitation.PersonId equals person.Id
         where invitation.DialogueId == dialogue
         select person).AsNoTracking().ToListAsync(ct);

    /// <summary>The same for several days; each person once.</summary>
    public static Task<List<Person>> InvitedToAsync(this EventsDb db, IReadOnlyList<Id<Dialogue>> days, CancellationToken ct) =>
        db.People.AsNoTracking().Where(p => db.Invitations.Any(i => i.PersonId == p.Id && days.Contains(i.DialogueId))).ToListAsync(ct);
}
