using Npgsql;

namespace AIDialogues.Events.Room.Pool;

/// <summary>Asks which sessions staff have closed.</summary>
internal sealed class ClosedSessions(NpgsqlDataSource source)
{
    /// <returns>Those of the sessions that are closed now; true where one had been closed before and opened again.</returns>
    public async Task<Dictionary<Guid, bool>> AmongAsync(Guid[] sessions, CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT session_id, opened_again FROM board.sessions WHERE closed AND session_id = ANY ($1)");
        _ = command.Parameters.AddWithValue(sessions);
        await using var row = await command.ExecuteReaderAsync(ct);
        var closed = new Dictionary<Guid, bool>();
        while (await row.ReadAsync(ct)) closed.Add(row.GetGuid(0), row.GetBoolean(1));
        return closed;
    }
}
