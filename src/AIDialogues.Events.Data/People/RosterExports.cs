using System.Globalization;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>What went out, and for whom the rows are marked.</summary>
public sealed record TakenRoster(RosterExport Export, IReadOnlyList<Person> People);

/// <summary>Taking the directory out: asked by one, allowed by another, fetched once. Each step and its entry in the chain stand or fall together.</summary>
public sealed class RosterExports(EventsDb db, AuditLog log, TimeProvider clock)
{
    public const string Asked = "/Organise/People/Export";
    public const string Allowed = "/Organise/People/ExportWish:Allow";
    public const string RefusedIt = "/Organise/People/ExportWish:Refuse";
    public const string Taken = "/Organise/People/ExportWish:Download";

    public async Task<Result<RosterExport>> AskAsync(Guid account, string reason, PeopleFilter filter, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (RosterExport.Ask(account, reason, filter, now).Refused(out var refusal, out var export)) return refusal;
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        // The account's row is the turnstile: two wishes at once are counted one after the other.
        _ = await db.Database.ExecuteSqlAsync($"SELECT 1 FROM staff.accounts WHERE id = {account} FOR NO KEY UPDATE", ct);
        if (await db.RosterExports.AnyAsync(e => e.AskedBy == account && e.AskedAt > now - RosterExport.Pace, ct)) return RosterExport.TooOften;
        _ = db.Add(export);
        _ = await db.SaveChangesAsync(ct);
        await RecordAsync(account, Asked, export, export.Reason, ct);
        await transaction.CommitAsync(ct);
        return export;
    }

    public async Task<Refusal?> DecideAsync(Id<RosterExport> id, Guid account, bool allow, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        if (await db.RosterExports.FromSql($"SELECT * FROM events.roster_exports WHERE id = {id.Value} FOR NO KEY UPDATE").SingleOrDefaultAsync(ct) is not { } export) return RosterExport.NotWaiting;
        if (export.Decide(account, allow, clock.GetUtcNow()) is { } refusal) return refusal;
        _ = await db.SaveChangesAsync(ct);
        await RecordAsync(account, allow ? Allowed : RefusedIt, export, export.Reason, ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>Takes the one use and what goes with it. Of many at once one gets it; whoever of the two is no organiser any more opens nothing.</summary>
    public async Task<Result<TakenRoster>> TakeAsync(Id<RosterExport> id, Guid account, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        int taken = await db.Database.ExecuteSqlAsync($"""
            UPDATE events.roster_exports e SET taken_at = {now}
            WHERE id = {id.Value} AND asked_by = {account} AND is_allowed AND taken_at IS NULL AND decided_at > {now - RosterExport.StaysOpen}
              AND 2 = (SELECT count(*) FROM staff.account_roles r JOIN staff.roles n ON n.id = r.role_id
                       WHERE r.user_id IN (e.asked_by, e.decided_by) AND n.name = 'Organiser')
            """, ct);
        if (taken == 0) return RosterExport.NotOpen;
        var export = await db.RosterExports.AsNoTracking().SingleAsync(e => e.Id == id, ct);
        var people = await db.MayLeave(export.Filter).AsNoTracking().OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName).ThenBy(p => p.Id).Take(RosterExport.MostPeople).ToListAsync(ct);
        _ = await db.Database.ExecuteSqlAsync($"UPDATE events.roster_exports SET people = {people.Count} WHERE id = {id.Value}", ct);
        await RecordAsync(account, Taken, export, string.Create(CultureInfo.InvariantCulture, $"{people.Count} people: {export.Reason}"), ct);
        await transaction.CommitAsync(ct);
        return new TakenRoster(export, people);
    }

    private Task RecordAsync(Guid account, string action, RosterExport export, string detail, CancellationToken ct) =>
        log.RecordAsync(new(account.ToString(), action, nameof(RosterExport), export.Id.ToString(), $"/organise/people/export/{export.Id}: {detail}"), ct);
}
