using System.Collections.Concurrent;
using AIDialogues.Events.Room.Boards;
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
    StatementWriter writer, VaultRewriting rewriting, SessionLeases? leases = null, OpenedBatches? opened = null, BoardReader? boards = null) : IDisposable
{
    private readonly ConcurrentDictionary<Guid, SessionPool> sessions = new();
    private readonly SemaphoreSlim oneFlushAtATime = new(1);

    public SessionPool Of(Guid sessionId) => sessions.GetOrAdd(sessionId, id => new SessionPool(id));

    /// <summary>At a clock time and at shutdown: the sessions in which at least k wait, which staff have closed, or whose points were handed over while the database was away.</summary>
    public async Task<bool> FlushDueAsync(CancellationToken ct)
    {
        opened?.Forget();
        // What waits is written also when nobody can say which sessions staff have closed.
        bool heeded = await HeedClosedAsync(ct);
        return await FlushAsync(sessions.Values, StatementReader.SmallestGroup, ct) && heeded;
    }

    /// <summary>When a rapporteur hands a session over: all of it, however little, and then the whole vault once more in an order of chance.</summary>
    public Task<bool> FlushClosedAsync(Guid sessionId, CancellationToken ct) => FlushAsync([Of(sessionId)], 1, ct, closing: true);

    private async Task<bool> FlushAsync(IEnumerable<SessionPool> pools, int smallestBatch, CancellationToken ct, bool closing = false)
    {
        await oneFlushAtATime.WaitAsync(ct);
        try
        {
            if (closing) rewriting.Want();
            var due = pools.Select(pool => (Pool: pool, Points: pool.Due(smallestBatch))).Where(d => d.Points.Length > 0).ToList();
            for (var at = due.Count - 1; at >= 0; at--)
                if (!await IsOursAsync(due[at].Pool, ct) || await HasForgottenAsync(due[at].Pool, due[at].Points, ct)) due.RemoveAt(at);
            var ends = closing || due.Exists(d => d.Pool.IsClosing);
            var batch = due.SelectMany(d => d.Points.Select(p => new UnwrittenStatement(p.Id, d.Pool.SessionId, p.ThemeId, p.Kind, p.Words)));
            await writer.WriteAsync(batch, due.SelectMany(d => d.Points.Select(p => p.Token).OfType<SpentToken>()), ct);
            foreach (var (pool, points) in due)
            {
                pool.Written(points);
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

    /// <summary>A closed session gets no further points, so those it has would wait for ever.</summary>
    private async Task<bool> HeedClosedAsync(CancellationToken ct)
    {
        var waiting = sessions.Values.Where(pool => !pool.IsEmpty).ToList();
        if (boards is null || waiting.Count == 0) return true;
        try
        {
            var closed = await boards.ClosedAsync([.. waiting.Select(pool => pool.SessionId)], ct);
            foreach (var pool in waiting.Where(pool => closed.Contains(pool.SessionId))) pool.Close();
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>What another Room has taken over is forgotten here: its devices still hold it and hand it in there.</summary>
    private async Task<bool> IsOursAsync(SessionPool pool, CancellationToken ct)
    {
        if (leases is null || !await leases.IsLostAsync(pool.SessionId, ct)) return true;
        _ = sessions.TryRemove(pool.SessionId, out _);
        return false;
    }

    /// <summary>A token that another process may have taken meanwhile pays for nothing here; what is left waits for the next time, when it is counted anew.</summary>
    private async Task<bool> HasForgottenAsync(SessionPool pool, HeldPoint[] points, CancellationToken ct)
    {
        if (leases is null) return false;
        var lost = new HashSet<string>(StringComparer.Ordinal);
        // One question for each key, not for each point: it goes to the database.
        foreach (var key in points.Select(p => p.Token?.KeyId).OfType<string>().Distinct(StringComparer.Ordinal))
            if (await leases.IsLostAsync(SessionLeases.OfKey(key), ct)) _ = lost.Add(key);
        pool.Forget(points.Where(p => p.Token is { } token && lost.Contains(token.KeyId)));
        return lost.Count > 0;
    }

    public void Dispose() => oneFlushAtATime.Dispose();
}
