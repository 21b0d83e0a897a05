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
        Json = JsonSerializer.SerializeToUtf8Bytes(new
        {
            version = 1,
            dialogue = dialogueId,
            perHolder = HolderBound.TokensEach,
            keys = keys.OrderBy(k => k.Id, StringComparer.Ordinal).Select(k => new
            {
                id = k.Id,
                purpose = k.Purpose.Stored(),
                session = k.SessionId,
                key = Base64Url.EncodeToString(k.PublicKey.Span),
                closes = k.ClosesAt.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            }),
        });
        Fingerprint = Convert.ToHexStringLower(SHA256.HashData(Json));
    }

    public byte[] Json { get; }

    /// <summary>SHA-256 of the list, for the consent page and the printed programme.</summary>
    public string Fingerprint { get; }

    /// <summary>For people to compare: the first 16 hexadecimals in fours.</summary>
    public string Short => string.Join(' ', Fingerprint[..16].Chunk(4).Select(four => new string(four)));
}
