using AIDialogues.Events.Unattributed.Statements;
using Npgsql;

namespace AIDialogues.Events.Room.Pool;

/// <summary>Has the whole vault written anew once something was stored at an end: of a session, or of a round of objections. One for all that flush, so that a start rewrites once.</summary>
internal sealed class VaultRewriting(StatementWriter writer)
{
    /// <summary>1 when due. At first too: a Room that was killed may have written a closed session and not come to the rewriting.</summary>
    private int due = 1;

    /// <summary>Wanted after the write that it is for: another flush may do it at once.</summary>
    public void Want() => Volatile.Write(ref due, 1);

    /// <summary>What is stored stays stored when this fails: the next flush tries again.</summary>
    public async Task IfDueAsync(CancellationToken ct)
    {
        if (Interlocked.Exchange(ref due, 0) == 0) return;
        try
        {
            await writer.RewriteAsync(ct);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            Want();
        }
        catch (Exception)
        {
            Want();
            throw;
        }
    }
}
