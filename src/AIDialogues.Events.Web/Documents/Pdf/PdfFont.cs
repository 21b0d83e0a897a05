using System.Globalization;
using System.Reflection;
using System.Text;

namespace AIDialogues.Events.Web.Documents.Pdf;

/// <summary>A font inside one PDF: embedded with the glyphs that were used, and with the table by which readers and screen readers get the characters back.</summary>
internal sealed class PdfFont(string name, string file)
{
    private static readonly Dictionary<string, TrueTypeFont> Read = new(StringComparer.Ordinal);

    private readonly TrueTypeFont _font = FontOf(file);
    private readonly SortedDictionary<int, Rune> _used = [];

    public string Name => name;

    /// <summary>The glyphs of a text as a hexadecimal string.</summary>
    public string Glyphs(string text)
    {
        var glyphs = new StringBuilder(4 * text.Length);
        foreach (var character in text.EnumerateRunes())
        {
            int glyph = _font.GlyphOf(character);
            _ = _used.TryAdd(glyph, character);
            _ = glyphs.Append(glyph.ToString("X4", CultureInfo.InvariantCulture));
        }

        return glyphs.ToString();
    }

    public double WidthOf(string text, double size)
    {
        int width = 0;
        foreach (var character in text.EnumerateRunes()) width += _font.WidthOf(_font.GlyphOf(character));
        return width * size / 1000;
    }

    /// <summary>Writes the font; call it when all text is written.</summary>
    public int Write(PdfObjects objects)
    {
        byte[] subset = _font.SubsetOf(_used.Keys);
        string baseName = $"/{Tag()}+{name}";
        int program = objects.AddStream(subset, $"/Length1 {subset.Length}");
        int descriptor = objects.Add(string.Create(CultureInfo.InvariantCulture,
            $"<< /Type /FontDescriptor /FontName {baseName} /Flags 4 /FontBBox [{Em(_font.XMin)} {Em(_font.YMin)} {Em(_font.XMax)} {Em(_font.YMax)}] /ItalicAngle 0 /Ascent {Em(_font.Ascent)} /Descent {Em(_font.Descent)} /CapHeight {Em(_font.Ascent)} /StemV 80 /FontFile2 {program} 0 R >>"));
        string widths = string.Join(' ', _used.Keys.Select(g => $"{g} [{_font.WidthOf(g)}]"));
        int descendant = objects.Add($"<< /Type /Font /Subtype /CIDFontType2 /BaseFont {baseName} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor {descriptor} 0 R /W [{widths}] /CIDToGIDMap /Identity >>");
        int characters = objects.AddStream(Encoding.ASCII.GetBytes(Characters()));
        return objects.Add($"<< /Type /Font /Subtype /Type0 /BaseFont {baseName} /Encoding /Identity-H /DescendantFonts [{descendant} 0 R] /ToUnicode {characters} 0 R >>");
    }

    private string Tag() => name.Length % 2 == 0 ? "AAAAAA" : "BBBBBB";

    private int Em(int units) => units * 1000 / _font.UnitsPerEm;

    private string Characters()
    {
        var map = new StringBuilder("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n");
        foreach (var some in _used.Chunk(100))
        {
            _ = map.Append($"{some.Length} beginbfchar\n");
            foreach (var (glyph, character) in some) _ = map.Append($"<{glyph:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(character.ToString()))}>\n");
            _ = map.Append("endbfchar\n");
        }

        return map.Append("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n").ToString();
    }

    private static TrueTypeFont FontOf(string file)
    {
        lock (Read)
        {
            if (Read.TryGetValue(file, out var known)) return known;
            using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(file)!;
            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return Read[file] = new TrueTypeFont(bytes);
        }
    }
}
