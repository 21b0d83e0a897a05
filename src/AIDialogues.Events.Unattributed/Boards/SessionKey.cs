using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AIDialogues.Events.Unattributed.Boards;

/// <summary>
/// The key of one session's board: 256 random bits as base64url. It travels in the fragment of an address, which no
/// server sees, and is kept nowhere but as its hash.
/// </summary>
public static class SessionKey
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>SHA-256 of the key as written. Any text has a hash, so a malformed key is refused exactly as a wrong one.</summary>
    public static byte[] Sha256(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
