using System.Buffers.Binary;

namespace AIDialogues.Events.Web.Documents;

/// <summary>What a PDF needs of a TrueType font: which glyph a character has, how wide it is, and a copy of the font with the used glyphs alone.</summary>
internal sealed class TrueTypeFont
{
    // The tables that a PDF reader draws from; cmap and names are not needed once characters are glyph numbers.
    private static readonly string[] Kept = ["cvt ", "fpgm", "glyf", "head", "hhea", "hmtx", "loca", "maxp", "prep"];

    private readonly byte[] _bytes;
    private readonly Dictionary<string, (int At, int Length)> _tables = new(StringComparer.Ordinal);
    private readonly Dictionary<int, int> _glyphs = [];
    private readonly int _advances;
    private readonly bool _longOffsets;

    private TrueTypeFont(byte[] bytes)
    {
        _bytes = bytes;
        for (int i = 0, count = U16(4); i < count; i++)
        {
            int entry = 12 + (i * 16);
            _tables[System.Text.Encoding.ASCII.GetString(bytes, entry, 4)] = (I32(entry + 8), I32(entry + 12));
        }

        UnitsPerEm = U16(_tables["head"].At + 18);
        _longOffsets = U16(_tables["head"].At + 50) == 1;
        (Ascent, Descent) = ((short)U16(_tables["hhea"].At + 4), (short)U16(_tables["hhea"].At + 6));
        _advances = U16(_tables["hhea"].At + 34);
        Count = U16(_tables["maxp"].At + 4);
        ReadCharacters();
    }

    /// <summary>DejaVu Sans: Latin, Greek, Cyrillic and more, free to embed.</summary>
    public static TrueTypeFont DejaVu { get; } = Embedded("DejaVuSans.ttf");

    public int UnitsPerEm { get; }

    public int Ascent { get; }

    public int Descent { get; }

    private int Count { get; }

    /// <summary>0: the font has no such character, and shows a box.</summary>
    public int Glyph(int character) => _glyphs.GetValueOrDefault(character);

    public int Width(int glyph) => U16(_tables["hmtx"].At + (Math.Min(glyph, _advances - 1) * 4)) * 1000 / UnitsPerEm;

    /// <summary>The same glyph numbers, with the outlines of unused ones left out.</summary>
    public byte[] With(IEnumerable<int> used)
    {
        var wanted = new SortedSet<int>(used) { 0 };
        foreach (int glyph in wanted.ToList()) AddParts(glyph, wanted);
        byte[] outlines = [.. wanted.SelectMany(g => Outline(g).ToArray())];
        byte[] places = new byte[(Count + 1) * 4];
        for (int glyph = 0, at = 0; glyph <= Count; glyph++)
        {
            BinaryPrimitives.WriteInt32BigEndian(places.AsSpan(glyph * 4), at);
            if (wanted.Contains(glyph)) at += Outline(glyph).Length;
        }

        byte[] head = Table("head").ToArray();
        head[51] = 1;
        return Assemble(Kept.Where(_tables.ContainsKey).Select(name => (name, name switch { "glyf" => outlines, "loca" => places, "head" => head, _ => Table(name).ToArray() })).ToList());
    }

    private static TrueTypeFont Embedded(string name)
    {
        using var stream = typeof(TrueTypeFont).Assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return new(bytes);
    }

    private static byte[] Assemble(List<(string Name, byte[] Bytes)> tables)
    {
        var file = new MemoryStream();
        Span<byte> four = stackalloc byte[4];
        file.Write([0, 1, 0, 0, 0, (byte)tables.Count, 0, 128, 0, 3, 0, (byte)((tables.Count * 16) - 128)]);
        int at = 12 + (tables.Count * 16);
        foreach (var (name, bytes) in tables)
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(name));
            foreach (int number in (int[])[0, at, bytes.Length])
            {
                BinaryPrimitives.WriteInt32BigEndian(four, number);
                file.Write(four);
            }

            at += (bytes.Length + 3) & ~3;
        }

        foreach (var (_, bytes) in tables)
        {
            file.Write(bytes);
            file.Write(new byte[((bytes.Length + 3) & ~3) - bytes.Length]);
        }

        return file.ToArray();
    }

    // An accented letter may be made of a letter and an accent.
    private void AddParts(int glyph, SortedSet<int> wanted)
    {
        var outline = Outline(glyph);
        if (outline.Length < 12 || (short)BinaryPrimitives.ReadUInt16BigEndian(outline) >= 0) return;
        for (int at = 10, flags = 32; (flags & 32) != 0 && at + 4 <= outline.Length;)
        {
            flags = BinaryPrimitives.ReadUInt16BigEndian(outline[at..]);
            int part = BinaryPrimitives.ReadUInt16BigEndian(outline[(at + 2)..]);
            if (wanted.Add(part)) AddParts(part, wanted);
            at += 4 + ((flags & 1) != 0 ? 4 : 2) + ((flags & 8) != 0 ? 2 : (flags & 64) != 0 ? 4 : (flags & 128) != 0 ? 8 : 0);
        }
    }

    private ReadOnlySpan<byte> Outline(int glyph)
    {
        if (glyph >= Count) return [];
        int loca = _tables["loca"].At;
        int from = _longOffsets ? I32(loca + (glyph * 4)) : U16(loca + (glyph * 2)) * 2;
        int to = _longOffsets ? I32(loca + ((glyph + 1) * 4)) : U16(loca + ((glyph + 1) * 2)) * 2;
        return Table("glyf")[from..to];
    }

    // Format 12: groups of characters whose glyphs follow each other.
    private void ReadCharacters()
    {
        int cmap = _tables["cmap"].At;
        for (int i = 0, count = U16(cmap + 2); i < count; i++)
        {
            int table = cmap + I32(cmap + 4 + (i * 8) + 4);
            if (U16(table) != 12) continue;
            for (int group = 0, groups = I32(table + 12); group < groups; group++)
            {
                int at = table + 16 + (group * 12);
                for (int c = I32(at); c <= I32(at + 4); c++) _glyphs[c] = I32(at + 8) + c - I32(at);
            }
        }
    }

    private ReadOnlySpan<byte> Table(string name) => _bytes.AsSpan(_tables[name].At, _tables[name].Length);

    private int U16(int at) => BinaryPrimitives.ReadUInt16BigEndian(_bytes.AsSpan(at));

    private int I32(int at) => BinaryPrimitives.ReadInt32BigEndian(_bytes.AsSpan(at));
}
