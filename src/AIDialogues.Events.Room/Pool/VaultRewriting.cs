using AIDialogues.Events.Unattributed.Statements;
using Npgsql;

namespace AIDialogues.Events.Room.Pool;

/// <summary>Has the whole vault written anew once something was stored at an end: of a session, or of a round of objections. Whoever flushes has one of its own.</summary>
internal sealed class VaultRewriting(StatementWriter writer)
{
    /// <summary>At first too: a Room that was killed may have written a closed session and not come to the rewriting.</summary>
    private bool due = true;

    public void Want() => due = true;

    /// <summary>What is stored stays stored when this fails: the next flush tries again.</summary>
    public async Task IfDueAsync(CancellationToken ct)
    {
        if (!due) return;
        try
        {
            await writer.RewriteAsync(ct);
            due = false;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            due = true;
        }
    }
}
