using AIDialogues.Events.Unattributed.Boards;
using Npgsql;

namespace AIDialogues.Events.Room.Boards;

/// <summary>Reads boards by their key, and ids of stored points. The database role sees no words and no person.</summary>
internal sealed class BoardReader(NpgsqlDataSource source, ReadBoards? read = null)
{
    private readonly ReadBoards read = read ?? new();

    /// <summary>Null for a wrong key, a revoked key, a key for something else and an unknown session alike: one query, one answer.</summary>
    public async Task<Board?> ReadAsync(Guid sessionId, byte[] keySha256, KeyPurpose purpose, CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            SELECT b.board::text, b.closed FROM board.keys k JOIN board.sessions b ON b.session_id = k.session_id
            WHERE k.key_sha256 = $1 AND k.session_id = $2 AND k.purpose = $3 AND NOT k.revoked
            """);
        _ = command.Parameters.AddWithValue(keySha256);
        _ = command.Parameters.AddWithValue(sessionId);
        _ = command.Parameters.AddWithValue(purpose.ToString());
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? read.Of(sessionId, row.GetString(0), row.GetBoolean(1)) : null;
    }

    /// <summary>Every stored id of the session, sorted: the same list for everybody who may ask.</summary>
    public Task<List<Guid>> AcceptedAsync(Guid sessionId, CancellationToken ct) => IdsAsync(sessionId, among: null, ct);

    public async Task<HashSet<Guid>> AlreadyStoredAsync(Guid sessionId, Guid[] among, CancellationToken ct) =>
        [.. await IdsAsync(sessionId, among, ct)];

    private async Task<List<Guid>> IdsAsync(Guid sessionId, Guid[]? among, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            "SELECT id FROM vault.statements WHERE session_id = $1" + (among is null ? "" : " AND id = ANY ($2)") + " ORDER BY id");
        _ = command.Parameters.AddWithValue(sessionId);
        if (among is not null) _ = command.Parameters.AddWithValue(among);
        await using var row = await command.ExecuteReaderAsync(ct);
        var ids = new List<Guid>();
        while (await row.ReadAsync(ct)) ids.Add(row.GetGuid(0));
        return ids;
    }
}
