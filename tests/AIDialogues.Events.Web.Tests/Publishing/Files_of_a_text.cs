using System.IO.Compression;
using System.Text;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Documents;
using AIDialogues.Events.Web.Documents.Pdf;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Tokens;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Publishing;

/// <summary>The same text in four formats: all of its words, and nothing about who made the file, with what, where or when.</summary>
public sealed class Files_of_a_text
{
    private const string Hostile = "<script>alert(1)</script> [a](javascript:alert(1)) ![x](https://evil.test/x.png) # * _ `";

    private static readonly TextDocument Text = new("L’eau, à qui est-elle ?", Language.French,
    [
        new Paragraph([new("Un "), new("mot", Bold: true), new(" et "), new("un lien", Link: new Uri("https://meridien.test/eau"))]),
        new Heading(1, Run.Of("Confiance")),
        new Listing(Numbered: false, [Run.Of("œuvre naïve – cœur"), Run.Of("Second point")]),
        new Listing(Numbered: true, [Run.Of("First"), Run.Of("Second")], Language.English),
        new BlockQuotation(Run.Of(Hostile)),
        .. MarkdownText.Read("## Markdown\n\nWords with **weight** and <b>tags</b>.\n\n1. one\n2. two\n"),
        .. Enumerable.Range(1, 80).Select(i => new Paragraph(Run.Of($"Paragraph {i} of a text that is long enough to need a second and a third page of A4."))),
    ]);

    [Fact]
    public void As_PDF_can_be_read_back_word_for_word()
    {
        using var document = PdfDocument.Open(PdfFile.Of(Text));

        string words = string.Join(' ', document.GetPages().SelectMany(p => p.GetWords()).Select(w => w.Text));

        Assert.True(document.NumberOfPages >= 3);
        foreach (string expected in (string[])["L’eau, à qui est-elle ?", "Confiance", "• œuvre naïve – cœur", "1. First", "<script>alert(1)</script>", "Paragraph 80 of a text", "un lien (https://meridien.test/eau)"]) Assert.Contains(expected, words, StringComparison.Ordinal);
    }

