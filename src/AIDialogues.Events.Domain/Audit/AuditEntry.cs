using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace AIDialogues.Events.Domain;

/// <summary>
/// One line of the chain of staff actions. Each holds the hash of the one before, so none can be changed, left out or moved without
/// changing all that follow. It names nobody: actor and object are pseudonyms, the detail is only committed to.
/// </summary>
public sealed record AuditEntry(long Seq, DateTimeOffset At, string Actor, string Action, string Object, byte[] Commitment, byte[] PrevHash, byte[] Hash)
{
    /// <summary>What the first entry follows.</summary>
    public static readonly byte[] Origin = new byte[SHA256.HashSizeInBytes];

    public static AuditEntry After(long seq, byte[] prevHash, DateTimeOffset at, string actor, string action, string @object, byte[] commitment)
    {
        // As PostgreSQL keeps it: microseconds.
        at = new DateTimeOffset(at.UtcTicks / 10 * 10, TimeSpan.Zero);
        return new(seq, at, actor, action, @object, commitment, prevHash, HashOf(seq, at, actor, action, @object, commitment, prevHash));
    }

    public bool Holds => CryptographicOperations.FixedTimeEquals(Hash, HashOf(Seq, At, Actor, Action, Object, Commitment, PrevHash));

    /// <summary>SHA-256 over every field with its length before it, then the hash before: no two entries have the same bytes.</summary>
    public static byte[] HashOf(long seq, DateTimeOffset at, string actor, string action, string @object, byte[] commitment, byte[] prevHash)
    {
        Span<byte> bytes = stackalloc byte[1024];
        int length = 0;
        Append(bytes, ref length, seq);
        Append(bytes, ref length, at.UtcTicks / 10);
        foreach (string text in (ReadOnlySpan<string>)[actor, action, @object])
        {
            int written = Encoding.UTF8.GetBytes(text, bytes[(length + 4)..]);
            BinaryPrimitives.WriteInt32BigEndian(bytes[length..], written);
            length += 4 + written;
        }

        foreach (byte[] part in (ReadOnlySpan<byte[]>)[commitment, prevHash])
        {
            BinaryPrimitives.WriteInt32BigEndian(bytes[length..], part.Length);
            part.CopyTo(bytes[(length + 4)..]);
            length += 4 + part.Length;
        }

        return SHA256.HashData(bytes[..length]);
    }

    private static void Append(Span<byte> bytes, ref int length, long number)
    {
        BinaryPrimitives.WriteInt32BigEndian(bytes[length..], sizeof(long));
        BinaryPrimitives.WriteInt64BigEndian(bytes[(length + 4)..], number);
        length += 4 + sizeof(long);
    }
}
