using System.Collections.Concurrent;
using AIDialogues.Events.Room.Boards;
using AIDialogues.Events.Unattributed.Tokens;
using Npgsql;

namespace AIDialogues.Events.Room.Tokens;

/// <summary>
/// Reads, as the board's role, the public keys, the list of spent tokens, what Room may know of a session, and the rounds of objections. While
/// the database is away, keys that were read since the start still verify.
/// </summary>
internal sealed class TokenKeys(NpgsqlDataSource source, ReadBoards boards)
{
    private readonly ConcurrentDictionary<string, OpenKey> known = new(StringComparer.Ordinal);

    public async Task<OpenKey?> FindAsync(string keyId, CancellationToken ct)
    {
        if (keyId.Length != 64) return null;
        // Asked each time: what a key is never changes, but how many people hold tokens of it, and how many a second set, does.
        try
        {
            return (await ReadAsync("key_id = $1", keyId, ct)) is [var read] ? known[keyId] = read : null;
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return known.GetValueOrDefault(keyId);
        }
    }

    public async Task<KeyList?> ListAsync(Guid dialogueId, CancellationToken ct)
    {
        var keys = await ReadAsync("dialogue_id = $1", dialogueId, ct);
        return keys.Count == 0 ? null : new KeyList(dialogueId, keys.Select(k => k.Key));
    }

    /// <summary>The hashes of all spent tokens of a dialogue, sorted: the whole list, the same for everybody.</summary>
    public async Task<List<string>> SpentAsync(Guid dialogueId, CancellationToken ct)
    {
        await using var command = source.CreateCommand("""
            SELECT encode(s.token_sha256, 'hex') FROM vault.spent_tokens s JOIN board.token_keys k ON k.key_id = s.key_id
            WHERE k.dialogue_id = $1 ORDER BY s.token_sha256
            """);
        _ = command.Parameters.AddWithValue(dialogueId);
        await using var row = await command.ExecuteReaderAsync(ct);
        var hashes = new List<string>();
        while (await row.ReadAsync(ct)) hashes.Add(row.GetString(0));
        return hashes;
    }

    /// <summary>The ids of all that is stored of a dialogue, points and notes and objections of every session in one list, sorted: the whole list, the same for everybody.</summary>
    public async Task<List<Guid>> AcceptedAsync(Guid dialogueId, CancellationToken ct)
    {
        // Objections first: the rewriting locks the tables of the vault in this order.
        await using var command = source.CreateCommand("""
            SELECT id FROM vault.objections WHERE summary_id IN (SELECT summary_id FROM board.objection_rounds WHERE dialogue_id = $1)
            UNION ALL
            SELECT id FROM vault.statements WHERE session_id IN (SELECT session_id FROM board.token_keys WHERE dialogue_id = $1 AND session_id IS NOT NULL)
            ORDER BY id
            """);
        _ = command.Parameters.AddWithValue(dialogueId);
        await using var row = await command.ExecuteReaderAsync(ct);
        var ids = new List<Guid>();
        while (await row.ReadAsync(ct)) ids.Add(row.GetGuid(0));
        return ids;
    }

    public async Task<bool> IsStoredObjectionAsync(Guid id, CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT EXISTS (SELECT FROM vault.objections WHERE id = $1)");
        _ = command.Parameters.AddWithValue(id);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    public async Task<bool> IsSpentAsync(byte[] tokenSha256, CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT EXISTS (SELECT FROM vault.spent_tokens WHERE token_sha256 = $1)");
        _ = command.Parameters.AddWithValue(tokenSha256);
        return (bool)(await command.ExecuteScalarAsync(ct))!;
    }

    public async Task<Board?> BoardAsync(Guid sessionId, CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT board::text, closed FROM board.sessions WHERE session_id = $1");
        _ = command.Parameters.AddWithValue(sessionId);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? boards.Of(sessionId, row.GetString(0), row.GetBoolean(1)) : null;
    }

    /// <summary>The round of the dialogue that shows this sentence.</summary>
    public async Task<ObjectionRound?> RoundAsync(Guid dialogueId, Guid itemId, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            "SELECT summary_id, closes_at FROM board.objection_rounds WHERE dialogue_id = $1 AND $2 = ANY (items) ORDER BY closes_at DESC LIMIT 1");
        _ = command.Parameters.AddWithValue(dialogueId);
        _ = command.Parameters.AddWithValue(itemId);
        await using var row = await command.ExecuteReaderAsync(ct);
        return await row.ReadAsync(ct) ? new(row.GetGuid(0), row.GetFieldValue<DateTimeOffset>(1)) : null;
    }

    private async Task<List<OpenKey>> ReadAsync(string which, object value, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            "SELECT dialogue_id, session_id, purpose, public_key, closes_at, enough_holders, replaced FROM board.token_keys WHERE " + which);
        _ = command.Parameters.AddWithValue(value);
        await using var row = await command.ExecuteReaderAsync(ct);
        var keys = new List<OpenKey>();
        while (await row.ReadAsync(ct))
        {
            Guid? session = await row.IsDBNullAsync(1, ct) ? null : row.GetGuid(1);
            var key = new TokenKey(row.GetGuid(0), session, TokenPurposes.Read(row.GetString(2)), row.GetFieldValue<byte[]>(3), row.GetFieldValue<DateTimeOffset>(4));
            keys.Add(new(key, row.GetBoolean(5), row.GetInt32(6)));
        }
        return keys;
    }
}

internal sealed record OpenKey(TokenKey Key, bool EnoughHolders, int Replaced);

internal sealed record ObjectionRound(Guid SummaryId, DateTimeOffset ClosesAt);
