using System.Security;
using System.Text;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Documents.Pdf;

/// <summary>
/// A text as a tagged PDF, laid out for A4, with what PDF/UA-1 (ISO 14289-1) asks of such a text: every word is in the tree of
/// headings, paragraphs and lists, in the order of reading, with its language; a title, bookmarks, embedded fonts; page numbers are marked as
/// decoration. There is no author, producer, time or host in it. No validator of PDF/UA was at hand where this was written.
/// </summary>
internal static class PdfFile
{
    private const double Body = 10.5, Small = 9;

    public static byte[] Of(TextDocument document)
    {
        var objects = new PdfObjects();
        var fonts = new PdfFont[] { new("DejaVuSerif", "DejaVuSerif.ttf"), new("DejaVuSerif-Bold", "DejaVuSerif-Bold.ttf") };
        var tags = new PdfTags(objects);
        var pages = new PdfPages(objects, fonts);
        pages.Write(tags.Add("H1", document.TitleLanguage?.Tag()), Run.Of(document.Title), new Look(20, Bold: true, After: 14));
        tags.Bookmark(0, document.Title, pages.Here);
        foreach (var block in document.Blocks) Write(block, document.Language, tags, pages);
        return Finish(document, objects, fonts, tags, pages);
    }

    private static void Write(Block block, Language main, PdfTags tags, PdfPages pages)
    {
        var language = block.Language is { } own && own != main ? own.Tag() : null;
        switch (block)
        {
            case Heading heading:
                pages.KeepTogether(60);
                tags.Bookmark(heading.Level, string.Concat(heading.Runs.Select(r => r.Text)), pages.Here);
                pages.Write(tags.Add($"H{heading.Level + 1}", language), heading.Runs, new Look(16 - (2 * heading.Level), Bold: true, Before: 10, After: 5));
                break;
            case Paragraph paragraph: pages.Write(tags.Add("P", language), paragraph.Runs, new Look(Body, After: 7)); break;
            case BlockQuotation quotation: pages.Write(tags.Add("P", language, tags.Add("BlockQuote")), quotation.Runs, new Look(Small + 0.5, Indent: 20, After: 8)); break;
            case Listing listing: Write(listing, language, tags, pages); break;
            default: break;
        }
    }

    private static void Write(Listing listing, string? language, PdfTags tags, PdfPages pages)
    {
        var list = tags.Add("L", language);
        for (int i = 0; i < listing.Items.Count; i++)
        {
            var item = tags.Add("LI", parent: list);
            pages.Label(tags.Add("Lbl", parent: item), listing.Numbered ? $"{i + 1}." : "•", Body);
            // A sentence in a language of its own is one item here, and is read in that voice.
            pages.Write(tags.Add("LBody", listing.Items[i].Select(r => r.Language).FirstOrDefault()?.Tag(), item), listing.Items[i], new Look(Body, Indent: 18, After: 4));
        }
    }

    private static byte[] Finish(TextDocument document, PdfObjects objects, PdfFont[] fonts, PdfTags tags, PdfPages pages)
    {
        pages.Count();
        int resources = objects.Add($"<< /Font << {string.Join(' ', fonts.Select((f, i) => $"/F{i} {f.Write(objects)} 0 R"))} >> >>");
        int tree = pages.Finish(resources);
        int structure = tags.Finish(pages.Numbers, document.Language.Tag());
        int outlines = tags.Bookmarks();
        string title = SecurityElement.Escape(document.Title)!;
        int metadata = objects.AddStream(Encoding.UTF8.GetBytes($"""
            <?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
            <x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title><pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>
            <?xpacket end="r"?>
            """), "/Type /Metadata /Subtype /XML", compressed: false);
        int catalog = objects.Add($"<< /Type /Catalog /Pages {tree} 0 R /Lang ({document.Language.Tag()}) /MarkInfo << /Marked true >> /StructTreeRoot {structure} 0 R /Outlines {outlines} 0 R /ViewerPreferences << /DisplayDocTitle true >> /Metadata {metadata} 0 R >>");
        return objects.File(catalog);
    }
}

/// <summary>How a paragraph stands on the page, in points.</summary>
internal sealed record Look(double Size, bool Bold = false, double Indent = 0, double Before = 0, double After = 0);
