using System.Text.Json;
using System.Text.Json.Serialization;
using AIDialogues.Events.Room.Api;
using AIDialogues.Events.Room.Boards;

namespace AIDialogues.Events.Room.Facilitating;

/// <summary>The one request of a facilitator's page. It only reads: no lease, no mark of having been asked, and one length whatever is shown.</summary>
internal static class FacilitatorEndpoints
{
    public static void MapFacilitating(this IEndpointRouteBuilder routes) => _ = routes.MapPost("/api/view", ViewAsync);

    private static async Task<PaddedReply> ViewAsync(HttpRequest request, OpenBoards boards, OpenedBatches batches)
    {
        var asked = await RequestBody.ReadAsync(request, RoomJson.Default.KeyRequest);
        var answer = await boards.ViewAsync(asked.SessionId, asked.Key, request.HttpContext.RequestAborted);
        if (answer.Board is not { } board) return PaddedReply.WithoutBoard(answer.DatabaseAway, answer.OtherRoom);
        var shown = batches.Read(asked.SessionId);
        var points = JsonSerializer.Serialize(shown.Points.Select(p => p with { ThemeId = board.Known(p.ThemeId) }).ToList(), ViewJson.Default.ListShownPoint);
        return PaddedReply.Ok(
            $$"""{"board":{{board.WithoutLexicon}},"closed":{{(board.Closed ? "true" : "false")}},"atLeast":{{shown.AtLeast}},"heldBack":{{shown.HeldBack}},"run":"{{batches.Run}}","points":{{points}}}""", Padding.SmallestPage);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(List<ShownPoint>))]
internal sealed partial class ViewJson : JsonSerializerContext;
