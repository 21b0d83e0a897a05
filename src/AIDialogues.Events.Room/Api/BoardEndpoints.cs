using System.Text.Json;
using AIDialogues.Events.Room.Boards;
using AIDialogues.Events.Room.Pool;
using Npgsql;

namespace AIDialogues.Events.Room.Api;

/// <summary>The three requests of a board. The key is in the body, never in an address, and there is no cookie.</summary>
internal static class BoardEndpoints
{
    public static void MapBoards(this IEndpointRouteBuilder routes)
    {
        _ = routes.MapPost("/api/board", OpenAsync);
        _ = routes.MapPost("/api/points", HandInAsync);
        _ = routes.MapPost("/api/accepted", AcceptedAsync);
    }

    private static async Task<PaddedReply> OpenAsync(HttpRequest request, OpenBoards boards)
    {
        var asked = await RequestBody.ReadAsync(request, RoomJson.Default.KeyRequest);
        var answer = await boards.OpenAsync(asked.SessionId, asked.Key, request.HttpContext.RequestAborted);
        if (answer.Board is { } board) return PaddedReply.Ok(board.ToAnswer());
        return PaddedReply.WithoutBoard(answer.DatabaseAway, answer.OtherRoom);
    }

    private static async Task<PaddedReply> HandInAsync(HttpRequest request, OpenBoards boards, BoardReader reader, WaitingPoints waiting)
    {
        var sent = await RequestBody.ReadAsync(request, RoomJson.Default.PointsRequest);
        var points = SentPoints.Read(sent.Points);
        var ct = request.HttpContext.RequestAborted;

        var answer = await boards.OpenAsync(sent.SessionId, sent.Key, ct);
        if (answer.Board is not { } board) return PaddedReply.WithoutBoard(answer.DatabaseAway, answer.OtherRoom);

        var stored = await AlreadyStoredAsync(reader, sent.SessionId, points, ct);
        var pool = waiting.Of(sent.SessionId);
        if (board.Closed)
        {
            // Which points are new cannot be told now, and one that is stored already must not go back to its writer.
            if (stored is null) return PaddedReply.NotNow;
            if (pool.New(points, stored) is { Count: > 0 } late) return SessionClosed(late);
        }
        if (!pool.TryHold(points.ConvertAll(board.Judged), stored ?? new HashSet<Guid>(), sent.HandOver))
            return PaddedReply.Refused(StatusCodes.Status429TooManyRequests, "too-many-waiting");

        // A device that hangs up must not stop the write of everybody's points: no cancellation from here on.
        var written = sent.HandOver && await waiting.FlushHandedOverAsync(sent.SessionId, CancellationToken.None);
        return PaddedReply.Ok(written ? """{"state":"stored"}""" : """{"state":"held"}""");
    }

    /// <summary>None of the request is taken, and it is said which points were new: the others are held or stored, whatever their device heard.</summary>
    private static PaddedReply SessionClosed(IEnumerable<HeldPoint> late) =>
        new(StatusCodes.Status409Conflict, $$"""{"code":"session-closed","late":{{JsonSerializer.Serialize(late.Select(p => p.Id).ToList(), RoomJson.Default.ListGuid)}}}""");

    private static async Task<PaddedReply> AcceptedAsync(HttpRequest request, OpenBoards boards, BoardReader reader)
    {
        var asked = await RequestBody.ReadAsync(request, RoomJson.Default.KeyRequest);
        var ct = request.HttpContext.RequestAborted;
        var answer = await boards.OpenAsync(asked.SessionId, asked.Key, ct);
        if (answer.DatabaseAway || answer.Board is null) return PaddedReply.WithoutBoard(answer.DatabaseAway, answer.OtherRoom);
        try
        {
            var ids = await reader.AcceptedAsync(asked.SessionId, ct);
            return PaddedReply.Ok($$"""{"accepted":{{JsonSerializer.Serialize(ids, RoomJson.Default.ListGuid)}}}""");
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return PaddedReply.NotNow;
        }
    }

    /// <summary>Null when the database is away.</summary>
    private static async Task<IReadOnlySet<Guid>?> AlreadyStoredAsync(BoardReader reader, Guid sessionId, List<HeldPoint> points, CancellationToken ct)
    {
        try
        {
            return await reader.AlreadyStoredAsync(sessionId, [.. points.Select(p => p.Id)], ct);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            return null;
        }
    }
}
