using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace AIDialogues.Events.Web.Documents;

internal enum PdfTag
{
    H1,
    H2,
    P,
}

/// <summary>
/// A plain PDF of headings and paragraphs on A4: tagged, with its language and title, the font inside, text that can be copied and read aloud.
/// It says nothing of who or what made it, nor when: the same words make the same bytes.
/// </summary>
internal sealed class TaggedPdf(string title, string language)
{
    private const int Width = 595;
    private const int Height = 842;
    private const int Margin = 64;

    private static readonly TrueTypeFont Font = TrueTypeFont.DejaVu;

    private readonly List<(PdfTag Tag, string Words)> _parts = [];

    public void Add(PdfTag tag, string words) => _parts.Add((tag, words));

    public byte[] ToBytes()
    {
        var (pages, marks, used) = SetPages();
        var objects = new List<byte[]>();
        // 1 catalogue, 2 pages, 3 information, 4 to 8 font, 9 structure tree, 10 document element, 11 parent tree; then pages and elements.
        int firstPage = 12, firstElement = firstPage + (pages.Count * 2);
        objects.Add(Text($"<< /Type /Catalog /Pages 2 0 R /Lang ({language}) /MarkInfo << /Marked true >> /ViewerPreferences << /DisplayDocTitle true >> /StructTreeRoot 9 0 R >>"));
        objects.Add(Text($"<< /Type /Pages /Count {pages.Count} /Kids [{Refs(firstPage, pages.Count, 2)}] >>"));
        objects.Add(Text($"<< /Title <FEFF{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(title))}> >>"));
        objects.AddRange(FontObjects(used));
        objects.Add(Text("<< /Type /StructTreeRoot /K 10 0 R /ParentTree 11 0 R >>"));
        objects.Add(Text($"<< /Type /StructElem /S /Document /P 9 0 R /K [{Refs(firstElement, _parts.Count, 1)}] >>"));
        objects.Add(Text($"<< /Nums [{string.Join(' ', pages.Select((_, page) => $"{page} [{string.Join(' ', marks.Where(m => m.Page == page).Select(m => $"{firstElement + m.Part} 0 R"))}]"))}] >>"));
        for (int page = 0; page < pages.Count; page++)
        {
            objects.Add(Text($"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {Width} {Height}] /Resources << /Font << /F 4 0 R >> >> /Contents {firstPage + (page * 2) + 1} 0 R /StructParents {page} /Tabs /S >>"));
            objects.Add(Stream(Encoding.ASCII.GetBytes(pages[page])));
        }

        for (int part = 0; part < _parts.Count; part++)
        {
            var kids = marks.Where(m => m.Part == part).Select(m => $"<< /Type /MCR /Pg {firstPage + (m.Page * 2)} 0 R /MCID {m.Mark} >>");
            objects.Add(Text($"<< /Type /StructElem /S /{_parts[part].Tag} /P 10 0 R /K [{string.Join(' ', kids)}] >>"));
        }

        return Assemble(objects);
    }

    private (List<string> Pages, List<(int Part, int Page, int Mark)> Marks, SortedDictionary<int, int> Used) SetPages()
    {
        var pages = new List<StringBuilder> { new() };
        var marks = new List<(int Part, int Page, int Mark)>();
        var used = new SortedDictionary<int, int>();
        double y = Height - Margin;
        for (int part = 0; part < _parts.Count; part++)
        {
            var (tag, words) = _parts[part];
            int size = tag switch { PdfTag.H1 => 18, PdfTag.H2 => 13, _ => 10 };
            y -= tag == PdfTag.P ? 4 : 12;
            foreach (string line in Lines(words, size))
            {
                y -= size * 1.35;
                if (y < Margin) (y, _) = (Height - Margin - (size * 1.35), Add(pages));
                int page = pages.Count - 1, mark = marks.Count(m => m.Page == page);
                marks.Add((part, page, mark));
                string glyphs = string.Concat(line.EnumerateRunes().Select(rune => Use(rune, used).ToString("X4", CultureInfo.InvariantCulture)));
                _ = pages[page].Append(CultureInfo.InvariantCulture, $"/{tag} << /MCID {mark} >> BDC BT /F {size} Tf {Margin} {y:0.##} Td <{glyphs}> Tj ET EMC\n");
            }
        }

        return (pages.ConvertAll(p => p.ToString()), marks, used);
    }

