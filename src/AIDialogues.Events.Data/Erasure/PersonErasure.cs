using System.Text;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.PersonalData;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Erasure;

/// <summary>
/// Erases a person, with every record that was merged into theirs: first the rows as the registry says, then the tombstones, then the keys.
/// Broken off in between, it is finished at the next start, because the rows say so; after an older backup was restored, because the tombstones do.
/// </summary>
public sealed class PersonErasure(EventsDb db, KeyStore keys, AuditLog audit, TimeProvider clock)
{
    public async Task EraseAsync(Guid person, string actor, CancellationToken ct)
    {
        List<Guid> records;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            await LockAsync(person, ct);
            records = await EraseRecordsAsync(person, actor, ct);
            await transaction.CommitAsync(ct);
        }

        Forget(records);
    }

    /// <summary>
    /// Carries out one wish whose time has come, unless it was stopped meanwhile: whoever writes on its row first has it. Where the record gave
    /// way to another since, the person is meant and not what is left of the record.
    /// </summary>
    /// <returns>Whether anybody was erased.</returns>
    public async Task<bool> EraseDueAsync(Id<PlannedErasure> wish, string actor, CancellationToken ct)
    {
        List<Guid> records;
        await using (var transaction = await db.Database.BeginTransactionAsync(ct))
        {
            var now = clock.GetUtcNow();
            var whole = await db.Database.SqlQuery<Guid>($"""
                WITH RECURSIVE up (id, into_id) AS (
                    SELECT p.id, p.merged_into_id FROM events.people p JOIN events.erasures e ON e.person_id = p.id WHERE e.id = {wish.Value}
                    UNION SELECT p.id, p.merged_into_id FROM events.people p JOIN up ON p.id = up.into_id)
                SELECT id AS "Value" FROM up WHERE into_id IS NULL
                """).ToListAsync(ct);
            if (whole is not [var person]) return false;
            // In the order in which a merge takes them: first the person, then what is theirs.
            await LockAsync(person, ct);
            if (await db.Database.ExecuteSqlAsync($"UPDATE events.erasures SET done_at = {now} WHERE id = {wish.Value} AND cancelled_at IS NULL AND done_at IS NULL", ct) == 0) return false;
            records = await EraseRecordsAsync(person, actor, ct);
            await transaction.CommitAsync(ct);
        }

        Forget(records);
        return true;
    }

    /// <summary>Everybody who stands on the list and is in the database all the same: an older backup was restored, or an erasure was broken off.</summary>
    /// <returns>How many were erased again.</returns>
    public async Task<int> ReapplyAsync(CancellationToken ct)
    {
        foreach (var gone in await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM events.people WHERE erased_at IS NOT NULL").ToListAsync(ct)) keys.Tombstones.Add(gone);
        if (keys.Tombstones.Count == 0) return 0;
        var present = await db.Database.SqlQuery<Guid>($"SELECT id AS \"Value\" FROM events.people WHERE erased_at IS NULL").ToListAsync(ct);
        var back = present.FindAll(keys.Tombstones.Holds);
        foreach (var person in back) await EraseAsync(person, "tombstones", ct);
        foreach (var left in keys.All().Where(keys.Tombstones.Holds)) keys.Destroy(left);
        return back.Count;
    }

    /// <summary>Of a person who is locked.</summary>
    private async Task<List<Guid>> EraseRecordsAsync(Guid person, string actor, CancellationToken ct)
    {
        var records = await db.RecordsOfAsync(person, ct);
        var searches = new KeptSearches(db);
        var names = await searches.NamesAsync(records, ct);
        foreach (var record in records) await EraseRecordAsync(record, ct);
        await searches.ForgetAsync(names, ct);
        await audit.RecordAsync(new(actor, "person.erased", "person", person.ToString(), ""), ct);
        return records;
    }

    // A merge locks the same row: no record joins the person between this look and the end.
    private Task LockAsync(Guid person, CancellationToken ct) => db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.people WHERE id = {person} FOR NO KEY UPDATE", ct);

    private void Forget(List<Guid> records)
    {
        records.ForEach(keys.Tombstones.Add);
        records.ForEach(keys.Destroy);
        db.ChangeTracker.Clear();
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
