using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Invitations;

/// <summary>Somebody who was invited, as the door needs to know them.</summary>
public sealed record Arrival(Id<Invitation> Id, string GivenName, string FamilyName, string Affiliation, InvitationState State, DateTimeOffset? CheckedInAt)
{
    public string Name => $"{GivenName} {FamilyName}".Trim();
}

public static class ArrivalQuery
{
    /// <summary>Fewer letters than this find nobody, so that the list cannot be leafed through.</summary>
    public const int LettersAtLeast = 3;

    /// <summary>More than this are never shown at once: another letter finds fewer.</summary>
    public const int HitsAtMost = 5;

    /// <summary>
    /// Those whose name has words that begin with every word of <paramref name="words"/>, without regard to case and accents, at most
    /// <paramref name="most"/>. Compared here, not in the database: a dialogue has some hundred people, and their names fold as in print.
    /// </summary>
    public static async Task<IReadOnlyList<Arrival>> ArrivalsAsync(this EventsDb db, Id<Dialogue> dialogue, string? words, int most, CancellationToken ct)
    {
        string[] wanted = PlainText.Searchable(words ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (wanted.Sum(w => w.Length) < LettersAtLeast) return [];
        var invited = await (from invitation in db.Invitations
                             join person in db.People on invitation.PersonId equals person.Id
                             where invitation.DialogueId == dialogue && invitation.State != InvitationState.Withdrawn
                             select new Arrival(invitation.Id, person.GivenName, person.FamilyName, person.Affiliation, invitation.State, invitation.CheckedInAt))
            .ToListAsync(ct);
        return [.. invited.Where(a => Matches(a, wanted))
            .OrderByDescending(a => PlainText.Searchable(a.FamilyName).StartsWith(wanted[0], StringComparison.Ordinal))
            .ThenBy(a => PlainText.Searchable(a.FamilyName), StringComparer.Ordinal).ThenBy(a => a.GivenName, StringComparer.Ordinal).ThenBy(a => a.Id.Value)
            .Take(most)];
    }

    /// <summary>One of this dialogue by its id, such as the one who was just checked in.</summary>
    public static Task<Arrival?> ArrivalAsync(this EventsDb db, Id<Dialogue> dialogue, Id<Invitation> one, CancellationToken ct) =>
        (from invitation in db.Invitations
         join person in db.People on invitation.PersonId equals person.Id
         where invitation.DialogueId == dialogue && invitation.Id == one && invitation.State != InvitationState.Withdrawn
         select new Arrival(invitation.Id, person.GivenName, person.FamilyName, person.Affiliation, invitation.State, invitation.CheckedInAt)).FirstOrDefaultAsync(ct);

    private static bool Matches(Arrival arrival, string[] wanted)
    {
        string[] name = PlainText.Searchable(arrival.Name).Split(' ');
        return Array.TrueForAll(wanted, w => Array.Exists(name, n => n.StartsWith(w, StringComparison.Ordinal)));
    }
}