    private static bool Add(List<StringBuilder> pages)
    {
        pages.Add(new());
        return true;
    }

    private static int Use(Rune rune, SortedDictionary<int, int> used)
    {
        int glyph = Font.Glyph(rune.Value);
        used[glyph] = rune.Value;
        return glyph;
    }

    /// <summary>Breaks at spaces; what is longer than a line by itself, such as a hash, is broken anywhere.</summary>
    private static IEnumerable<string> Lines(string words, int size)
    {
        var line = new StringBuilder();
        foreach (string word in words.Split(' ').SelectMany(w => w.Chunk(64).Select(c => new string(c))))
        {
            if (line.Length > 0 && Length(line + " " + word) * size / 1000 > Width - (2 * Margin))
            {
                yield return line.ToString();
                _ = line.Clear();
            }

            _ = line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        yield return line.ToString();
    }

    private static int Length(string text) => text.EnumerateRunes().Sum(r => Font.Width(Font.Glyph(r.Value)));

    private static IEnumerable<byte[]> FontObjects(SortedDictionary<int, int> used)
    {
        int Scaled(int units) => units * 1000 / Font.UnitsPerEm;
        byte[] font = Font.With(used.Keys);
        yield return Text("<< /Type /Font /Subtype /Type0 /BaseFont /AAAAAA+DejaVuSans /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 8 0 R >>");
        yield return Text($"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /AAAAAA+DejaVuSans /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor 6 0 R /CIDToGIDMap /Identity /W [{string.Join(' ', used.Keys.Select(g => $"{g} [{Font.Width(g)}]"))}] >>");
        yield return Text($"<< /Type /FontDescriptor /FontName /AAAAAA+DejaVuSans /Flags 4 /FontBBox [-1021 -463 1793 1232] /ItalicAngle 0 /Ascent {Scaled(Font.Ascent)} /Descent {Scaled(Font.Descent)} /CapHeight 729 /StemV 80 /FontFile2 7 0 R >>");
        yield return Stream(font, $"/Length1 {font.Length} ");
        yield return Stream(Encoding.ASCII.GetBytes("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
            + string.Concat(used.Chunk(100).Select(chunk => $"{chunk.Length} beginbfchar\n{string.Concat(chunk.Select(g => $"<{g.Key:X4}> <{Convert.ToHexString(Encoding.BigEndianUnicode.GetBytes(char.ConvertFromUtf32(g.Value)))}>\n"))}endbfchar\n"))
            + "endcmap CMapName currentdict /CMap defineresource pop end end"));
    }

    private static string Refs(int first, int count, int step) => string.Join(' ', Enumerable.Range(0, count).Select(i => $"{first + (i * step)} 0 R"));

    private static byte[] Text(string text) => Encoding.ASCII.GetBytes(text);

    private static byte[] Stream(byte[] content, string more = "")
    {
        var packed = new MemoryStream();
        using (var zip = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zip.Write(content);
        return [.. Text($"<< {more}/Filter /FlateDecode /Length {packed.Length} >>\nstream\n"), .. packed.ToArray(), .. Text("\nendstream")];
    }

    private static byte[] Assemble(List<byte[]> objects)
    {
        var file = new MemoryStream();
        file.Write([.. Text("%PDF-1.7\n%"), 0xE2, 0xE3, 0xCF, 0xD3, (byte)'\n']);
        var places = new List<long>();
        for (int i = 0; i < objects.Count; i++)
        {
            places.Add(file.Position);
            file.Write([.. Text($"{i + 1} 0 obj\n"), .. objects[i], .. Text("\nendobj\n")]);
        }

        long table = file.Position;
        string entries = string.Concat(places.Select(p => p.ToString("0000000000", CultureInfo.InvariantCulture) + " 00000 n \n"));
        file.Write(Text($"xref\n0 {objects.Count + 1}\n0000000000 65535 f \n{entries}trailer\n<< /Size {objects.Count + 1} /Root 1 0 R /Info 3 0 R >>\nstartxref\n{table}\n%%EOF\n"));
        return file.ToArray();
    }
}
