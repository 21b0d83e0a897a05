using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Documents;
using AIDialogues.Events.Web.Summaries;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Publications;

/// <summary>A summary as a text: its rule, then themes and kinds of points. The words keep the language in which they were written.</summary>
internal static class SummaryText
{
    public static TextDocument Of(SummaryDocument document, T texts) => new(texts.In(document.Session), texts.Language,
    [
        new Paragraph(Run.Of($"{texts.In(document.Series.Title)} · {texts.In(document.Dialogue)} · {texts.Day(document.Day)}")),
        new BlockQuotation(Run.Of($"{texts.RuleName(document.Rule)}. {texts.RuleSentence(document.Rule)}")),
        .. Blocks(document, texts, below: 0),
        .. document.HeldBack == 0 ? (Block[])[] : [new Paragraph(Run.Of(texts.Count(document.HeldBack, "{0} sentence is held back: it may point at somebody, and two people have not answered for it.", "{0} sentences are held back: they may point at somebody, and two people have not answered for them.")))],
    ], PublicationText.OwnLanguage(document.Session, texts.Language));

    /// <param name="below">How many levels of headings stand above.</param>
    public static IEnumerable<Block> Blocks(SummaryDocument document, T texts, int below)
    {
        foreach (var chapter in document.Chapters)
        {
            yield return new Heading(1 + below, Run.Of(chapter.Theme is { } theme ? texts.In(theme) : texts["Other points"]), chapter.Theme is { } named ? PublicationText.OwnLanguage(named, texts.Language) : null);
            if (texts.Line(chapter.Questions) is { Length: > 0 } questions) yield return new Paragraph([new(questions, Italic: true)], PublicationText.OwnLanguage(chapter.Questions, texts.Language));
            foreach (var paragraph in chapter.Paragraphs)
            {
                yield return new Heading(2 + below, Run.Of(texts.Of(paragraph.Strand)));
                yield return new Listing(Numbered: false, [.. paragraph.Sentences.Select(s => Run.Of(s, Gist.LanguageOf(s, document.Language) is var own && own != document.Language ? own : null))], document.Language);
            }
        }

        if (document.Chapters.Count == 0) yield break;
        yield return new Heading(1 + below, Run.Of(texts["In numbers"]));
        yield return new Paragraph(Run.Of(texts["Sentences of the summary. Convergence is what five statements or more say alike."]));
        yield return new Listing(Numbered: false, [.. texts.Lines(document.Figures).Select(line => Run.Of(line))]);
    }
}
