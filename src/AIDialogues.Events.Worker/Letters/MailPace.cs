using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>Keeps all workers together to the pace that is set or was learnt: the tokens lie in the database, and while there is no pace to keep nobody waits for them.</summary>
internal static class MailPace
{
    /// <summary>Takes the right to send one letter, in the caller's transaction; that saves a "no" too, because it counted the time.</summary>
    public static async Task<bool> TryTakeAsync(EventsDb db, int? perMinute, DateTimeOffset now, CancellationToken ct) => (await LockedAsync(db, now, ct)).TryTake(perMinute, now);

    /// <summary>The server said "too many": learns from how many it took in the minute before.</summary>
    /// <returns>When to come again.</returns>
    public static async Task<DateTimeOffset> LimitedAsync(EventsDb db, DateTimeOffset now, CancellationToken ct)
    {
        var line = await LockedAsync(db, now, ct);
        var minute = now.AddMinutes(-1);
        return line.Limited(await db.Deliveries.CountAsync(d => d.At > minute && d.Outcome == LetterState.Sent, ct), now);
    }

    /// <summary>Notes why nothing leaves, or that it does again, where the pages can read it. Written only when it is news.</summary>
    public static async Task NoteAsync(EventsDb db, string? problem, DateTimeOffset now, CancellationToken ct)
    {
        var known = await db.MailLines.AsNoTracking().SingleOrDefaultAsync(ct);
        if ((known?.Problem ?? "") == (problem ?? "")) return;
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var line = await LockedAsync(db, now, ct);
        if (problem is null) line.Well();
        else _ = line.Trouble(problem, now);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<MailLine> LockedAsync(EventsDb db, DateTimeOffset now, CancellationToken ct)
    {
        _ = await db.Database.ExecuteSqlAsync(
            $"INSERT INTO events.mail_line (id, tokens, refilled_at, problem) VALUES ({MailLine.OnlyId}, 0, {now}, '') ON CONFLICT DO NOTHING", ct);
        return (await db.MailLines.FromSql($"SELECT * FROM events.mail_line FOR UPDATE").ToListAsync(ct)).Single();
    }
}
