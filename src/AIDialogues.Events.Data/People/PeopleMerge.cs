using System.Text.Json;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>Makes one record of two, and two again within a day. All in one transaction, both records locked.</summary>
public sealed class PeopleMerge(EventsDb db, TimeProvider clock)
{
    /// <param name="details">What the kept record says afterwards, chosen field by field.</param>
    public async Task<Result<PersonMerge>> MergeAsync(Id<Person> keep, Id<Person> drop, PersonDetails details, string by, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        await LockAsync(keep, drop, ct);
        var two = await db.People.Where(p => p.Id == keep || p.Id == drop).ToListAsync(ct);
        if (two.Find(p => p.Id == keep) is not { } kept || two.Find(p => p.Id == drop) is not { } gone) return MergeRefusals.NotTwoPeople;
        var (before, asked) = (kept.Details, AskedFor.Of(kept));
        if (gone.MergeInto(kept) is { } refusal) return refusal;
        // First the one that gives way, so that its address is free for the other.
        _ = await db.SaveChangesAsync(ct);
        if (kept.Change(details) is { } notValid) return notValid;
        if (await db.People.AnyAsync(p => p.Email == kept.Email && p.Id != keep, ct)) return PersonRefusals.EmailTaken(kept.Email);
        kept.Heed(gone);
        var moved = await new MergedRows(db, clock).MoveAsync(kept, gone, ct) with { Asked = asked };
        var merge = new PersonMerge
        {
            At = clock.GetUtcNow(), By = by, KeptId = keep, GoneId = drop, KeptBefore = PersonImage.Of(before), KeptAfter = PersonImage.Of(kept.Details),
            Moved = JsonSerializer.Serialize(moved),
        };
        _ = db.Add(merge);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return merge;
    }

    /// <summary>Null: there is no such merge.</summary>
    public async Task<Result<PersonMerge>?> UndoAsync(Id<PersonMerge> id, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        if (await db.PersonMerges.SingleOrDefaultAsync(m => m.Id == id, ct) is not { } merge) return null;
        await LockAsync(merge.KeptId, merge.GoneId, ct);
        await db.Entry(merge).ReloadAsync(ct);
        if (merge.UndoneAt is not null) return MergeRefusals.UndoneAlready;
        if (!merge.CanBeUndone(clock.GetUtcNow())) return MergeRefusals.TooLate;
        var two = await db.People.IgnoreQueryFilters().Where(p => p.Id == merge.KeptId || p.Id == merge.GoneId).ToListAsync(ct);
        if (two.Find(p => p.Id == merge.KeptId) is not { } kept || two.Find(p => p.Id == merge.GoneId) is not { } gone) return MergeRefusals.NotTwoPeople;
        if (kept.MergedIntoId is not null || gone.MergedIntoId != kept.Id || kept.Details != PersonImage.Read(merge.KeptAfter)) return MergeRefusals.ChangedSince(kept.Name);
        if (await db.People.AnyAsync(p => p.Email == gone.Email && p.Id != kept.Id, ct)) return PersonRefusals.EmailTaken(gone.Email);
        if (kept.Change(PersonImage.Read(merge.KeptBefore)) is { } notValid) return notValid;
        _ = await db.SaveChangesAsync(ct);
        var moved = JsonSerializer.Deserialize<MovedRows>(merge.Moved)!;
        gone.StandAlone();
        kept.PartFrom(gone, moved.Asked ?? AskedFor.Of(kept));
        _ = await db.SaveChangesAsync(ct);
        await new MergedRows(db, clock).MoveBackAsync(moved, merge.At, kept, gone, ct);
        merge.UndoneAt = clock.GetUtcNow();
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return merge;
    }

    // In one order, so that two organisers who merge the same two the other way round do not wait for each other for ever. Not against those who only
    // point at a person: whoever records a choice holds the invitation already, and this waits for that.
    private async Task LockAsync(Id<Person> one, Id<Person> other, CancellationToken ct)
    {
        _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM events.people WHERE id IN ({one.Value}, {other.Value}) ORDER BY id FOR NO KEY UPDATE", ct);
        // For this transaction alone: another address of the same person is no reason to close the links that were sent to it.
        _ = await db.Database.ExecuteSqlAsync($"SELECT set_config('aide.merging', 'yes', true)", ct);
    }
}
