using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using UglyToad.PdfPig;

namespace AIDialogues.Events.Web.Tests.Canaries;

/// <summary>
/// The text of an answer also where it is packed: archives entry by entry (a DOCX and an XLSX are archives), a PDF page by page with what it says
/// about itself. Words that a document cuts into runs are put together again.
/// </summary>
internal static partial class Unpacked
{
    public static string TextOf(byte[] bytes)
    {
        if (bytes.AsSpan().StartsWith("PK"u8)) return Archive(bytes);
        if (bytes.AsSpan().StartsWith("%PDF-"u8)) return Pdf(bytes);
        string text = Encoding.UTF8.GetString(bytes);
        return text.StartsWith("<?xml", StringComparison.Ordinal) ? text + Tag().Replace(text, "") : text;
    }

    private static string Archive(byte[] bytes)
    {
        using var archive = new ZipArchive(new MemoryStream(bytes));
        var text = new StringBuilder(archive.Comment);
        foreach (var entry in archive.Entries)
        {
            using var content = entry.Open();
            using var whole = new MemoryStream();
            content.CopyTo(whole);
            _ = text.Append('\n').Append(entry.FullName).Append(' ').Append(entry.Comment).Append('\n').Append(TextOf(whole.ToArray()));
        }

        return text.ToString();
    }

    private static string Pdf(byte[] bytes)
    {
        using var document = PdfDocument.Open(bytes);
        var about = document.Information;
        var text = new StringBuilder($"{about.Author} {about.Title} {about.Subject} {about.Keywords} {about.Creator} {about.Producer} {document.Structure.Catalog.CatalogDictionary}\n");
        foreach (var page in document.GetPages()) _ = text.AppendJoin(' ', page.GetWords().Select(w => w.Text)).Append('\n');
        // What lies open in the file beside the pages: notes, attachments, what an editor left.
        return text.Append(Encoding.Latin1.GetString(bytes)).ToString();
    }

    [GeneratedRegex("<[^>]*>", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Tag();
}
