using AIDialogues.Events.Room.Leases;
using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Unattributed.Objections;
using Npgsql;

namespace AIDialogues.Events.Room.Tokens;

/// <summary>
/// Objections of open rounds, in memory until the round ends, then written all together, and the vault anew after them. The devices keep theirs until the list of what is
/// stored holds it, so a restart loses nothing; for a day after the end what they send again is still taken, and written at the end of it.
/// </summary>
internal sealed class WaitingObjections(ObjectionWriter writer, VaultRewriting rewriting, TimeProvider time, SessionLeases? leases = null) : IDisposable
{
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    /// <summary>The most that may wait; a device that is refused keeps its objection and sends it again.</summary>
    public const int MostWaiting = 5000;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim oneFlushAtATime = new(1);
    private readonly Dictionary<Guid, (UnwrittenObjection Objection, DateTimeOffset Due)> waiting = [];

    public ObjectionHold Hold(UnwrittenObjection objection, DateTimeOffset closesAt)
    {
        var now = time.GetUtcNow();
        if (now >= closesAt + Grace) return ObjectionHold.TooLate;
        lock (gate)
        {
            if (waiting.ContainsKey(objection.Id)) return ObjectionHold.Held;
            if (waiting.Count >= MostWaiting) return ObjectionHold.TooMany;
            waiting.Add(objection.Id, (objection, now < closesAt ? closesAt : closesAt + Grace));
            return ObjectionHold.Held;
        }
    }

    /// <summary>Writes what is due; when that fails it stays, and the next time takes it.</summary>
    public async Task<bool> FlushDueAsync(CancellationToken ct)
    {
        await oneFlushAtATime.WaitAsync(ct);
        try
        {
            KeyValuePair<Guid, (UnwrittenObjection Objection, DateTimeOffset Due)>[] due;
            await ForgetLostAsync(ct);
            lock (gate) due = [.. waiting.Where(w => w.Value.Due <= time.GetUtcNow())];
            await writer.WriteAsync([.. due.Select(d => d.Value.Objection)], ct);
            lock (gate) foreach (var (id, _) in due) _ = waiting.Remove(id);
            if (due.Length > 0) rewriting.Want();
            await rewriting.IfDueAsync(ct);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return false;
        }
        finally
        {
            _ = oneFlushAtATime.Release();
        }
    }

    /// <summary>Tokens that another process may have taken meanwhile; the devices still hold what they pay for, and send it there.</summary>
    private async Task ForgetLostAsync(CancellationToken ct)
    {
        if (leases is null) return;
        string[] keys;
        lock (gate) keys = [.. waiting.Values.Select(w => w.Objection.Token.KeyId).Distinct(StringComparer.Ordinal)];
        foreach (string key in keys)
        {
            if (!await leases.IsLostAsync(SessionLeases.OfKey(key), ct)) continue;
            lock (gate) foreach (var (id, _) in waiting.Where(w => w.Value.Objection.Token.KeyId == key).ToList()) _ = waiting.Remove(id);
        }
    }

    public void Dispose() => oneFlushAtATime.Dispose();
}

internal enum ObjectionHold
{
    /// <summary>It waits, or did already.</summary>
    Held,

    /// <summary>Its round has been over for longer than devices may take.</summary>
    TooLate,

    /// <summary>No more can wait now.</summary>
    TooMany,
}
