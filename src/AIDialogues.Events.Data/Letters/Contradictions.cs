using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

public static class Contradictions
{
    /// <summary>
    /// Why a letter of this kind must not go to these invitations: one that says the opposite waits or is leaving, or the day was called off
    /// by letter. Null when nothing speaks against it.
    /// </summary>
    public static async Task<Refusal?> ContradictionAsync(this EventsDb db, LetterKind kind, IReadOnlyCollection<Id<Invitation>> invitations, CancellationToken ct)
    {
        if (invitations.Count == 0) return null;
        var readers = db.Contradicting(kind, invitations).Select(l => l.PersonId);
        var people = await db.People.AsNoTracking().Where(p => readers.Contains(p.Id)).OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName).ThenBy(p => p.Id).Take(9).ToListAsync(ct);
        return people.Count == 0 ? null : LetterRefusals.Contradicts(string.Join(", ", people.Take(8).Select(p => p.Name)) + (people.Count > 8 ? "…" : ""));
    }

    /// <summary>The letters that speak against one of this kind.</summary>
    internal static IQueryable<Letter> Contradicting(this EventsDb db, LetterKind kind, IReadOnlyCollection<Id<Invitation>> invitations)
    {
        LetterKind[] opposite = [.. Enum.GetValues<LetterKind>().Where(other => kind.Contradicts(other))];
        bool callsOff = kind == LetterKind.CalledOff;
        return db.Letters.Where(l => invitations.Contains(l.InvitationId) && opposite.Contains(l.Kind))
            .Where(l => callsOff
                ? l.State == LetterState.Queued || l.State == LetterState.Retry || l.State == LetterState.Paused || l.State == LetterState.InFlight
                : l.State != LetterState.Dropped);
    }
}
