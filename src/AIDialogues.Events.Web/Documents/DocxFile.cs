using System.IO.Compression;
using AIDialogues.Events.Domain;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using W = DocumentFormat.OpenXml.Wordprocessing;

namespace AIDialogues.Events.Web.Documents;

/// <summary>
/// A text as a Word file (ISO/IEC 29500): real headings and lists, the language set, and no properties at all, so no author, program or time is in
/// it; the times inside the container are all the first of 1980, the earliest that ZIP knows.
/// </summary>
internal static class DocxFile
{
    private const int Bullets = 1, Numbers = 2;
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static byte[] Of(TextDocument document)
    {
        using var written = new MemoryStream();
        using (var file = WordprocessingDocument.Create(written, WordprocessingDocumentType.Document))
        {
            // Parts and links are numbered, or the library would give them names of chance.
            var main = file.AddNewPart<MainDocumentPart>("application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", "text");
            main.AddNewPart<StyleDefinitionsPart>("styles").Styles = Styles(document.Language);
            main.AddNewPart<NumberingDefinitionsPart>("numbering").Numbering = Numbering();
            main.Document = new W.Document(new W.Body([Styled("Title", Run.Of(document.Title), main, document.TitleLanguage), .. document.Blocks.SelectMany(b => Paragraphs(b, main))]));
        }

        return WithoutTimes(written.ToArray());
    }

    private static IEnumerable<OpenXmlElement> Paragraphs(Block block, MainDocumentPart main) => block switch
    {
        Heading heading => [Styled($"Heading{heading.Level}", heading.Runs, main, heading.Language)],
        Paragraph paragraph => [Styled(null, paragraph.Runs, main, paragraph.Language)],
        BlockQuotation quotation => [Styled("Quote", quotation.Runs, main, quotation.Language)],
        Listing listing => listing.Items.Select(item => Styled("ListParagraph", item, main, listing.Language, listing.Numbered ? Numbers : Bullets)),
        _ => [],
    };

    private static W.Paragraph Styled(string? style, IReadOnlyList<Run> runs, MainDocumentPart main, Language? language = null, int? list = null)
    {
        var properties = new W.ParagraphProperties();
        if (style is not null) properties.ParagraphStyleId = new() { Val = style };
        if (list is { } number) properties.NumberingProperties = new(new W.NumberingLevelReference { Val = 0 }, new W.NumberingId { Val = number });
        return new W.Paragraph([properties, .. runs.Select(run => Linked(run, main, language))]);
    }

    private static OpenXmlElement Linked(Run run, MainDocumentPart main, Language? language)
    {
        var properties = new W.RunProperties();
        if (run.Link is not null) properties.RunStyle = new() { Val = "Hyperlink" };
        if (run.Bold) properties.Bold = new();
        if (run.Italic) properties.Italic = new();
        if ((run.Language ?? language) is { } own) properties.Languages = new() { Val = Culture(own) };
        var element = new W.Run(properties);
        string[] lines = Printable(run.Text).Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            if (i > 0) element.Append(new W.Break());
            element.Append(new W.Text(lines[i]) { Space = SpaceProcessingModeValues.Preserve });
        }

        return run.Link is { } link ? new W.Hyperlink(element) { Id = main.AddHyperlinkRelationship(link, isExternal: true, $"link{main.HyperlinkRelationships.Count() + 1}").Id } : element;
    }

    private static W.Styles Styles(Language language)
    {
        var styles = new W.Styles(new W.DocDefaults(new W.RunPropertiesDefault(new W.RunPropertiesBaseStyle(
            new W.RunFonts { Ascii = "Georgia", HighAnsi = "Georgia" }, new W.FontSize { Val = "22" }, new W.Languages { Val = Culture(language) })),
            new W.ParagraphPropertiesDefault(new W.ParagraphPropertiesBaseStyle(new W.SpacingBetweenLines { After = "120", Line = "288", LineRule = W.LineSpacingRuleValues.Auto }))));
        styles.Append(Style("Normal", "Normal", 22, bold: false, outline: null, isDefault: true), Style("Title", "Title", 48, bold: true, outline: null));
        for (int level = 1; level <= 4; level++) styles.Append(Style($"Heading{level}", $"heading {level}", 36 - (4 * level), bold: true, outline: level - 1));
        styles.Append(Style("ListParagraph", "List Paragraph", 22, bold: false, outline: null));
        var quote = Style("Quote", "Quote", 22, bold: false, outline: null);
        quote.StyleParagraphProperties!.Indentation = new() { Left = "567" };
        var link = new W.Style(new W.StyleName { Val = "Hyperlink" }, new W.StyleRunProperties(new W.Color { Val = "14505C" }, new W.Underline { Val = W.UnderlineValues.Single }))
        {
            Type = W.StyleValues.Character,
            StyleId = "Hyperlink",
        };
        styles.Append(quote, link);
        return styles;
    }

    private static W.Style Style(string id, string name, int halfPoints, bool bold, int? outline, bool isDefault = false)
    {
        var paragraph = new W.StyleParagraphProperties();
        if (outline is { } level)
        {
            paragraph.KeepNext = new();
            paragraph.SpacingBetweenLines = new() { Before = "240", After = "80" };
            paragraph.OutlineLevel = new() { Val = level };
        }

        var run = new W.StyleRunProperties();
        if (bold) run.Append(new W.Bold());
        run.Append(new W.FontSize { Val = halfPoints.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        return new W.Style(new W.StyleName { Val = name }, paragraph, run) { Type = W.StyleValues.Paragraph, StyleId = id, Default = isDefault };
    }

    private static W.Numbering Numbering() => new(
        List(Bullets, W.NumberFormatValues.Bullet, "•"), List(Numbers, W.NumberFormatValues.Decimal, "%1."),
        new W.NumberingInstance(new W.AbstractNumId { Val = Bullets }) { NumberID = Bullets }, new W.NumberingInstance(new W.AbstractNumId { Val = Numbers }) { NumberID = Numbers });

    private static W.AbstractNum List(int id, W.NumberFormatValues format, string text) => new(
        new W.MultiLevelType { Val = W.MultiLevelValues.SingleLevel },
        new W.Level(new W.StartNumberingValue { Val = 1 }, new W.NumberingFormat { Val = format }, new W.LevelText { Val = text },
            new W.PreviousParagraphProperties(new W.Indentation { Left = "454", Hanging = "284" })) { LevelIndex = 0 }) { AbstractNumberId = id };

    private static string Culture(Language language) => language == Language.French ? "fr-FR" : "en-GB";

    // What XML 1.0 cannot hold.
    private static string Printable(string text) => new([.. text.ReplaceLineEndings("\n").Where(c => System.Xml.XmlConvert.IsXmlChar(c) || char.IsSurrogate(c))]);

    private static byte[] WithoutTimes(byte[] package)
    {
        using var source = new ZipArchive(new MemoryStream(package), ZipArchiveMode.Read);
        using var target = new MemoryStream();
        using (var archive = new ZipArchive(target, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var entry in source.Entries)
            {
                var copy = archive.CreateEntry(entry.FullName, CompressionLevel.Optimal);
                copy.LastWriteTime = NoTime;
                using var from = entry.Open();
                using var to = copy.Open();
                from.CopyTo(to);
            }
        }

        return target.ToArray();
    }
}
