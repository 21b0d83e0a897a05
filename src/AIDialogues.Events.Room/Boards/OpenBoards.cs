using System.Collections.Concurrent;
using AIDialogues.Events.Unattributed.Boards;
using Npgsql;

namespace AIDialogues.Events.Room.Boards;

/// <summary>
/// Opens boards by key. The database is asked each time, so a revoked key ends at once; while the database is away, keys
/// that opened a board since the start still do, so that points can be handed in and held.
/// </summary>
internal sealed class OpenBoards(BoardReader reader)
{
    private readonly ConcurrentDictionary<(Guid Session, string Key), Board> opened = new();

    public async Task<BoardAnswer> OpenAsync(Guid sessionId, string key, CancellationToken ct)
    {
        var sha256 = SessionKey.Sha256(key);
        var known = (sessionId, Convert.ToHexString(sha256));
        try
        {
            if (await reader.ReadAsync(sessionId, sha256, ct) is not { } json)
            {
                _ = opened.TryRemove(known, out _);
                return new(Board: null, DatabaseAway: false);
            }
            return new(opened[known] = new Board(json), DatabaseAway: false);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return new(opened.GetValueOrDefault(known), DatabaseAway: true);
        }
    }
}

internal sealed record BoardAnswer(Board? Board, bool DatabaseAway);
