using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Rights;

/// <summary>One line of what people asked about their data; the name is null once they are erased.</summary>
public sealed record RightsLine(Id<PlannedErasure>? Erasure, Id<Person> Person, string? Name, DataRequestKind Kind, DateTimeOffset At, DateTimeOffset? DueAt, DateTimeOffset? DoneAt, DateTimeOffset? CancelledAt);

public static class RightsQuery
{
    public static Task<PlannedErasure?> WaitingErasureAsync(this EventsDb db, Id<Person> person, CancellationToken ct) =>
        db.PlannedErasures.SingleOrDefaultAsync(e => e.PersonId == person && e.CancelledAt == null && e.DoneAt == null, ct);

    public static Task<PlannedErasure?> ErasureByReceiptAsync(this EventsDb db, string receipt, CancellationToken ct)
    {
        byte[] hash = PlannedErasure.HashOf(receipt);
        return db.PlannedErasures.AsNoTracking().SingleOrDefaultAsync(e => e.ReceiptSha256 == hash, ct);
    }

    /// <summary>Erasures first, then whoever restricted or objected; newest first, at most <paramref name="most"/> of each.</summary>
    public static async Task<IReadOnlyList<RightsLine>> RightsAsync(this EventsDb db, int most, CancellationToken ct)
    {
        var erasures = await (from erasure in db.PlannedErasures.AsNoTracking()
                              join person in db.People on erasure.PersonId equals person.Id into people
                              from person in people.DefaultIfEmpty()
                              orderby erasure.AskedAt descending
                              select new { erasure, person }).Take(most).ToListAsync(ct);
        var marked = await db.People.AsNoTracking().Where(p => p.RestrictedAt != null || p.ObjectedAt != null)
            .OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName).Take(most).ToListAsync(ct);
        return
        [
            .. erasures.Select(e => new RightsLine(e.erasure.Id, e.erasure.PersonId, e.person?.Name, DataRequestKind.Erase, e.erasure.AskedAt, e.erasure.DueAt, e.erasure.DoneAt, e.erasure.CancelledAt)),
            .. marked.Where(p => p.RestrictedAt is not null).Select(p => new RightsLine(null, p.Id, p.Name, DataRequestKind.Restrict, p.RestrictedAt!.Value, null, p.RestrictedAt, null)),
            .. marked.Where(p => p.ObjectedAt is not null).Select(p => new RightsLine(null, p.Id, p.Name, DataRequestKind.Object, p.ObjectedAt!.Value, null, p.ObjectedAt, null)),
        ];
    }
}
