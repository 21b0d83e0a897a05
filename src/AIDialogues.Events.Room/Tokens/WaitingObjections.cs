using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Unattributed.Objections;
using Npgsql;

namespace AIDialogues.Events.Room.Tokens;

/// <summary>
/// Objections of open rounds, in memory until the round ends, then written all together, and the vault anew after them. The devices keep theirs until the list of spent
/// tokens holds it, so a restart loses nothing; for a day after the end what they send again is still taken, and written at the end of it.
/// </summary>
internal sealed class WaitingObjections(ObjectionWriter writer, VaultRewriting rewriting, TimeProvider time) : IDisposable
{
    public static readonly TimeSpan Grace = TimeSpan.FromDays(1);

    private const int MostWaiting = 5000;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim oneFlushAtATime = new(1);
    private readonly Dictionary<string, (UnwrittenObjection Objection, DateTimeOffset Due)> waiting = new(StringComparer.Ordinal);

    public bool TryHold(UnwrittenObjection objection, DateTimeOffset closesAt)
    {
        var now = time.GetUtcNow();
        if (now >= closesAt + Grace) return false;
        lock (gate)
        {
            if (waiting.Count >= MostWaiting) return false;
            _ = waiting.TryAdd(Convert.ToHexString(objection.Token.Sha256), (objection, now < closesAt ? closesAt : closesAt + Grace));
            return true;
        }
    }

    /// <summary>Writes what is due; when that fails it stays, and the next time takes it.</summary>
    public async Task<bool> FlushDueAsync(CancellationToken ct)
    {
        await oneFlushAtATime.WaitAsync(ct);
        try
        {
            KeyValuePair<string, (UnwrittenObjection Objection, DateTimeOffset Due)>[] due;
            lock (gate) due = [.. waiting.Where(w => w.Value.Due <= time.GetUtcNow())];
            await writer.WriteAsync([.. due.Select(d => d.Value.Objection)], ct);
            lock (gate) foreach (var (token, _) in due) _ = waiting.Remove(token);
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

    public void Dispose() => oneFlushAtATime.Dispose();
}
