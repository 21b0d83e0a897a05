using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace AIDialogues.Events.Data;

/// <summary>A list that leaves the product for a spreadsheet. Every cell is text, and none begins as a formula does.</summary>
public static class Sheet
{
    /// <summary>With a mark for UTF-8, without which Excel breaks accents.</summary>
    public static byte[] Csv(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var bytes = new MemoryStream();
        using (var writer = new StreamWriter(bytes, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true))
        using (var csv = new CsvWriter(writer, new CsvConfiguration(CultureInfo.InvariantCulture) { NewLine = "\r\n" }))
        {
            foreach (var row in rows.Prepend(headings))
            {
                foreach (string cell in row) csv.WriteField(Defused(cell), shouldQuote: true);
                csv.NextRecord();
            }
        }

        return bytes.ToArray();
    }

    public static byte[] Xlsx(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        using var bytes = new MemoryStream();
        var table = rows.Prepend(headings).Select(row => Enumerable.Range(0, headings.Count).ToDictionary(i => i.ToString("D3", CultureInfo.InvariantCulture), i => (object)Defused(row[i])));
        bytes.SaveAs(table, printHeader: false, excelType: ExcelType.XLSX, configuration: new OpenXmlConfiguration { TableStyles = TableStyles.None, AutoFilter = false });
        return bytes.ToArray();
    }

    /// <summary>
    /// A spreadsheet runs what begins with = + - @, also after white space or a control character (OWASP ASVS 1.2.10): an apostrophe
    /// in front makes it words. Control characters, which no sheet can hold, become spaces.
    /// </summary>
    public static string Defused(string cell)
    {
        bool control = cell.Length > 0 && char.IsControl(cell[0]);
        string clean = new([.. cell.Select(c => char.IsControl(c) && c != '\n' ? ' ' : c)]);
        string start = clean.TrimStart();
        return control || (start.Length > 0 && "=+-@＝＋－＠".Contains(start[0], StringComparison.Ordinal)) ? "'" + clean : clean;
    }
}
