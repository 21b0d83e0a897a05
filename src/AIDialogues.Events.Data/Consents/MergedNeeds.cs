using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Consents;

/// <summary>
/// What two records need that became one person, or two again. Needs live with their consent: they follow the line of the ledger that counts. What
/// does not count lies with the record that gave way, where no page shows it, until the merge can no longer be taken back.
/// </summary>
internal static class MergedNeeds
{
    /// <param name="copied">The lines that the kept person's ledger has from the other.</param>
    /// <returns>The days for which the two exchanged their needs.</returns>
    public static async Task<IReadOnlyList<Guid>> MoveNeedsAsync(this EventsDb db, Person from, Person to, IReadOnlyList<Guid> copied, DateTimeOffset now, CancellationToken ct)
    {
        var exchanged = new List<Guid>();
        foreach (var day in (await BothAsync(db, from.Id, to.Id, ct)).GroupBy(n => n.DialogueId))
        {
            var choices = new Choices(await db.LedgerAsync(to.Id, day.Key, ct), now);
            bool allowed = choices.Allows(ConsentPurpose.DietAndAccess);
            bool isOthersWord = choices.Last(ConsentPurpose.DietAndAccess) is { } counting && copied.Contains(counting.Id.Value);
            bool has = day.Any(n => n.PersonId == to.Id), otherHas = day.Any(n => n.PersonId == from.Id);
            if (allowed ? otherHas && (!has || isOthersWord) : has && !otherHas) exchanged.Add(day.Key.Value);
        }

        await db.ExchangeNeedsAsync(exchanged, from.Id, to.Id, ct);
        return exchanged;
    }

    /// <summary>Each gets what the other needed on these days, sealed with their own key; done twice, it is as it was.</summary>
    public static async Task ExchangeNeedsAsync(this EventsDb db, IReadOnlyList<Guid> days, Id<Person> one, Id<Person> two, CancellationToken ct)
    {
        if (days.Count == 0) return;
        var rows = (await BothAsync(db, one, two, ct)).FindAll(n => days.Contains(n.DialogueId.Value));
        foreach (var row in rows) _ = await db.Needs.Where(n => n.PersonId == row.PersonId && n.DialogueId == row.DialogueId).ExecuteDeleteAsync(ct);
        db.AddRange(rows.Select(n => n.Under(n.PersonId == one ? two : one)));
        _ = await db.SaveChangesAsync(ct);
    }

    /// <summary>
    /// The same when the two are parted, and also where the other said what they need meanwhile, at a day to which they alone are invited. What nobody's
    /// consent allows any more goes.
    /// </summary>
    public static async Task PartNeedsAsync(this EventsDb db, MovedRows moved, Id<Person> kept, Id<Person> gone, DateTimeOffset now, CancellationToken ct)
    {
        var others = await db.DaysOfAsync(moved.Invitations, ct);
        await db.ExchangeNeedsAsync([.. moved.Needs.Union(others.Select(d => d.Value))], kept, gone, ct);
        foreach (var needs in await BothAsync(db, kept, gone, ct))
            if (!new Choices(await db.LedgerAsync(needs.PersonId, needs.DialogueId, ct), now).Allows(ConsentPurpose.DietAndAccess))
                _ = await db.Needs.Where(n => n.PersonId == needs.PersonId && n.DialogueId == needs.DialogueId).ExecuteDeleteAsync(ct);
    }

    private static Task<List<Needs>> BothAsync(EventsDb db, Id<Person> one, Id<Person> two, CancellationToken ct) =>
        db.Needs.AsNoTracking().Where(n => n.PersonId == one || n.PersonId == two).ToListAsync(ct);
}
