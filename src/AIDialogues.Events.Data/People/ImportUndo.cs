using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

public enum KeptBecause
{
    Changed,
    Invited,
    Gone,
}

/// <summary>A person whom an undo leaves as they are now.</summary>
public sealed record KeptPerson(string Name, KeptBecause Because);

public sealed record UndoOutcome(int Removed, int Restored, IReadOnlyList<KeptPerson> Kept);

public static class ImportUndoRefusals
{
    public static readonly Refusal TooLate = new("import-undo-too-late");
    public static readonly Refusal UndoneAlready = new("import-undone-already");
}

/// <summary>Takes an import back within a day: who was added goes, who was changed is as before. Whoever was changed or invited since stays, by name.</summary>
public sealed class ImportUndo(EventsDb db, TimeProvider clock)
{
    public async Task<Result<UndoOutcome>?> UndoAsync(Id<ImportBatch> id, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        _ = await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({PeopleImport.TurnTaking})", ct);
        if (await db.ImportBatches.SingleOrDefaultAsync(b => b.Id == id, ct) is not { } batch) return null;
        if (batch.UndoneAt is not null) return ImportUndoRefusals.UndoneAlready;
        if (!batch.CanBeUndone(clock.GetUtcNow())) return ImportUndoRefusals.TooLate;
        var outcome = await ApplyAsync(batch, ct);
        batch.UndoneAt = clock.GetUtcNow();
        _ = await db.SaveChangesAsync(ct);
        _ = await db.ImportedPeople.Where(p => p.BatchId == id).ExecuteDeleteAsync(ct);
        await transaction.CommitAsync(ct);
        return outcome;
    }

    private async Task<UndoOutcome> ApplyAsync(ImportBatch batch, CancellationToken ct)
    {
        var changes = await db.ImportedPeople.AsNoTracking().Where(p => p.BatchId == batch.Id).ToListAsync(ct);
        // Locked first: an invitation that comes at this moment waits for us, or we see it.
        _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.people WHERE id IN (SELECT person_id FROM events.imported_people WHERE batch_id = {batch.Id.Value}) FOR UPDATE", ct);
        var people = await db.People.Where(p => db.ImportedPeople.Any(i => i.BatchId == batch.Id && i.PersonId == p.Id)).ToDictionaryAsync(p => p.Id, ct);
        var invited = await db.Invitations.Where(i => i.InvitedAt >= batch.At && db.ImportedPeople.Any(p => p.BatchId == batch.Id && p.PersonId == i.PersonId))
            .Select(i => i.PersonId).Distinct().ToHashSetAsync(ct);
        var bound = await PersonReference.AnywhereAsync(db, [.. changes.Where(c => c.Before is null).Select(c => c.PersonId.Value)], ct);
        var kept = new List<KeptPerson>();
        int removed = 0, restored = 0;
        foreach (var change in changes)
        {
            var person = people.GetValueOrDefault(change.PersonId);
            if (Reason(change, person, invited, bound) is { } because) kept.Add(new(person?.Name ?? PersonImage.Read(change.After).FamilyName, because));
            else if (change.Before is null) removed += db.People.Remove(person!) is not null ? 1 : 0;
            else restored += person!.Change(PersonImage.Read(change.Before)) is null ? 1 : 0;
        }

        return new(removed, restored, [.. kept.OrderBy(k => k.Name, StringComparer.Ordinal)]);
    }

    private static KeptBecause? Reason(ImportedPerson change, Person? person, HashSet<Id<Person>> invited, HashSet<Guid> bound) =>
        person is null ? KeptBecause.Gone
        : invited.Contains(person.Id) ? KeptBecause.Invited
        : person.Details != PersonImage.Read(change.After) ? KeptBecause.Changed
        // Something else holds on to who was added: a letter, another record merged into this one.
        : bound.Contains(person.Id.Value) ? KeptBecause.Changed : null;
}
