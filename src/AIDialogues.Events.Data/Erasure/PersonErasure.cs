using System.Text;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.PersonalData;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Erasure;

/// <summary>
/// Erases a person, with every record that was merged into theirs: first the tombstones, then the rows as the registry says, then the keys.
/// Broken off anywhere, it is finished at the next start, because the tombstones are there; so it is after an older backup was restored.
/// </summary>
public sealed class PersonErasure(EventsDb db, KeyStore keys, AuditLog audit, TimeProvider clock)
{
    public async Task EraseAsync(Guid person, string actor, CancellationToken ct)
    {
        List<Guid> records;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            // A merge locks the same row: no record joins the person between this look and the end.
            _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.people WHERE id = {person} FOR NO KEY UPDATE", ct);
            records = await db.RecordsOfAsync(person, ct);
            records.ForEach(keys.Tombstones.Add);
            foreach (var record in records) await EraseRecordAsync(record, ct);
            await audit.RecordAsync(new(actor, "person.erased", "person", person.ToString(), ""), ct);
            await transaction.CommitAsync(ct);
        }

        records.ForEach(keys.Destroy);
        db.ChangeTracker.Clear();
    }

    /// <summary>Everybody who stands on the list and is in the database all the same: an older backup was restored, or an erasure was broken off.</summary>
    /// <returns>How many were erased again.</returns>
    public async Task<int> ReapplyAsync(CancellationToken ct)
    {
        if (keys.Tombstones.Count == 0) return 0;
        var present = await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM events.people WHERE erased_at IS NULL").ToListAsync(ct);
        var back = present.FindAll(keys.Tombstones.Holds);
        foreach (var person in back) await EraseAsync(person, "tombstones", ct);
        foreach (var left in keys.All().Where(keys.Tombstones.Holds)) keys.Destroy(left);
        return back.Count;
    }

    private async Task EraseRecordAsync(Guid person, CancellationToken ct)
    {
        await StopLettersAsync(person, ct);
        foreach (string sql in Statements())
            _ = await db.Database.ExecuteSqlRawAsync(sql.Replace("$1", "{0}", StringComparison.Ordinal), [person], ct);
        // Whoever proposed them as a substitute named them too, under a key of their own.
        _ = await db.Database.ExecuteSqlAsync($"""
            UPDATE events.substitute_proposals SET name = '', contact = ''
            WHERE invitation_id IN (SELECT substitute_for FROM events.invitations WHERE person_id = {person} AND substitute_for IS NOT NULL)
            """, ct);
        var now = clock.GetUtcNow();
        _ = await db.Database.ExecuteSqlAsync($"UPDATE events.people SET erased_at = coalesce(erased_at, {now}) WHERE id = {person}", ct);
        _ = await db.Database.ExecuteSqlAsync($"UPDATE events.erasures SET done_at = coalesce(done_at, {now}) WHERE person_id = {person} AND cancelled_at IS NULL", ct);
    }

    /// <summary>What waits is not sent, what is under way is no longer this product's to speak of; invitations that are still to come end.</summary>
    private async Task StopLettersAsync(Guid person, CancellationToken ct)
    {
        _ = await db.Database.ExecuteSqlAsync($"""
            UPDATE events.outbox SET state = 'Dropped', lease_until = NULL, fence = fence + 1 WHERE person_id = {person} AND state NOT IN ('Sent', 'Dropped')
            """, ct);
        _ = await db.Database.ExecuteSqlAsync($"""
            UPDATE events.invitations i SET state = 'Withdrawn' FROM events.dialogues d
            WHERE d.id = i.dialogue_id AND i.person_id = {person} AND d.day >= {DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime)}
            """, ct);
        _ = await db.Database.ExecuteSqlAsync($"""
            UPDATE events.reminders SET state = 'Suppressed' WHERE state = 'Scheduled' AND invitation_id IN (SELECT id FROM events.invitations WHERE person_id = {person})
            """, ct);
    }

    /// <summary>One statement for each table with rows of a person, made from the registry.</summary>
    internal static IEnumerable<string> Statements()
    {
        foreach (var table in Registry.Tables.Where(t => t.Subject is not null))
        {
            var gone = table.Personal.Where(c => c.OnErasure is OnErasure.Blanked or OnErasure.Cleared).ToList();
            if (table.RowsGo) yield return $"DELETE FROM {table.Name} WHERE {table.Subject}";
            else if (gone.Count > 0) yield return Blank(table, gone);
        }
    }

    private static string Blank(PersonalTable table, IEnumerable<PersonalColumn> columns)
    {
        var set = new StringBuilder();
        foreach (var column in columns)
            _ = set.Append(set.Length > 0 ? ", " : "").Append('"').Append(column.Name).Append("\" = ").Append(column.Expression ?? (column.OnErasure == OnErasure.Cleared ? "NULL" : "''"));
        return $"UPDATE {table.Name} SET {set} WHERE {table.Subject}";
    }
}
