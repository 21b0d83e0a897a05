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
        (from invitation in db.Invitations
         from person in db.People.IgnoreQueryFilters()
         where invitation.DialogueId == dialogue && (person.Id == invitation.PersonId || person.MergedIntoId == invitation.PersonId)
         select person).AsNoTracking().Distinct().ToListAsync(ct);
}