    [Fact]
    public void As_PDF_has_title_language_tags_and_bookmarks_for_who_cannot_see_it()
    {
        using var document = PdfDocument.Open(PdfFile.Of(Text));
        var catalog = document.Structure.Catalog.CatalogDictionary;

        Assert.Equal("fr", ((StringToken)catalog.Data["Lang"]).Data);
        Assert.Equal(BooleanToken.True, ((DictionaryToken)catalog.Data["MarkInfo"]).Data["Marked"]);
        Assert.True(document.TryGetBookmarks(out var bookmarks));
        Assert.Equal(["L’eau, à qui est-elle ?", "Confiance", "Markdown"], bookmarks.GetNodes().Select(n => n.Title));
        // Every drawing is either in the tree or decoration.
        Assert.All(document.GetPages(), page => Assert.All(page.GetMarkedContents(), content => Assert.True(content.IsArtifact || content.MarkedContentIdentifier >= 0)));
        Assert.Contains("/S /H2", Latin(PdfFile.Of(Text)), StringComparison.Ordinal);
        Assert.Contains("/S /LBody", Latin(PdfFile.Of(Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Case_52_A_PDF_says_nothing_of_its_making()
    {
        byte[] pdf = PdfFile.Of(Text);

        Assert.Equal(pdf, PdfFile.Of(Text));
        foreach (string trace in (string[])["/Author", "/Producer", "/Creator", "/CreationDate", "/ModDate", "xmp:"]) Assert.DoesNotContain(trace, Latin(pdf), StringComparison.Ordinal);
    }

    [Fact]
    public void As_DOCX_is_valid_and_keeps_headings_and_lists()
    {
        using var stream = new MemoryStream(DocxFile.Of(Text));
        using var file = WordprocessingDocument.Open(stream, isEditable: false);

        Assert.Empty(new OpenXmlValidator().Validate(file).Select(e => e.Description));
        var body = file.MainDocumentPart!.Document!.Body!;
        Assert.Contains("œuvre naïve – cœur", body.InnerText, StringComparison.Ordinal);
        Assert.Contains(Hostile, body.InnerText, StringComparison.Ordinal);
        Assert.Equal(2, body.Descendants<DocumentFormat.OpenXml.Wordprocessing.ParagraphStyleId>().Count(s => s.Val!.Value is "Heading1" or "Heading2"));
    }

    [Fact]
    public void Case_52_A_DOCX_says_nothing_of_its_making()
    {
        byte[] docx = DocxFile.Of(Text);

        Assert.Equal(docx, DocxFile.Of(Text));
        using var archive = new ZipArchive(new MemoryStream(docx));
        Assert.All(archive.Entries, entry => Assert.Equal(1980, entry.LastWriteTime.Year));
        Assert.DoesNotContain(archive.Entries, entry => entry.FullName.StartsWith("docProps", StringComparison.Ordinal));
        Assert.All(archive.Entries, entry =>
        {
            using var reader = new StreamReader(entry.Open());
            Assert.DoesNotMatch("(?i)rsid|lastModifiedBy|creator|w:author", reader.ReadToEnd());
        });
    }

    [Fact]
    public void As_HTML_shows_hostile_words_and_runs_none()
    {
        string html = HtmlFile.Of(Text);

        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("<ol lang=\"en\">", html, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sentence_in_another_language_than_its_list_and_that_than_its_text_is_marked_as_such()
    {
        var text = new TextDocument("Synthèse", Language.French, [new Listing(Numbered: false, [Run.Of("One record."), Run.Of("Un registre.", Language.French)], Language.English)]);

        Assert.Contains("<ul lang=\"en\">\n<li>One record.</li>\n<li><span lang=\"fr\">Un registre.</span></li>", HtmlFile.Of(text), StringComparison.Ordinal);
        using var stream = new MemoryStream(DocxFile.Of(text));
        using var file = WordprocessingDocument.Open(stream, isEditable: false);
        Assert.Equal(["en-GB", "fr-FR"], file.MainDocumentPart!.Document!.Body!.Descendants<DocumentFormat.OpenXml.Wordprocessing.Run>().Select(r => r.RunProperties?.Languages?.Val?.Value).OfType<string>());
        string pdf = Latin(PdfFile.Of(text));
        Assert.Equal((1, 3), (pdf.Split("/Lang (en)").Length - 1, pdf.Split("/Lang (fr)").Length - 1));
    }

    [Fact]
    public void As_Markdown_reads_back_as_the_same_words()
    {
        var again = MarkdownText.Read(MarkdownFile.Of(Text));

        Assert.Equal(Words(Text.Blocks.Prepend(new Heading(1, Run.Of(Text.Title)))), Words(again));
    }

    [Theory]
    [InlineData("[x](javascript:alert(1))")]
    [InlineData("[x](data:text/html;base64,AA==)")]
    [InlineData("<javascript:alert(1)>")]
    public void Case_45_A_link_that_would_run_is_only_words(string markdown) =>
        Assert.All(MarkdownText.Read(markdown).OfType<Paragraph>().SelectMany(p => p.Runs), run => Assert.Null(run.Link));

    private static string Words(IEnumerable<Block> blocks) => string.Join('|', blocks.SelectMany(block => block switch
    {
        Heading heading => [heading.Runs],
        Paragraph paragraph => [paragraph.Runs],
        BlockQuotation quotation => [quotation.Runs],
        Listing listing => listing.Items,
        _ => Array.Empty<IReadOnlyList<Run>>(),
    }).Select(runs => string.Concat(runs.Select(r => r.Text))));

    private static string Latin(byte[] file) => Encoding.Latin1.GetString(file);
}
