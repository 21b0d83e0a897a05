using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;
using AIDialogues.Events.Domain;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace AIDialogues.Events.Data;

/// <summary>
/// The first sheet of an .xlsx file as tab-separated text. A workbook is a zip: how much it unfolds to is
/// counted before anything reads it, so that a small file cannot fill the memory.
/// </summary>
internal static class Workbook
{
    private const int MostEntries = 200;
    private const int MostCells = 2000;
    private const long MostUnfolded = 64 * 1024 * 1024;

    public static bool IsOne(ReadOnlySpan<byte> bytes) => bytes.StartsWith("PK\u0003\u0004"u8);

    public static Result<string> Read(byte[] bytes)
    {
        try
        {
            if (Unfolds(bytes) is { } refusal) return refusal;
            using var stream = new MemoryStream(bytes);
            var text = new StringBuilder();
            int rows = 0;
            // Shared texts stay in memory: by default they are written to a file in a folder for anybody.
            foreach (var row in stream.Query(useHeaderRow: false, excelType: ExcelType.XLSX, configuration: new OpenXmlConfiguration { EnableSharedStringCache = false, FillMergedCells = false }).Cast<IDictionary<string, object?>>())
            {
                if (++rows > PeopleListLimits.Standard.Rows + 1) return PeopleListRefusals.TooManyRows(PeopleListLimits.Standard.Rows);
                if (row.Count > MostCells) return PeopleListRefusals.TooManyColumns(PeopleList.MostColumns);
                _ = text.AppendJoin('\t', Trimmed(row.Values)).Append('\n');
                if (text.Length > PeopleListLimits.Standard.Bytes) return PeopleListRefusals.TooLarge(PeopleListLimits.Standard.Bytes / (1024 * 1024));
            }

            return text.ToString();
        }
        catch (Exception exception) when (exception is InvalidDataException or System.Xml.XmlException or FormatException or KeyNotFoundException or ArgumentException
            or InvalidOperationException or NullReferenceException or IndexOutOfRangeException or OverflowException or NotSupportedException)
        {
            // A damaged or made-up file; the reader has no one way to say so.
            return PeopleListRefusals.Unreadable;
        }
    }

    /// <summary>Null: harmless. The sizes that a zip names are those of whoever made it, so the content is counted.</summary>
    private static Refusal? Unfolds(byte[] bytes)
    {
        using var zip = new ZipArchive(new MemoryStream(bytes), ZipArchiveMode.Read);
        if (zip.Entries.Count > MostEntries || zip.GetEntry("xl/workbook.xml") is null) return PeopleListRefusals.Unreadable;
        byte[] part = new byte[64 * 1024];
        long total = 0;
        foreach (var entry in zip.Entries)
        {
            using var content = entry.Open();
            for (int read; (read = content.Read(part)) > 0;)
                if ((total += read) > MostUnfolded) return PeopleListRefusals.TooLarge(PeopleListLimits.Standard.Bytes / (1024 * 1024));
        }

        return zip.Entries.Where(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.OrdinalIgnoreCase)).Select(Spreads).FirstOrDefault(r => r is not null);
    }

    /// <summary>One cell far to the right makes the reader fill in all before it, so where cells stand is looked at first.</summary>
    private static Refusal? Spreads(ZipArchiveEntry sheet)
    {
        using var content = sheet.Open();
        using var xml = XmlReader.Create(content, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null });
        while (xml.Read())
        {
            if (xml is not { NodeType: XmlNodeType.Element, LocalName: "c" } || xml.GetAttribute("r") is not { } place) continue;
            if (ColumnOf(place) > MostCells) return PeopleListRefusals.TooManyColumns(PeopleList.MostColumns);
        }

        return null;
    }

    /// <summary>"AB7" stands in column 28.</summary>
    private static int ColumnOf(string place)
    {
        int column = 0;
        foreach (char c in place.TakeWhile(char.IsAsciiLetter).Take(4)) column = (column * 26) + char.ToUpperInvariant(c) - 'A' + 1;
        return column;
    }

    private static IEnumerable<string> Trimmed(IEnumerable<object?> cells)
    {
        string[] texts = [.. cells.Select(Text)];
        int last = Array.FindLastIndex(texts, t => t.Length > 0);
        return texts[..(last + 1)].Select(Quoted);
    }

    private static string Text(object? cell) => cell switch
    {
        null => "",
        DateTime day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        // A tab inside a cell is a blank; line ends stay and are refused later, as in every list.
        _ => (cell.ToString() ?? "").Replace('\t', ' '),
    };

    private static string Quoted(string text) => text.AsSpan().IndexOfAny('\t', '\n', '"') < 0 && !text.Contains('\r', StringComparison.Ordinal)
        ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
