using System.Diagnostics;
using AIDialogues.Events.Web.Tests.Hosting;
using Npgsql;

namespace AIDialogues.Events.Web.Tests.Worker;

/// <summary>
/// Ends a worker between the server's yes and its own mark, and at no other moment: the rows of what is in flight are locked before the server
/// answers, so whoever waits for one of them has heard the answer and has not written it down.
/// </summary>
internal static class HoldingTheMark
{
    /// <returns>Ends when the worker was killed and the rows are free again.</returns>
    public static async Task<Task> ThenKillAsync(EventsHost host, Process process)
    {
        var connection = new NpgsqlConnection(host.Database.Owner);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("SELECT 1 FROM events.outbox WHERE state = 'InFlight' FOR UPDATE", connection)) _ = await hold.ExecuteNonQueryAsync();
        return Task.Run(async () =>
        {
            await using var held = connection;
            await using var look = new NpgsqlCommand("SELECT EXISTS (SELECT 1 FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid)))", connection);
            while (await look.ExecuteScalarAsync() is false && !process.HasExited) await Task.Delay(5);
            process.Kill();
            await process.WaitForExitAsync();
            await transaction.RollbackAsync();
        });
    }
}
