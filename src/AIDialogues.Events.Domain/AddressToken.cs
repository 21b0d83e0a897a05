using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace AIDialogues.Events.Domain;

/// <summary>The secret in an address that a letter carries: 256 random bits, of which only the SHA-256 is kept.</summary>
internal static class AddressToken
{
    public static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.ASCII.GetBytes(token));
}
