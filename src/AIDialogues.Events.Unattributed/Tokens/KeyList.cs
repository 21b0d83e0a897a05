using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace AIDialogues.Events.Unattributed.Tokens;

/// <summary>
/// The keys of a dialogue as everybody gets them: the same bytes from Web and from Room, whoever asks. A key made for one person would
/// mark every token of that person; a device that gets two different lists refuses both.
/// </summary>
public sealed class KeyList
{
    public KeyList(Guid dialogueId, IEnumerable<TokenKey> keys)
    {
        TokenKey[] sorted = [.. keys.OrderBy(k => k.Id, StringComparer.Ordinal)];
        Json = Written(dialogueId, sorted.Select(k => new { id = k.Id, purpose = k.Purpose.Stored(), session = k.SessionId, key = Spki(k), closes = Ends(k) }));
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(
            Written(dialogueId, sorted.Select(k => new { id = k.Id, purpose = k.Purpose.Stored(), session = k.SessionId, key = Spki(k) }))));
    }

    public byte[] Json { get; }

    /// <summary>
    /// SHA-256 of the list without its ends, for the consent page and the printed programme: a day that is put off moves the ends and keeps its keys, and an
    /// end is in no token, so it can mark none.
    /// </summary>
    public string Fingerprint { get; }

    /// <summary>For people to compare: the first 16 hexadecimals in fours.</summary>
    public string Short => string.Join(' ', Fingerprint[..16].Chunk(4).Select(four => new string(four)));

    private static byte[] Written<TKey>(Guid dialogueId, IEnumerable<TKey> keys) =>
        JsonSerializer.SerializeToUtf8Bytes(new { version = 1, dialogue = dialogueId, perHolder = HolderBound.TokensEach, keys });

    private static string Spki(TokenKey key) => Base64Url.EncodeToString(key.PublicKey.Span);

    private static string Ends(TokenKey key) => key.ClosesAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
