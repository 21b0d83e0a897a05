using System.IO.Compression;
using System.Net;
using System.Text;
using UglyToad.PdfPig;

namespace AIDialogues.Events.Web.Tests.Publishing;

internal static class Words
{
    /// <summary>All words of a file that was taken away, whatever its format; they may run into each other.</summary>
    public static string In(byte[] file)
    {
        if (file.AsSpan().StartsWith("%PDF-"u8))
        {
            using var pdf = PdfDocument.Open(file);
            return string.Concat(pdf.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text));
        }

        if (!file.AsSpan().StartsWith("PK"u8)) return WebUtility.HtmlDecode(Encoding.UTF8.GetString(file));
        using var zip = new ZipArchive(new MemoryStream(file));
        return string.Concat(zip.Entries.Select(entry =>
        {
            using var part = entry.Open();
            return System.Xml.Linq.XDocument.Load(part).Root!.Value;
        }));
    }
}
