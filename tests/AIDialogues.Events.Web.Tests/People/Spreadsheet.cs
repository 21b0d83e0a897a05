using System.IO.Compression;
using System.Text;
using System.Xml.Linq;

namespace AIDialogues.Events.Web.Tests.People;

/// <summary>Workbooks made and read by hand, as another program would: what the product writes is not read by what wrote it.</summary>
internal static class Spreadsheet
{
    private static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";

    public static byte[] Of(params string[][] rows) => Of(string.Concat(rows.Select((row, r) =>
        $"<row r=\"{r + 1}\">{string.Concat(row.Select((cell, c) => $"<c r=\"{(char)('A' + c)}{r + 1}\" t=\"inlineStr\"><is><t>{new XText(cell)}</t></is></c>"))}</row>")));

    /// <param name="sheet">The rows of the sheet as XML.</param>
    public static byte[] Of(string sheet, string? otherPart = null)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", """
                <Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
                <Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
                """);
            Add(zip, "_rels/.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Add(zip, "xl/workbook.xml", """<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Experts" sheetId="1" r:id="r1"/></sheets></workbook>""");
            Add(zip, "xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
            Add(zip, "xl/worksheets/sheet1.xml", $"<worksheet xmlns=\"{Main}\"><sheetData>{sheet}</sheetData></worksheet>");
            if (otherPart is not null) Add(zip, "xl/media/more.xml", otherPart);
        }

        return bytes.ToArray();
    }

    /// <summary>Each cell's text and whether it is a formula.</summary>
    public static IReadOnlyList<IReadOnlyList<(string Text, bool Formula)>> Read(byte[] workbook)
    {
        using var zip = new ZipArchive(new MemoryStream(workbook));
        string[] shared = zip.GetEntry("xl/sharedStrings.xml") is { } strings ? [.. Load(strings).Descendants(Main + "si").Select(si => string.Concat(si.Descendants(Main + "t").Select(t => t.Value)))] : [];
        var sheet = Load(zip.Entries.First(e => e.FullName.StartsWith("xl/worksheets/", StringComparison.Ordinal)));
        return [.. sheet.Descendants(Main + "row").Select(row => (IReadOnlyList<(string, bool)>)[.. row.Elements(Main + "c").Select(c => (Text(c, shared), c.Element(Main + "f") is not null))])];
    }

    /// <summary>RFC 4180, by hand.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> ReadCsv(string text)
    {
        List<IReadOnlyList<string>> rows = [];
        List<string> row = [];
        var cell = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '"' && i + 1 < text.Length && text[i + 1] == '"') _ = cell.Append(text[i++]);
            else if (text[i] == '"') quoted = !quoted;
            else if (!quoted && text[i] is ',' or '\n' && !quoted)
            {
                row.Add(cell.ToString().TrimEnd('\r'));
                _ = cell.Clear();
                if (text[i] == ',') continue;
                rows.Add(row);
                row = [];
            }
            else _ = cell.Append(text[i]);
        }

        return rows;
    }

    private static string Text(XElement cell, string[] shared) => (string?)cell.Attribute("t") == "s"
        ? shared[int.Parse(cell.Element(Main + "v")!.Value, System.Globalization.CultureInfo.InvariantCulture)]
        : string.Concat(cell.Descendants().Where(d => d.Name == Main + "t" || d.Name == Main + "v").Select(d => d.Value));

    private static XDocument Load(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return XDocument.Load(stream);
    }

    private static void Add(ZipArchive zip, string name, string content)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name, CompressionLevel.Optimal).Open());
        writer.Write(content);
    }
}
