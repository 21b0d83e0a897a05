using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Documents;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Consents;

/// <summary>A receipt on paper: the same as on the page, with the fingerprint of the signed file.</summary>
internal static class ReceiptPdf
{
    public static byte[] Of(Receipt receipt, T texts)
    {
        var (link, zone) = (receipt.Link, receipt.Link.Dialogue.Zone);
        var pdf = new TaggedPdf(texts["Receipt of your choices"], texts.Tag);
        pdf.Add(PdfTag.H1, texts["Receipt of your choices"]);
        pdf.Add(PdfTag.P, $"{link.Person.Name} – {texts.In(link.Dialogue.Title)}, {texts.Day(link.Dialogue.Day)}");
        pdf.Add(PdfTag.P, $"{texts["Controller"]} – {receipt.Controller} – {texts["Receipt"]} {receipt.Id}");
        foreach (var record in receipt.Records)
        {
            pdf.Add(PdfTag.H2, texts.Of(record.Last.Purpose));
            foreach (string words in record.Words?.Split('\n') ?? []) pdf.Add(PdfTag.P, words);
            pdf.Add(PdfTag.P, texts.TermsOf(record.Last));
            foreach (var line in record.Lines) pdf.Add(PdfTag.P, texts.LineOf(line, zone));
        }

        pdf.Add(PdfTag.P, texts["You can take any of this back at any time with your personal link."]);
        pdf.Add(PdfTag.P, "SHA-256 (receipt.jsonld): " + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(ReceiptJson.Of(receipt))));
        return pdf.ToBytes();
    }
}
