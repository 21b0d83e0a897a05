using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Consents;

/// <summary>
/// The ledger of two records that become one person, or two again. Lines are copied and added, never moved: each record keeps what was said
/// under its name, and each line is sealed with the key of the person in whose ledger it stands.
/// </summary>
internal static class MergedLedger
{
    /// <summary>
    /// The kept person's ledger gets every line of the other at its own time, chained as it was, so the later word of the two counts. Answers to
    /// quotations stay behind: they belong to words that were asked of the other record, and are asked again.
    /// </summary>
    /// <returns>The copied lines, to be forgotten when the merge is taken back.</returns>
    public static async Task<List<Guid>> CopyLedgerAsync(this EventsDb db, Person from, Person to, CancellationToken ct)
    {
        var lines = await db.ConsentEvents.AsNoTracking().Where(c => c.PersonId == from.Id && c.QuotationId == null).OrderBy(c => c.At).ToListAsync(ct);
        var records = lines.Select(l => l.RecordId).Distinct().ToDictionary(r => r, _ => Guid.NewGuid());
        var copies = new Dictionary<Id<ConsentEvent>, ConsentEvent>();
        // A line is later than the one before it, so that one is copied already.
        foreach (var line in lines) copies[line.Id] = line.In(to.Id, records[line.RecordId], line.PreviousId is { } before ? copies[before].Id : null);
        db.AddRange(copies.Values);
        _ = await db.SaveChangesAsync(ct);
        return [.. copies.Values.Select(c => c.Id.Value)];
    }

    /// <summary>A line is never taken away: where a copied one would count, a further line says again what the person had said; what they were never asked is refused.</summary>
    public static async Task ForgetCopiedAsync(this EventsDb db, IReadOnlyList<Guid> copied, Person kept, DateTimeOffset now, CancellationToken ct)
    {
        var ledger = await db.ConsentEvents.AsNoTracking().Where(c => c.PersonId == kept.Id && c.QuotationId == null).ToListAsync(ct);
        foreach (var lines in ledger.GroupBy(c => (c.DialogueId, c.Purpose)))
        {
            if (new Choices(lines, now).Last(lines.Key.Purpose) is not { } counting || !copied.Contains(counting.Id.Value)) continue;
            var own = new Choices(lines.Where(l => !copied.Contains(l.Id.Value)), now).Last(lines.Key.Purpose);
            _ = db.Add((own ?? counting).Again(own?.State ?? ConsentState.Refused, lines.MaxBy(l => l.At)!, now));
        }

        _ = await db.SaveChangesAsync(ct);
    }
}
