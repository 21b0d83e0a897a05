using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>A name on the participants' list; the affiliation and the address are empty unless their owner said they may be shown there.</summary>
public sealed record Participant(string GivenName, string FamilyName, string Affiliation, string Email);

public static class ParticipantQuery
{
    /// <summary>Who accepted and agreed to stand on the list, in the order of family names. Silence is a no.</summary>
    public static async Task<IReadOnlyList<Participant>> ParticipantsAsync(this EventsDb db, Id<Dialogue> dialogue, DateTimeOffset now, CancellationToken ct)
    {
        var listed = await db.MayBeShown(Shown.Name, ShownPlace.ParticipantsList, now).Where(s => s.DialogueId == dialogue.Value).Select(s => new Id<Person>(s.PersonId)).ToListAsync(ct);
        var affiliated = await db.MayBeShown(Shown.Affiliation, ShownPlace.ParticipantsList, now).Where(s => s.DialogueId == dialogue.Value).Select(s => s.PersonId).ToListAsync(ct);
        var contacts = await db.MayBeShown(Shown.Contact, ShownPlace.ParticipantsList, now).Where(s => s.DialogueId == dialogue.Value).Select(s => s.PersonId).ToListAsync(ct);
        var people = await db.People.AsNoTracking().Where(p => listed.Contains(p.Id)).ToListAsync(ct);
        return [.. from person in people
                   orderby PlainText.Searchable(person.FamilyName), PlainText.Searchable(person.GivenName)
                   select new Participant(person.GivenName, person.FamilyName, affiliated.Contains(person.Id.Value) ? person.Affiliation : "", contacts.Contains(person.Id.Value) ? person.Email : "")];
    }
}
