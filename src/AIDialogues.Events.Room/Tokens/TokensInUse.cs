using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace AIDialogues.Events.Room.Tokens;

/// <summary>
/// Which tokens were used since the start, in memory only. A token stands for one text: the same again is a repeat, another is refused.
/// Tries are counted by token, never by address.
/// </summary>
internal sealed class TokensInUse
{
    /// <summary>A device sends again what is not yet held every half minute at most, and what is held after a start only; more is a defect or an attack.</summary>
    public const int MostTries = 2000;

    private readonly ConcurrentDictionary<string, Use> used = new(StringComparer.Ordinal);

    public TokenUse Take(byte[] tokenSha256, byte[] body)
    {
        var mine = used.GetOrAdd(Convert.ToHexString(tokenSha256), _ => new Use(SHA256.HashData(body)));
        if (Interlocked.Increment(ref mine.Tries) > MostTries) return TokenUse.TooOften;
        return CryptographicOperations.FixedTimeEquals(mine.BodySha256, SHA256.HashData(body)) ? TokenUse.Mine : TokenUse.AnotherText;
    }

    /// <summary>Nothing was held after all: the token is free for another text.</summary>
    public void Release(byte[] tokenSha256) => _ = used.TryRemove(Convert.ToHexString(tokenSha256), out _);

    private sealed class Use(byte[] bodySha256)
    {
        public byte[] BodySha256 => bodySha256;

#pragma warning disable CA1051 // A field, because it is counted atomically.
        public int Tries;
#pragma warning restore CA1051
    }
}

internal enum TokenUse
{
    Mine,
    AnotherText,
    TooOften,
}
