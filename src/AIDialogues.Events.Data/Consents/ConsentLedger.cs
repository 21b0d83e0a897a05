using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Consents;

/// <summary>Adds lines to the ledger. Two browsers of one person take turns, so the last tap is also the last line.</summary>
public static class ConsentLedger
{
    /// <param name="wanted">What the person changed: true gives, false refuses. What already stands so adds no line.</param>
    public static async Task RecordAsync(
        this EventsDb db, Invitation invitation, IReadOnlyDictionary<ConsentPurpose, bool> wanted, ConsentSource source, Func<ConsentPurpose, Notice> notice, DateTimeOffset now, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.invitations WHERE id = {invitation.Id.Value} FOR UPDATE", ct);
        var ledger = await db.ConsentEvents.AsNoTracking().Where(c => c.PersonId == invitation.PersonId && c.DialogueId == invitation.DialogueId).ToListAsync(ct);
        var standing = new Choices(ledger);
        foreach (var (purpose, given) in wanted)
        {
            if (standing.Of(purpose) is { } state && (state == ConsentState.Given) == given) continue;
            // A clock that was set back must not put a new line before an old one.
            var at = standing.At(purpose) is { } last && last >= now ? last.AddMicroseconds(1) : now;
            _ = db.Add(ConsentEvent.Of(invitation, purpose, given, source, notice(purpose), at));
        }

        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
