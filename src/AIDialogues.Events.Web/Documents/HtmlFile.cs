using System.Net;
using System.Text;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Documents;

/// <summary>A text as one self-contained HTML page, and as a part of a page of ours.</summary>
internal static class HtmlFile
{
    // Inside a file that is saved and opened from a disk there is no policy and no other file: the few rules of look stand in it.
    private const string Look = "body{font:1rem/1.6 Georgia,serif;max-width:40rem;margin:2rem auto;padding:0 1rem}blockquote{border-left:3px solid;margin-left:0;padding-left:1rem}";

    public static string Of(TextDocument document)
    {
        var text = new StringBuilder($"<!doctype html>\n<html lang=\"{document.Language.Tag()}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
            .Append(Encode(document.Title)).Append("</title><style>").Append(Look).Append("</style></head>\n<body>\n<h1").Append(Lang(document.TitleLanguage)).Append('>').Append(Encode(document.Title)).Append("</h1>\n");
        return text.Append(Body(document.Blocks)).Append("</body>\n</html>\n").ToString();
    }

    /// <summary>The blocks alone, headings from h2 on.</summary>
    public static string Body(IEnumerable<Block> blocks)
    {
        var text = new StringBuilder();
        foreach (var block in blocks)
        {
            string lang = Lang(block.Language);
            _ = block switch
            {
                Heading heading => text.Append($"<h{heading.Level + 1}{lang}>").Append(Words(heading.Runs)).Append($"</h{heading.Level + 1}>\n"),
                Paragraph paragraph => text.Append($"<p{lang}>").Append(Words(paragraph.Runs)).Append("</p>\n"),
                BlockQuotation quotation => text.Append($"<blockquote{lang}><p>").Append(Words(quotation.Runs)).Append("</p></blockquote>\n"),
                Listing listing => text.Append(listing.Numbered ? $"<ol{lang}>\n" : $"<ul{lang}>\n").Append(string.Concat(listing.Items.Select(i => "<li>" + Words(i) + "</li>\n"))).Append(listing.Numbered ? "</ol>\n" : "</ul>\n"),
                _ => text,
            };
        }

        return text.ToString();
    }

    private static string Lang(Language? language) => language is { } own ? $" lang=\"{own.Tag()}\"" : "";

    private static string Words(IReadOnlyList<Run> runs) => string.Concat(runs.Select(Word));

    private static string Word(Run run)
    {
        string words = Encode(run.Text).Replace("\n", "<br>", StringComparison.Ordinal);
        if (run.Italic) words = "<em>" + words + "</em>";
        if (run.Bold) words = "<strong>" + words + "</strong>";
        if (run.Language is not null) words = $"<span{Lang(run.Language)}>{words}</span>";
        return run.Link is { } link ? $"<a href=\"{Encode(link.AbsoluteUri)}\" rel=\"noreferrer\">{words}</a>" : words;
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);
}
