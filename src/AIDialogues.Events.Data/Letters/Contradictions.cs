using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

public static class Contradictions
{
    /// <summary>
    /// Why a letter of this kind must not go to these invitations: the day was called off by letter. Null when nothing speaks against it. Nothing speaks
    /// against calling a day off: what asks to come and still waits is withdrawn by that very act.
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
        LetterKind[] opposite = kind == LetterKind.CalledOff ? [] : [.. Enum.GetValues<LetterKind>().Where(other => kind.Contradicts(other))];
        return db.Letters.Where(l => invitations.Contains(l.InvitationId) && opposite.Contains(l.Kind) && l.State != LetterState.Dropped);
    }
}
