using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace AIDialogues.Events.Testing;

/// <summary>What an authenticator shows (RFC 6238, SHA-1, 30 seconds, six digits), by the system's own clock as Identity uses it.</summary>
public static class Totp
{
    private const string Alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    public static string Now(string key)
    {
        Span<byte> step = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // RFC 6238 as authenticators implement it
        byte[] hash = HMACSHA1.HashData(Decode(key), step);
#pragma warning restore CA5350
        int number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 0xf)) & 0x7fffffff;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private static byte[] Decode(string base32)
    {
        var bytes = new List<byte>();
        int bits = 0, value = 0;
        foreach (char c in base32)
        {
            value = (value << 5) | Alphabet.IndexOf(c, StringComparison.Ordinal);
            bits += 5;
            if (bits < 8) continue;
            bytes.Add((byte)(value >> (bits - 8)));
            bits -= 8;
            value &= (1 << bits) - 1;
        }

        return [.. bytes];
    }
}
