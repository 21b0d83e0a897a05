using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Boards;

/// <summary>
/// Closes a session to further points, and opens it again. Room then refuses what is new, from boards and from participants, and the devices keep
/// it; what it had taken before is still stored, at the first close however little. Until a summary of it is released, a close can be undone.
/// </summary>
public sealed class SessionClosing(EventsDb db, BoardOpening boards)
{
    public Task<bool> IsClosedAsync(Id<Session> id, CancellationToken ct) => db.BoardSessions.AnyAsync(b => b.SessionId == id && b.Closed, ct);

    /// <summary>Also a session that nobody opened a board of: it stays closed when somebody does. Twice is once.</summary>
    public async Task CloseAsync(Id<Session> id, CancellationToken ct)
    {
        if (!await db.BoardSessions.AnyAsync(b => b.SessionId == id, ct) && !await boards.DescribeAsync(id, ct)) return;
        _ = await db.BoardSessions.Where(b => b.SessionId == id).ExecuteUpdateAsync(b => b.SetProperty(s => s.Closed, true), ct);
    }

    /// <returns>Why not: its summary, or one of its day or series that was released after it, is out, and would lack what came now.</returns>
    public async Task<Refusal?> OpenAgainAsync(Session session, Dialogue dialogue, CancellationToken ct)
    {
        if (await IsSummedUpAsync(session, dialogue, ct)) return SummaryRefusals.SessionSummedUp;
        // A release writes the same row: of the two the later one waits, and a release that came first is seen here.
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        _ = await db.Database.ExecuteSqlAsync($"SELECT FROM board.sessions WHERE session_id = {session.Id.Value} FOR UPDATE", ct);
        if (await IsSummedUpAsync(session, dialogue, ct)) return SummaryRefusals.SessionSummedUp;
        _ = await db.BoardSessions.Where(b => b.SessionId == session.Id && b.Closed).ExecuteUpdateAsync(b => b.SetProperty(s => s.Closed, false).SetProperty(s => s.OpenedAgain, true), ct);
        await transaction.CommitAsync(ct);
        return null;
    }

    /// <summary>
    /// With the release of a summary: what comes later would be in none. A summary of a day or a series closes what has ended by then, not the
    /// sessions still to come. It is saved with the release.
    /// </summary>
    public async Task CloseSummedUpAsync(InScope scope, DateTimeOffset now, CancellationToken ct)
    {
        var days = await db.Dialogues.AsNoTracking().Where(d => scope.Days.Contains(d.Id)).ToDictionaryAsync(d => d.Id, ct);
        var over = scope.Sessions.Where(s => scope.Session is not null || EndOf(s, days[s.DialogueId]) <= now).Select(s => s.Id).ToList();
        var known = await db.BoardSessions.Where(b => over.Contains(b.SessionId)).Select(b => b.SessionId).ToListAsync(ct);
        // Also those of which nobody has opened a board yet.
        foreach (var session in over.Except(known)) _ = await boards.DescribeAsync(session, ct);
        foreach (var board in await db.BoardSessions.Where(b => over.Contains(b.SessionId)).ToListAsync(ct))
        {
            board.Closed = true;
            // Written also when it was closed before: whoever opens it again at this moment has to wait for the release.
            db.Entry(board).Property(b => b.Closed).IsModified = true;
        }
    }

    private Task<bool> IsSummedUpAsync(Session session, Dialogue dialogue, CancellationToken ct)
    {
        var ends = EndOf(session, dialogue);
        return db.Summaries.AnyAsync(s => (s.State == SummaryState.Released || s.State == SummaryState.Published)
            && (s.SessionId == session.Id || ((s.DialogueId == dialogue.Id || s.SeriesId == dialogue.SeriesId) && s.ReleasedAt >= ends)), ct);
    }

    private static DateTimeOffset EndOf(Session session, Dialogue dialogue) => dialogue.Zone.At(dialogue.Day, session.Ends).ToUniversalTime();
}
