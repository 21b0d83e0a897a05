using System.Collections.Concurrent;
using AIDialogues.Events.Unattributed.Statements;
using Npgsql;

namespace AIDialogues.Events.Room.Pool;

/// <summary>
/// Every point that waits, in memory only: the device keeps its own copy until the vault holds it, so nothing is lost
/// with this process. A flush is one shuffled INSERT; when it fails, everything stays and the next flush takes it.
/// </summary>
internal sealed class WaitingPoints(StatementWriter writer) : IDisposable
{
    private readonly ConcurrentDictionary<Guid, SessionPool> sessions = new();
    private readonly SemaphoreSlim oneFlushAtATime = new(1);

    public SessionPool Of(Guid sessionId) => sessions.GetOrAdd(sessionId, id => new SessionPool(id));

    /// <summary>At a clock time and at shutdown: the sessions in which at least k wait, or which closed while the database was away.</summary>
    public Task<bool> FlushDueAsync(CancellationToken ct) => FlushAsync(sessions.Values, StatementReader.SmallestGroup, ct);

    /// <summary>At the close of a session: all of it, however little.</summary>
    public Task<bool> FlushClosedAsync(Guid sessionId, CancellationToken ct) => FlushAsync([Of(sessionId)], 1, ct);

    private async Task<bool> FlushAsync(IEnumerable<SessionPool> pools, int smallestBatch, CancellationToken ct)
    {
        await oneFlushAtATime.WaitAsync(ct);
        try
        {
            var due = pools.Select(pool => (Pool: pool, Points: pool.Due(smallestBatch))).Where(d => d.Points.Length > 0).ToList();
            var batch = due.SelectMany(d => d.Points.Select(p => new UnwrittenStatement(p.Id, d.Pool.SessionId, p.ThemeId, p.Kind, p.Words)));
            await writer.WriteAsync(batch, due.SelectMany(d => d.Points.Select(p => p.Token).OfType<SpentToken>()), ct);
            foreach (var (pool, points) in due) pool.Written(points);
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

    public void Dispose() => oneFlushAtATime.Dispose();
}
