using System.Buffers.Binary;
using System.Text;

namespace AIDialogues.Events.Web.Documents.Pdf;

/// <summary>What a PDF needs of a TrueType font (ISO/IEC 14496-22): which glyph a character has, how wide it is, and a copy with only the glyphs used.</summary>
internal sealed class TrueTypeFont
{
    private readonly byte[] _file;
    private readonly Dictionary<string, (int Offset, int Length)> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _glyphs = [];
    private readonly int _longMetrics;

    public TrueTypeFont(byte[] file)
    {
        _file = file;
        int tables = U16(4);
        for (int i = 0; i < tables; i++)
        {
            int at = 12 + (16 * i);
            _tables[Encoding.ASCII.GetString(file, at, 4)] = ((int)U32(at + 8), (int)U32(at + 12));
        }

        int head = Table("head"), hhea = Table("hhea");
        UnitsPerEm = U16(head + 18);
        (XMin, YMin, XMax, YMax) = (S16(head + 36), S16(head + 38), S16(head + 40), S16(head + 42));
        (Ascent, Descent) = (S16(hhea + 4), S16(hhea + 6));
        _longMetrics = U16(hhea + 34);
        GlyphCount = U16(Table("maxp") + 4);
        ReadCharacters();
    }

    public int UnitsPerEm { get; }
    public int Ascent { get; }
    public int Descent { get; }
    public int XMin { get; }
    public int YMin { get; }
    public int XMax { get; }
    public int YMax { get; }
    public int GlyphCount { get; }

    /// <summary>0, the box of what is missing, for a character the font does not have.</summary>
    public int GlyphOf(Rune character) => _glyphs.GetValueOrDefault(character.Value);

    /// <summary>In thousandths of the size.</summary>
    public int WidthOf(int glyph) => U16(Table("hmtx") + (4 * Math.Min(glyph, _longMetrics - 1))) * 1000 / UnitsPerEm;

    /// <summary>The font with the same glyph numbers, but empty outlines for all that are not used.</summary>
    public byte[] SubsetOf(IEnumerable<int> glyphs)
    {
        var used = WithParts(glyphs.Append(0));
        int glyf = Table("glyf");
        using var outlines = new MemoryStream();
        byte[] places = new byte[4 * (GlyphCount + 1)];
        for (int glyph = 0; glyph < GlyphCount; glyph++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(4 * glyph), (uint)outlines.Length);
            var (from, to) = OutlineOf(glyph);
            if (used.Contains(glyph)) outlines.Write(_file, glyf + from, to - from);
            while (outlines.Length % 4 != 0) outlines.WriteByte(0);
        }

        BinaryPrimitives.WriteUInt32BigEndian(places.AsSpan(4 * GlyphCount), (uint)outlines.Length);
        byte[] head = Copy("head");
        head[51] = 1; // Places are long ones.
        return FontFile.Of([("cvt ", Copy("cvt ")), ("fpgm", Copy("fpgm")), ("glyf", outlines.ToArray()), ("head", head), ("hhea", Copy("hhea")), ("hmtx", Copy("hmtx")), ("loca", places), ("maxp", Copy("maxp")), ("prep", Copy("prep"))]);
    }

    /// <summary>An accented letter may be drawn of others, which must then come along.</summary>
    private HashSet<int> WithParts(IEnumerable<int> glyphs)
    {
        var used = new HashSet<int>();
        var open = new Stack<int>(glyphs);
        while (open.TryPop(out int glyph))
        {
            if (glyph >= GlyphCount || !used.Add(glyph)) continue;
            var (from, to) = OutlineOf(glyph);
            int at = Table("glyf") + from;
            if (to - from < 10 || S16(at) >= 0) continue;
            at += 10;
            int flags;
            do
            {
                flags = U16(at);
                open.Push(U16(at + 2));
                at += 4 + ((flags & 0x1) != 0 ? 4 : 2) + ((flags & 0x8) != 0 ? 2 : (flags & 0x40) != 0 ? 4 : (flags & 0x80) != 0 ? 8 : 0);
            }
            while ((flags & 0x20) != 0);
        }

        return used;
    }

    private (int From, int To) OutlineOf(int glyph)
    {
        int loca = Table("loca");
        return U16(Table("head") + 50) == 0
            ? (2 * U16(loca + (2 * glyph)), 2 * U16(loca + (2 * glyph) + 2))
            : ((int)U32(loca + (4 * glyph)), (int)U32(loca + (4 * glyph) + 4));
    }

    private void ReadCharacters()
    {
        int cmap = Table("cmap");
        for (int i = 0; i < U16(cmap + 2); i++)
        {
            int at = cmap + (int)U32(cmap + 8 + (8 * i));
            if (U16(at) == 12) ReadGroups(at);
            else if (U16(at) == 4) ReadSegments(at);
        }
    }

    private void ReadGroups(int at)
    {
        for (int group = 0; group < U32(at + 12); group++)
        {
            int from = at + 16 + (12 * group);
            for (uint character = U32(from); character <= U32(from + 4); character++) _glyphs[(int)character] = (int)(U32(from + 8) + character - U32(from));
        }
    }

    private void ReadSegments(int at)
    {
        int segments = U16(at + 6) / 2, ends = at + 14, starts = ends + (2 * segments) + 2, deltas = starts + (2 * segments), ranges = deltas + (2 * segments);
        for (int segment = 0; segment < segments; segment++)
        {
            int range = U16(ranges + (2 * segment));
            for (int character = U16(starts + (2 * segment)); character <= U16(ends + (2 * segment)) && character < 0xFFFF; character++)
            {
                int glyph = range == 0 ? character : U16(ranges + (2 * segment) + range + (2 * (character - U16(starts + (2 * segment)))));
                if (range == 0 || glyph != 0) _ = _glyphs.TryAdd(character, (glyph + U16(deltas + (2 * segment))) & 0xFFFF);
            }
        }
    }

    private int Table(string name) => _tables[name].Offset;

    private byte[] Copy(string name) => _tables.TryGetValue(name, out var table) ? _file[table.Offset..(table.Offset + table.Length)] : [];

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_file.AsSpan(at));

    private int S16(int at) => BinaryPrimitives.ReadInt16BigEndian(_file.AsSpan(at));

    private uint U32(int at) => BinaryPrimitives.ReadUInt32BigEndian(_file.AsSpan(at));
}
