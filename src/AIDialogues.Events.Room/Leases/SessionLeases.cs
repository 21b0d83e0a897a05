using Npgsql;

namespace AIDialogues.Events.Room.Leases;

/// <summary>
/// The right of one Room to hold a session's points: an advisory lock of PostgreSQL on a connection of its own. It leaves no
/// row, no time and no transaction number, names nobody, and ends with the connection, so that a dead Room's sessions are
/// free at once.
/// </summary>
internal sealed class SessionLeases(NpgsqlDataSource source) : IAsyncDisposable
{
    private readonly SemaphoreSlim oneAtATime = new(1);
    private readonly HashSet<Guid> held = [];
    private readonly HashSet<Guid> lost = [];
    private NpgsqlConnection? connection;
    private volatile string run = NewRun();

    /// <summary>
    /// By chance another one after each start, and after a lease was lost: what a device was told is held under one may be forgotten under the next, and
    /// is not before. Whoever reads it to tell a device reads it before taking the lease.
    /// </summary>
    public string Run => run;

    /// <summary>
    /// The lease under which tokens of a key are taken: which of them were used is remembered in one process until the vault knows, so two
    /// would each take the same token for another text.
    /// </summary>
    public static Guid OfKey(string keyId) => new(Convert.FromHexString(keyId.AsSpan(0, 32)));

    /// <summary>Asks the database each time: a lock that was lost unnoticed may be another Room's by now.</summary>
    public async Task<Lease> TakeAsync(Guid sessionId, CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            await ReachAsync(ct);
            if (held.Contains(sessionId)) return Lease.Held;
            if (!await TryLockAsync(sessionId, ct)) return Lease.Elsewhere;
            _ = held.Add(sessionId);
            _ = lost.Remove(sessionId);
            return Lease.Held;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            await LetGoAsync();
            return held.Contains(sessionId) ? Lease.Held : Lease.Unknown;
        }
        finally
        {
            _ = oneAtATime.Release();
        }
    }

    /// <summary>
    /// Whether a session that was held here is another Room's now. One that was never held is not lost: participants' own points
    /// of a session wait in the Room of their form, whichever Room the session's boards belong to.
    /// </summary>
    public async Task<bool> IsLostAsync(Guid sessionId, CancellationToken ct)
    {
        await oneAtATime.WaitAsync(ct);
        try
        {
            if (held.Contains(sessionId)) await ReachAsync(ct);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            await LetGoAsync();
        }
        finally
        {
            _ = oneAtATime.Release();
        }
        return lost.Contains(sessionId);
    }

    public async ValueTask DisposeAsync()
    {
        await LetGoAsync();
        oneAtATime.Dispose();
        await source.DisposeAsync();
    }

    /// <summary>After a broken connection every lock is asked for anew; what another Room has taken in the meantime is no longer ours.</summary>
    private async Task ReachAsync(CancellationToken ct)
    {
        if (connection is not null && await AnswersAsync(connection, ct)) return;
        await LetGoAsync();
        connection = await source.OpenConnectionAsync(ct);
        foreach (var sessionId in held.ToList())
            if (!await TryLockAsync(sessionId, ct) && held.Remove(sessionId) && lost.Add(sessionId)) run = NewRun();
    }

    private async Task<bool> TryLockAsync(Guid sessionId, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", connection);
        // The first half of a random id: two sessions of one event do not meet in it.
        _ = command.Parameters.AddWithValue(BitConverter.ToInt64(sessionId.ToByteArray()));
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    private static async Task<bool> AnswersAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT 1", connection);
            _ = await command.ExecuteScalarAsync(ct);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string NewRun() => Guid.NewGuid().ToString();

    private async Task LetGoAsync()
    {
        if (connection is not null) await connection.DisposeAsync();
        connection = null;
    }
}

internal enum Lease
{
    Held,

    /// <summary>Another Room holds this session now.</summary>
    Elsewhere,

    /// <summary>The database is away, and this Room did not hold the session before.</summary>
    Unknown,
}
