using System.Buffers.Binary;

namespace AIDialogues.Events.Testing.Linkage;

/// <summary>Looks for ids in bytes that nobody interprets: what is in a file is found, whatever PostgreSQL calls it.</summary>
internal sealed class RawScan
{
    /// <summary>So many bytes of an id are enough to know it by: 62 random bits.</summary>
    public const int Known = 8;

    private readonly Dictionary<ulong, Guid> wanted = [];
    private readonly bool[] starts = new bool[ushort.MaxValue + 1];
    private readonly Dictionary<Guid, long> found = [];

    public RawScan(IEnumerable<Guid> ids)
    {
        foreach (var id in ids)
        {
            var bytes = id.ToByteArray(bigEndian: true);
            wanted[BinaryPrimitives.ReadUInt64BigEndian(bytes)] = id;
            starts[BinaryPrimitives.ReadUInt16BigEndian(bytes)] = true;
        }
    }

    public IReadOnlyDictionary<Guid, long> Found => found;

    /// <summary>Keeps the first place of each id; a place that is none (null) is passed over.</summary>
    public void Through(ReadOnlySpan<byte> bytes, Func<int, long?> place)
    {
        for (var at = 0; at + Known <= bytes.Length; at++)
        {
            if (!starts[(bytes[at] << 8) | bytes[at + 1]]) continue;
            if (wanted.TryGetValue(BinaryPrimitives.ReadUInt64BigEndian(bytes[at..]), out var id) && place(at) is { } here) _ = found.TryAdd(id, here);
        }
    }
}
