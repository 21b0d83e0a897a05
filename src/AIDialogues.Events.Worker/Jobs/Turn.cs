using Npgsql;

namespace AIDialogues.Events.Worker.Jobs;

/// <summary>
/// One at a time, held by PostgreSQL itself: the lock goes with its connection, so a killed worker leaves nothing behind, which
/// Hangfire's own lock does. It only saves work; that nothing happens twice is held by row locks and unique keys.
/// </summary>
internal sealed class Turn : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly long number;

    private Turn(NpgsqlConnection connection, long number) => (this.connection, this.number) = (connection, number);

    public const long Letters = 727_101;
    public const long Reminders = 727_102;
    public const long Summaries = 727_103;
    public const long Bounces = 727_104;
    public const long Retention = 727_141;
    public const long Checkpoints = 727_142;
    public const long Calendars = 727_130;
    public const long Waitlists = 727_131;
    public const long PublicFigures = 727_151;

    /// <summary>Null when somebody else has it.</summary>
    public static async Task<Turn?> TryTakeAsync(NpgsqlDataSource source, long number, CancellationToken ct)
    {
        var session = await source.OpenConnectionAsync(ct);
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", session) { Parameters = { new() { Value = number } } };
            if (await command.ExecuteScalarAsync(ct) is true) return new Turn(session, number);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }

        await session.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await using var command = new NpgsqlCommand("SELECT pg_advisory_unlock($1)", connection) { Parameters = { new() { Value = number } } };
            _ = await command.ExecuteScalarAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException)
        {
            // The connection is gone, and the lock with it.
        }

        await connection.DisposeAsync();
    }
}
