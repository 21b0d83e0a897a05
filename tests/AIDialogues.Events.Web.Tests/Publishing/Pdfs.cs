using System.Text;

namespace AIDialogues.Events.Web.Tests.Publishing;

/// <summary>PDFs as people upload them: with an author, a history, notes at the margin, attachments and things that run. Every one of these says "canary".</summary>
internal static class Pdfs
{
    /// <param name="words">What stands on the page; letters and spaces only.</param>
    public static byte[] WithEverything(string words)
    {
        const string xmp = "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:creator>canary-xmp</dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>";
        string content = $"BT /F1 12 Tf 72 700 Td ({words}) Tj ET";
        string[] objects =
        [
            "<< /Type /Catalog /Pages 2 0 R /Metadata 6 0 R /OpenAction << /S /JavaScript /JS (canary-openaction) >> /Names << /EmbeddedFiles << /Names [(canary-attached) 9 0 R] >> /JavaScript << /Names [(canary-name) 8 0 R] >> >> /AA << /WC 8 0 R >> /PieceInfo << /App << /Private (canary-piece) >> >> /Lang (en) >>",
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 4 0 R >> >> /Contents 5 0 R /Annots [7 0 R 10 0 R] /LastModified (canary-modified) >>",
            "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
            $"<< /Length {content.Length} >>\nstream\n{content}\nendstream",
            $"<< /Type /Metadata /Subtype /XML /Length {xmp.Length} >>\nstream\n{xmp}\nendstream",
            "<< /Type /Annot /Subtype /Text /Rect [0 0 10 10] /T (canary-commenter) /Contents (canary-comment) >>",
            "<< /Type /Action /S /JavaScript /JS (canary-script) >>",
            "<< /Type /Filespec /F (canary-file.doc) >>",
            "<< /Type /Annot /Subtype /Link /Rect [0 0 10 10] /T (canary-linker) /A << /S /URI /URI (https://meridien.test/) >> >>",
            "<< /Author (canary-author) /Producer (canary-producer) /CreationDate (D:20270101) /Title (canary-title) >>",
        ];
        return File(objects, "/Info 11 0 R");
    }

    /// <summary>An older version of the page is still in the file, as after an edit.</summary>
    public static byte[] WithAnOlderVersion(string words)
    {
        byte[] first = WithEverything("canary older words");
        string content = $"BT /F1 12 Tf 72 700 Td ({words}) Tj ET";
        string update = Encoding.Latin1.GetString(first);
        int previous = int.Parse(update[(update.LastIndexOf("startxref\n", StringComparison.Ordinal) + 10)..update.LastIndexOf("\n%%EOF", StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture);
        var file = new StringBuilder(update);
        int place = file.Length;
        _ = file.Append($"5 0 obj\n<< /Length {content.Length} >>\nstream\n{content}\nendstream\nendobj\n");
        int table = file.Length;
        _ = file.Append($"xref\n5 1\n{place:D10} 00000 n \ntrailer\n<< /Size 12 /Root 1 0 R /Info 11 0 R /Prev {previous} >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }

    public static byte[] File(string[] objects, string trailer)
    {
        var file = new StringBuilder("%PDF-1.7\n");
        var places = new List<int>();
        for (int i = 0; i < objects.Length; i++)
        {
            places.Add(file.Length);
            _ = file.Append($"{i + 1} 0 obj\n{objects[i]}\nendobj\n");
        }

        int table = file.Length;
        _ = file.Append($"xref\n0 {objects.Length + 1}\n0000000000 65535 f \n");
        foreach (int place in places) _ = file.Append($"{place:D10} 00000 n \n");
        _ = file.Append($"trailer\n<< /Size {objects.Length + 1} /Root 1 0 R {trailer} >>\nstartxref\n{table}\n%%EOF\n");
        return Encoding.Latin1.GetBytes(file.ToString());
    }
}
