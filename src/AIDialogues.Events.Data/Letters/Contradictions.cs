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
        LetterKind[] opposite = [.. Enum.GetValues<LetterKind>().Where(other => kind.Contradicts(other))];
        bool callsOff = kind == LetterKind.Cancellation;
        string[] names = await db.Letters.Where(l => invitations.Contains(l.InvitationId) && opposite.Contains(l.Kind))
            .Where(l => callsOff
                ? l.State == LetterState.Queued || l.State == LetterState.Retry || l.State == LetterState.Paused || l.State == LetterState.InFlight
                : l.State != LetterState.Dropped)
            .Select(l => l.ToName).Distinct().OrderBy(name => name).Take(9).ToArrayAsync(ct);
        return names.Length == 0 ? null : LetterRefusals.Contradicts(string.Join(", ", names.Take(8)) + (names.Length > 8 ? "…" : ""));
    }
}
