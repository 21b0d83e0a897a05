using System.Collections.Concurrent;
using AIDialogues.Events.Room.Hosting;
using AIDialogues.Events.Room.Leases;
using AIDialogues.Events.Unattributed.Boards;
using Npgsql;

namespace AIDialogues.Events.Room.Boards;

/// <summary>
/// Opens boards by key. The database is asked each time, so a revoked key ends at once; while the database is away, keys
/// that opened a board since the start still do, so that points can be handed in and held.
/// </summary>
internal sealed class OpenBoards(BoardReader reader, SessionLeases leases, RoomSettings settings)
{
    private readonly ConcurrentDictionary<(Guid Session, string Key, KeyPurpose Purpose), Board> opened = new();

    public async Task<BoardAnswer> OpenAsync(Guid sessionId, string key, CancellationToken ct)
    {
        var found = await AtHomeAsync(sessionId, key, KeyPurpose.Report, ct);
        if (found.Board is null) return found;
        return await leases.TakeAsync(sessionId, ct) == Lease.Held ? found : new(Board: null, DatabaseAway: true);
    }

    /// <summary>For a facilitator, whose key opens nothing that can be written to: whoever only reads needs no lease.</summary>
    public Task<BoardAnswer> ViewAsync(Guid sessionId, string key, CancellationToken ct) => AtHomeAsync(sessionId, key, KeyPurpose.Facilitate, ct);

    private async Task<BoardAnswer> AtHomeAsync(Guid sessionId, string key, KeyPurpose purpose, CancellationToken ct)
    {
        var found = await FindAsync(sessionId, key, purpose, ct);
        // Only to whoever has the key: an address would otherwise tell a known session from an unknown one.
        return found.Board is not null && settings.HomeOf(sessionId) is { } home && home != settings.RoomUrl
            ? new(Board: null, DatabaseAway: false, home)
            : found;
    }

    private async Task<BoardAnswer> FindAsync(Guid sessionId, string key, KeyPurpose purpose, CancellationToken ct)
    {
        var sha256 = SessionKey.Sha256(key);
        var known = (sessionId, Convert.ToHexString(sha256), purpose);
        try
        {
            if (await reader.ReadAsync(sessionId, sha256, purpose, ct) is not { } board)
            {
                _ = opened.TryRemove(known, out _);
                return new(Board: null, DatabaseAway: false);
            }
            return new(opened[known] = board, DatabaseAway: false);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return new(opened.GetValueOrDefault(known), DatabaseAway: true);
        }
    }
}

/// <param name="Board">Null when it may not be had here and now.</param>
/// <param name="DatabaseAway">The database cannot be asked, or another Room still holds the session: later.</param>
/// <param name="OtherRoom">Where the session is kept, if not here.</param>
internal sealed record BoardAnswer(Board? Board, bool DatabaseAway, Uri? OtherRoom = null);
