using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace AIDialogues.Events.Web.Documents;

/// <summary>
/// Reads what an organiser wrote in Markdown (CommonMark). HTML and pictures are taken as words, so nothing is fetched and nothing runs; a link may lead to
/// http, https or mailto. What is nested too deep to be a text is taken as words, too.
/// </summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    public static IReadOnlyList<Block> Read(string markdown)
    {
        var blocks = new List<Block>();
        try
        {
            foreach (var block in Markdown.Parse(markdown, Pipeline)) Add(block, blocks);
        }
        // Marks in marks in marks, deeper than any text: the reader gives up, and they are words. A draft that no page could show would be lost to its writer.
        catch (ArgumentException)
        {
            return [new Paragraph(Run.Of(markdown))];
        }

        // Whatever its writer began with stands right below the title it is put under: no level of the page is skipped.
        int skipped = blocks.OfType<Heading>().Select(h => h.Level).DefaultIfEmpty(1).Min() - 1;
        return [.. blocks.Select(b => b is Heading heading ? heading with { Level = heading.Level - skipped } : b)];
    }

    private static void Add(Markdig.Syntax.Block block, List<Block> blocks)
    {
        switch (block)
        {
            case HeadingBlock heading: blocks.Add(new Heading(Math.Min(heading.Level, 4), Runs(heading.Inline))); break;
            case ParagraphBlock paragraph: blocks.Add(new Paragraph(Runs(paragraph.Inline))); break;
            case ListBlock list: blocks.Add(new Listing(list.IsOrdered, [.. list.OfType<ListItemBlock>().Select(ItemRuns)])); break;
            case QuoteBlock quote: blocks.Add(new BlockQuotation(Joined(quote))); break;
            case CodeBlock code: blocks.Add(new Paragraph(Run.Of(code.Lines.ToString()))); break;
            case ContainerBlock container:
                foreach (var inner in container) Add(inner, blocks);
                break;
            default: break; // A thematic break or a link's definition: nothing to read.
        }
    }

    private static List<Run> ItemRuns(ListItemBlock item) => Joined(item);

    /// <summary>Everything inside, a line each: a list in a list becomes lines of its item.</summary>
    private static List<Run> Joined(ContainerBlock container)
    {
        var runs = new List<Run>();
        foreach (var leaf in container.Descendants<LeafBlock>())
        {
            if (runs.Count > 0) runs.Add(new("\n"));
            runs.AddRange(leaf is CodeBlock code ? Run.Of(code.Lines.ToString()) : Runs(leaf.Inline));
        }

        return runs;
    }

    private static List<Run> Runs(ContainerInline? inline)
    {
        var runs = new List<Run>();
        if (inline is not null) Collect(inline, new Run(""), runs);
        return runs;
    }

    private static void Collect(ContainerInline container, Run look, List<Run> runs)
    {
        foreach (var inline in container)
        {
            switch (inline)
            {
                case LiteralInline literal: runs.Add(look with { Text = literal.Content.ToString() }); break;
                case LineBreakInline line: runs.Add(look with { Text = line.IsHard ? "\n" : " " }); break;
                case HtmlEntityInline entity: runs.Add(look with { Text = entity.Transcoded.ToString() }); break;
                case CodeInline code: runs.Add(look with { Text = code.Content }); break;
                case AutolinkInline link: runs.Add(look with { Text = link.Url, Link = Safe((link.IsEmail ? "mailto:" : "") + link.Url) }); break;
                case EmphasisInline emphasis: Collect(emphasis, emphasis.DelimiterCount > 1 ? look with { Bold = true } : look with { Italic = true }, runs); break;
                case LinkInline link: Collect(link, link.IsImage ? look : look with { Link = Safe(link.Url) }, runs); break;
                case ContainerInline inner: Collect(inner, look, runs); break;
                default: runs.Add(look with { Text = inline.ToString() ?? "" }); break;
            }
        }
    }

    private static Uri? Safe(string? address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "mailto" ? uri : null;
}
