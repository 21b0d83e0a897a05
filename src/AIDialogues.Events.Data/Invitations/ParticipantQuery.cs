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
        var accepted = await (from invitation in db.Invitations
                              join person in db.People on invitation.PersonId equals person.Id
                              where invitation.DialogueId == dialogue && invitation.State == InvitationState.Accepted
                              select person).AsNoTracking().ToListAsync(ct);
        var ledger = (await db.ConsentEvents.AsNoTracking().Where(c => c.DialogueId == dialogue).ToListAsync(ct)).ToLookup(c => c.PersonId);
        return [.. from person in accepted
                   let choices = new Choices(ledger[person.Id])
                   where choices.Allows(ConsentPurpose.ParticipantsList)
                   orderby PlainText.Searchable(person.FamilyName), PlainText.Searchable(person.GivenName)
                   select new Participant(person.GivenName, person.FamilyName, choices.Allows(ConsentPurpose.AffiliationShown) ? person.Affiliation : "")];
    }
}
