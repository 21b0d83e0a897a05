using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Consents;

/// <summary>What somebody who comes needs.</summary>
public sealed record NeedsOfOne(string Name, Needs Needs);

public static class NeedsQuery
{
    /// <summary>What those who come need, in the order of family names, as far as they allow it at this moment.</summary>
    public static async Task<IReadOnlyList<NeedsOfOne>> NeedsAsync(this EventsDb db, Id<Dialogue> dialogue, DateTimeOffset now, CancellationToken ct)
    {
        var said = await (from needs in db.Needs.AsNoTracking()
                          join invitation in db.Invitations on new { needs.PersonId, needs.DialogueId } equals new { invitation.PersonId, invitation.DialogueId }
                          join person in db.People on needs.PersonId equals person.Id
                          where needs.DialogueId == dialogue && invitation.State == InvitationState.Accepted && person.RestrictedAt == null
                          select new { person, needs }).AsNoTracking().ToListAsync(ct);
        var lines = (await db.ConsentEvents.AsNoTracking().Where(c => c.DialogueId == dialogue && c.Purpose == ConsentPurpose.DietAndAccess).ToListAsync(ct)).ToLookup(c => c.PersonId);
        return [.. said.Where(s => !s.needs.IsEmpty && new Choices([.. lines[s.person.Id]], now).Allows(ConsentPurpose.DietAndAccess))
            .OrderBy(s => PlainText.Searchable(s.person.FamilyName), StringComparer.Ordinal).ThenBy(s => PlainText.Searchable(s.person.GivenName), StringComparer.Ordinal)
            .Select(s => new NeedsOfOne(s.person.Name, s.needs))];
    }
}
