using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>A name on the participants' list; the affiliation is empty unless its owner said it may be shown.</summary>
public sealed record Participant(string GivenName, string FamilyName, string Affiliation);

public static class ParticipantQuery
{
    /// <summary>Who accepted and agreed to stand on the list, in the order of family names. Silence is a no.</summary>
    public static async Task<IReadOnlyList<Participant>> ParticipantsAsync(this EventsDb db, Id<Dialogue> dialogue, CancellationToken ct)
    {
        var listed = await db.Given(ConsentPurpose.ParticipantsList).Where(c => c.DialogueId == dialogue.Value).Select(c => new Id<Person>(c.PersonId)).ToListAsync(ct);
        var affiliated = await db.Given(ConsentPurpose.AffiliationShown).Where(c => c.DialogueId == dialogue.Value).Select(c => c.PersonId).ToListAsync(ct);
        var people = await db.People.AsNoTracking().Where(p => listed.Contains(p.Id)).ToListAsync(ct);
        return [.. from person in people
                   orderby PlainText.Searchable(person.FamilyName), PlainText.Searchable(person.GivenName)
                   select new Participant(person.GivenName, person.FamilyName, affiliated.Contains(person.Id.Value) ? person.Affiliation : "")];
    }
}
