using System.Buffers.Binary;
using System.Text;

namespace AIDialogues.Events.Web.Documents.Pdf;

/// <summary>Puts the tables of a TrueType font together into one file, with its directory and sums.</summary>
internal static class FontFile
{
    public static byte[] Of(IEnumerable<(string Name, byte[] Content)> some)
    {
        var tables = some.Where(t => t.Content.Length > 0).OrderBy(t => t.Name, StringComparer.Ordinal).ToList();
        int power = (int)Math.Log2(tables.Count), offset = 12 + (16 * tables.Count);
        byte[] file = new byte[offset + tables.Sum(t => Padded(t.Content.Length))];
        BinaryPrimitives.WriteUInt32BigEndian(file, 0x00010000);
        U16(4, tables.Count);
        U16(6, 16 << power);
        U16(8, power);
        U16(10, (16 * tables.Count) - (16 << power));
        for (int i = 0; i < tables.Count; i++)
        {
            var (name, content) = tables[i];
            int at = 12 + (16 * i);
            _ = Encoding.ASCII.GetBytes(name, file.AsSpan(at));
            content.CopyTo(file, offset);
            U32(at + 4, Sum(file.AsSpan(offset, Padded(content.Length))));
            U32(at + 8, (uint)offset);
            U32(at + 12, (uint)content.Length);
            offset += Padded(content.Length);
        }

        return file;

        void U16(int at, int value) => BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(at), (ushort)value);
        void U32(int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(at), value);
    }

    private static int Padded(int length) => (length + 3) / 4 * 4;

    private static uint Sum(ReadOnlySpan<byte> words)
    {
        uint sum = 0;
        for (int at = 0; at < words.Length; at += 4) sum = unchecked(sum + BinaryPrimitives.ReadUInt32BigEndian(words[at..]));
        return sum;
    }
}
