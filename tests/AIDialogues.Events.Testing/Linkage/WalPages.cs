using System.Buffers.Binary;

namespace AIDialogues.Events.Testing.Linkage;

/// <summary>
/// The write-ahead log without the heads of its pages. A record goes on over the end of a page, and a head of 24 bytes would cut an id in two: one
/// that is not found at its place moves all after it by one.
/// </summary>
public static class WalPages
{
    private const int Page = 8192;
    private const int ShortHead = 24;
    private const int LongHead = 40;
    private const ushort HasLongHead = 2;

    public static byte[] Records(ReadOnlySpan<byte> segment)
    {
        var records = new List<byte>(segment.Length);
        for (; segment.Length > LongHead; segment = segment[Math.Min(Page, segment.Length)..])
            records.AddRange(segment[(IsLong(segment) ? LongHead : ShortHead)..Math.Min(Page, segment.Length)]);
        return [.. records];
    }

    private static bool IsLong(ReadOnlySpan<byte> page) => (BinaryPrimitives.ReadUInt16LittleEndian(page[2..]) & HasLongHead) != 0;
}
