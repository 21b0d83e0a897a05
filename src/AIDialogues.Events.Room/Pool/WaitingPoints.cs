using System.Collections.Concurrent;
using AIDialogues.Events.Room.Facilitating;
using AIDialogues.Events.Room.Leases;
using AIDialogues.Events.Unattributed.Statements;
using Npgsql;

namespace AIDialogues.Events.Room.Pool;

/// <summary>
/// Every point that waits, in memory only: the device keeps its own copy until the vault holds it, so nothing is lost
/// with this process. A flush is one shuffled INSERT; when it fails, everything stays and the next flush takes it.
/// </summary>
internal sealed class WaitingPoints(
    StatementWriter writer, VaultRewriting rewriting, TimeProvider time, SessionLeases? leases = null, OpenedBatches? opened = null, ClosedSessions? closed = null) : IDisposable
{
    private readonly ConcurrentDictionary<Guid, SessionPool> sessions = new();
    private readonly SemaphoreSlim oneFlushAtATime = new(1);

    public SessionPool Of(Guid sessionId) => sessions.GetOrAdd(sessionId, id => new SessionPool(id));

    /// <summary>At a clock time and at shutdown: the sessions in which at least k wait, which staff have closed, whose tokens have ended, or whose points were handed over while the database was away.</summary>
    public async Task<bool> FlushDueAsync(CancellationToken ct)
    {
        opened?.Forget();
        // What waits is written also when nobody can say which sessions staff have closed.
        bool heeded = await HeedClosedAsync(sessions.Values, ct);
        return await FlushAsync(sessions.Values, ct) && heeded;
    }

    /// <summary>
    /// When a rapporteur hands a session over: its notes, however few, and then the whole vault once more in an order of chance. Participants' own points come along
    /// only if they are a crowd by themselves or staff have closed the session: a rapporteur may hand over as often as there is something to learn.
    /// </summary>
    public async Task<bool> FlushHandedOverAsync(Guid sessionId, CancellationToken ct)
    {
        var pool = Of(sessionId);
        // Where nobody can say whether the session is closed, the notes are stored all the same, and their device is told so.
        _ = await HeedClosedAsync([pool], ct);
        return await FlushAsync([pool], ct, handedOver: true);
    }

    private async Task<bool> FlushAsync(IEnumerable<SessionPool> pools, CancellationToken ct, bool handedOver = false)
    {
        await oneFlushAtATime.WaitAsync(ct);
        try
        {
            if (handedOver) rewriting.Want();
            var now = time.GetUtcNow();
            var due = new List<(SessionPool Pool, HeldPoint[] Points)>();
            foreach (var pool in pools)
                if (await DueAsync(pool, now, ct) is { Length: > 0 } points) due.Add((pool, points));
            var ends = handedOver || due.Exists(d => d.Pool.HasEnded(now));
            var batch = due.SelectMany(d => d.Points.Select(p => new UnwrittenStatement(p.Id, d.Pool.SessionId, p.ThemeId, p.Kind, p.Words)));
            await writer.WriteAsync(batch, due.SelectMany(d => d.Points.Select(p => p.Token).OfType<SpentToken>()), ct);
            foreach (var (pool, points) in due)
            {
                pool.Written(points, mixed: ends);
                opened?.Add(pool.SessionId, points);
            }
            if (ends) rewriting.Want();
            await rewriting.IfDueAsync(ct);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            // Not even the type of the failure with its time: the next flush tries again, and the devices still hold their words.
            return false;
        }
        finally
        {
            _ = oneFlushAtATime.Release();
        }
    }

    /// <summary>A closed session gets no further points, so those it has would wait for ever; and its batches are mixed, also when nothing waits.</summary>
    private async Task<bool> HeedClosedAsync(IEnumerable<SessionPool> pools, CancellationToken ct)
    {
        var waiting = pools.Where(pool => !pool.IsEmpty || pool.IsUnmixed).ToList();
        if (closed is null || waiting.Count == 0) return true;
        try
        {
            var now = await closed.AmongAsync([.. waiting.Select(pool => pool.SessionId)], ct);
            foreach (var pool in waiting)
            {
                if (!now.TryGetValue(pool.SessionId, out bool again)) continue;
                pool.Close(again);
                if (pool.IsUnmixed) rewriting.Want();
                pool.Mix();
            }
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>What is left after forgetting is counted anew: it may be too few by then.</summary>
    private async Task<HeldPoint[]> DueAsync(SessionPool pool, DateTimeOffset now, CancellationToken ct)
    {
        var due = pool.Due(StatementReader.SmallestGroup, now);
        return due.Length > 0 && await ForgetLostAsync(pool, due, ct) ? pool.Due(StatementReader.SmallestGroup, now) : due;
    }

    /// <summary>
    /// What another Room has taken over is forgotten here: its devices still hold it and hand it in there. Notes go with their session, own points with their key: the form
    /// that sent them is this Room's, whichever Room the session's boards belong to.
    /// </summary>
    private async Task<bool> ForgetLostAsync(SessionPool pool, HeldPoint[] due, CancellationToken ct)
    {
        if (leases is null) return false;
        var lost = new List<HeldPoint>();
        // One question for each key, not for each point: it goes to the database.
        foreach (var owned in due.GroupBy(p => p.Token is { } token ? SessionLeases.OfKey(token.KeyId) : pool.SessionId))
            if (await leases.IsLostAsync(owned.Key, ct)) lost.AddRange(owned);
        pool.Forget(lost);
        return lost.Count > 0;
    }

    public void Dispose() => oneFlushAtATime.Dispose();
}
