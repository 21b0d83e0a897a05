using System.Buffers.Text;
using System.Text;
using System.Text.Json.Serialization;
using AIDialogues.Events.Room.Api;
using AIDialogues.Events.Unattributed.Tokens;

namespace AIDialogues.Events.Room.Tokens;

/// <summary>A token as shown: its key, its message and its signature, as base64url.</summary>
internal sealed record ShownToken(string KeyId, string Message, string Signature)
{
    /// <summary>Null for anything that is no token; who asks gets one answer whatever is wrong with it.</summary>
    public BlindToken? Read() =>
        TryDecode(Message, BlindToken.MessageBytes) is { Length: BlindToken.MessageBytes } message && TryDecode(Signature, 512) is { } signature
            ? new BlindToken(message, signature)
            : null;

    private static byte[]? TryDecode(string text, int most) =>
        text.Length <= most * 2 && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}

internal sealed record TokenRequest(ShownToken Token, string? Pad = null);

/// <param name="ReadAnyway">The writer has seen what was found in the words.</param>
/// <param name="Held">Room has said that it holds this point. It may have been killed since, and the session closed: what was taken is not refused then.</param>
internal sealed record OwnPointRequest(ShownToken Token, SentPoint Point, string Language = "en", bool ReadAnyway = false, bool Held = false, string? Pad = null)
{
    /// <summary>As it was sent, whatever becomes of its theme: the same again is a repeat also when the theme was removed in between.</summary>
    public byte[] Body => Encoding.UTF8.GetBytes($"{Point.Id} {Point.ThemeId} {Point.Kind} {Point.Words}");
}

/// <param name="Id">Made on the device, which finds by it that this very objection is stored.</param>
internal sealed record ObjectionRequest(ShownToken Token, Guid Id, Guid Item, string Kind, string? Words = null, string? Pad = null, long? Round = null)
{
    public byte[] Body => Encoding.UTF8.GetBytes($"{Id} {Item} {Kind} {Words}");
}

internal sealed record FoundWords(int Start, int Length, string Kind, string Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(OwnPointRequest))]
[JsonSerializable(typeof(ObjectionRequest))]
[JsonSerializable(typeof(List<string>))]
[JsonSerializable(typeof(List<Guid>))]
[JsonSerializable(typeof(List<FoundWords>))]
internal sealed partial class TokenJson : JsonSerializerContext;
