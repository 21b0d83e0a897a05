using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AIDialogues.Events.Data.Consents;

/// <summary>The ledger of two records that become one person, or two again. Lines are copied and added, never moved: each record keeps what was said under its name.</summary>
internal static class MergedLedger
{
    /// <summary>
    /// The kept person's ledger gets every line of the other at its own time, chained as it was, so the later word of the two counts. Answers to
    /// quotations stay behind: they belong to words that were asked of the other record, and are asked again.
    /// </summary>
    /// <returns>The copied lines, to be forgotten when the merge is taken back.</returns>
    public static Task<List<Guid>> CopyLedgerAsync(this EventsDb db, Person from, Person to, CancellationToken ct)
    {
        string columns = db.ColumnsBut("id", "person_id", "previous_id", "record_id");
        string sql = $$"""
            WITH lines AS (SELECT id, gen_random_uuid() AS copy FROM events.consent_events WHERE person_id = {1} AND quotation_id IS NULL),
                 records AS (SELECT record_id, gen_random_uuid() AS copy FROM events.consent_events WHERE person_id = {1} AND quotation_id IS NULL GROUP BY record_id)
            INSERT INTO events.consent_events (id, person_id, previous_id, record_id, {{columns}})
            SELECT lines.copy, {0}, before.copy, records.copy, {{string.Join(", ", columns.Split(", ").Select(c => "line." + c))}}
            FROM events.consent_events line JOIN lines ON lines.id = line.id JOIN records ON records.record_id = line.record_id LEFT JOIN lines before ON before.id = line.previous_id
            RETURNING id AS "Value"
            """;
        return db.Database.SqlQueryRaw<Guid>(sql, to.Id.Value, from.Id.Value).ToListAsync(ct);
    }

    /// <summary>A line is never taken away: where a copied one would count, a further line says again what the person had said; what they were never asked is refused.</summary>
    public static async Task ForgetCopiedAsync(this EventsDb db, IReadOnlyList<Guid> copied, Person kept, DateTimeOffset now, CancellationToken ct)
    {
        var ledger = await db.ConsentEvents.AsNoTracking().Where(c => c.PersonId == kept.Id && c.QuotationId == null).ToListAsync(ct);
        foreach (var lines in ledger.GroupBy(c => (c.DialogueId, c.Purpose)))
        {
            if (new Choices(lines, now).Last(lines.Key.Purpose) is not { } counting || !copied.Contains(counting.Id.Value)) continue;
            var own = new Choices(lines.Where(l => !copied.Contains(l.Id.Value)), now).Last(lines.Key.Purpose);
            await db.SayAgainAsync(own ?? counting, own?.State ?? ConsentState.Refused, lines.MaxBy(l => l.At)!, now, ct);
        }
    }

    private static async Task SayAgainAsync(this EventsDb db, ConsentEvent said, ConsentState state, ConsentEvent last, DateTimeOffset now, CancellationToken ct)
    {
        string columns = db.ColumnsBut("id", "at", "state", "source", "previous_id", "record_id");
        string sql = $"INSERT INTO events.consent_events (id, at, state, source, previous_id, record_id, {columns}) SELECT gen_random_uuid(), {{0}}::timestamptz, {{1}}, {{2}}, {{3}}, {{4}}, {columns} FROM events.consent_events WHERE id = {{5}}";
        var at = now > last.At ? now : last.At.AddMicroseconds(1);
        _ = await db.Database.ExecuteSqlRawAsync(sql, [at.UtcDateTime, state.ToString(), nameof(ConsentSource.Organiser), last.Id.Value, last.RecordId, said.Id.Value], ct);
    }

    private static string ColumnsBut(this EventsDb db, params string[] others)
    {
        var entity = db.Model.FindEntityType(typeof(ConsentEvent))!;
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        return string.Join(", ", entity.GetProperties().Select(p => p.GetColumnName(table)!).Where(c => !others.Contains(c)).Select(c => $"\"{c}\""));
    }
}
