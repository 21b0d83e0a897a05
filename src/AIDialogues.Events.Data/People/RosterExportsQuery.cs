using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>An export as every organiser sees it: with the names behind the accounts; empty for one that is no more.</summary>
public sealed record RosterLine(RosterExport Export, RosterState State, string AskedBy, string DecidedBy);

public static class RosterExportsQuery
{
    /// <summary>Newest first.</summary>
    public static async Task<IReadOnlyList<RosterLine>> RosterExportsAsync(this EventsDb db, DateTimeOffset since, DateTimeOffset now, int most, CancellationToken ct) =>
        await db.LinesAsync(db.RosterExports.Where(e => e.AskedAt > since).OrderByDescending(e => e.AskedAt).ThenBy(e => e.Id).Take(most), now, ct);

    public static async Task<RosterLine?> RosterExportAsync(this EventsDb db, Id<RosterExport> id, DateTimeOffset now, CancellationToken ct) =>
        (await db.LinesAsync(db.RosterExports.Where(e => e.Id == id), now, ct)).SingleOrDefault();

    private static async Task<IReadOnlyList<RosterLine>> LinesAsync(this EventsDb db, IQueryable<RosterExport> exports, DateTimeOffset now, CancellationToken ct)
    {
        var found = await exports.AsNoTracking().ToListAsync(ct);
        var ids = found.Select(e => e.AskedBy).Concat(found.Select(e => e.DecidedBy).OfType<Guid>()).Distinct().ToList();
        var names = await db.Users.AsNoTracking().Where(u => ids.Contains(u.Id)).ToDictionaryAsync(u => u.Id, u => u.DisplayName, ct);
        return [.. found.Select(e => new RosterLine(e, e.StateAt(now), names.GetValueOrDefault(e.AskedBy, ""), e.DecidedBy is { } other ? names.GetValueOrDefault(other, "") : ""))];
    }
}
