using System.Text.Json;
using System.Text.Json.Serialization;

namespace AIDialogues.Events.Room.Api;

/// <summary>What every request says; the pad only makes its length a multiple of 4 KiB.</summary>
internal sealed record KeyRequest(Guid SessionId, string Key, string? Pad = null);

/// <param name="HandOver">Called "close" on the wire: boards that a device has kept since before say so.</param>
internal sealed record PointsRequest(Guid SessionId, string Key, IReadOnlyList<SentPoint>? Points = null, [property: JsonPropertyName("close")] bool HandOver = false, string? Pad = null);

/// <param name="Swept">Somebody has read these words and found that they name nobody.</param>
internal sealed record SentPoint(Guid Id, string Kind, string Words, Guid? ThemeId = null, bool Swept = false);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(KeyRequest))]
[JsonSerializable(typeof(PointsRequest))]
[JsonSerializable(typeof(List<Guid>))]
internal sealed partial class RoomJson : JsonSerializerContext;

/// <summary>A request that cannot be read: a stable code for the device, and nothing of what was sent.</summary>
internal sealed class MalformedException(string code) : Exception(code)
{
    public string Code => Message;
}

internal static class RequestBody
{
    public static async Task<T> ReadAsync<T>(HttpRequest request, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
        where T : class
    {
        if (!request.HasJsonContentType()) throw new MalformedException("not-json");
        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, request.HttpContext.RequestAborted) ?? throw new MalformedException("not-json");
        }
        catch (JsonException)
        {
            throw new MalformedException("not-json");
        }
        catch (BadHttpRequestException e)
        {
            throw new MalformedException(e.StatusCode == StatusCodes.Status413PayloadTooLarge ? "too-large" : "not-json");
        }
    }
}
