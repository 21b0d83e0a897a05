using AIDialogues.Events.Web.Documents;
using AIDialogues.Events.Web.Documents.Pdf;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Consents;

/// <summary>A receipt on paper: the same as on the page, with the fingerprint of the signed file.</summary>
internal static class ReceiptPdf
{
    public static byte[] Of(Receipt receipt, T texts) => PdfFile.Of(new TextDocument(texts["Receipt of your choices"], texts.Language, [.. Blocks(receipt, texts)]));

    private static IEnumerable<Block> Blocks(Receipt receipt, T texts)
    {
        var (link, zone) = (receipt.Link, receipt.Link.Dialogue.Zone);
        yield return Says($"{link.Person.Name} – {texts.In(link.Dialogue.Title)}, {texts.Day(link.Dialogue.Day)}");
        yield return Says($"{texts["Controller"]} – {receipt.Controller} – {texts["Receipt"]} {receipt.Id}");
        foreach (var record in receipt.Records)
        {
            yield return new Heading(1, Run.Of(texts.Of(record.Last.Purpose)));
            if (record.Words is { } words) yield return new BlockQuotation(Run.Of(words), record.Last.NoticeLanguage);
            yield return Says(texts.TermsOf(record.Last));
            yield return new Listing(Numbered: false, [.. record.Lines.Select(line => Run.Of(texts.LineOf(line, zone)))]);
        }

        yield return Says(texts["You can take any of this back at any time with your personal link."]);
        yield return Says("SHA-256 (receipt.jsonld): " + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(ReceiptJson.Of(receipt))));
    }

    private static Paragraph Says(string text) => new(Run.Of(text));
}
