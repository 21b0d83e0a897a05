using System.Net;
using System.Text;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>A summary as a file: Markdown (CommonMark) and one self-contained HTML page. Neither carries an author, a host or a time of making.</summary>
internal static class SummaryExport
{
    public static string Markdown(SummaryDocument document, T texts)
    {
        var text = new StringBuilder()
            .Append("# ").AppendLine(Escape(texts.In(document.Session)))
            .AppendLine().Append(Escape(texts.In(document.Series.Title))).Append(" · ").Append(Escape(texts.In(document.Dialogue))).Append(" · ").AppendLine(texts.Day(document.Day))
            .AppendLine().Append("> ").Append(texts.RuleName(document.Rule)).Append(". ").AppendLine(Escape(texts.RuleSentence(document.Rule)));
        foreach (var chapter in document.Chapters)
        {
            _ = text.AppendLine().Append("## ").AppendLine(Escape(chapter.Theme is { } theme ? texts.In(theme) : texts["Other points"]));
            foreach (var paragraph in chapter.Paragraphs)
            {
                _ = text.AppendLine().Append("### ").AppendLine(texts.Of(paragraph.Kind)).AppendLine();
                foreach (string sentence in paragraph.Sentences) _ = text.Append("- ").AppendLine(Escape(sentence).Replace("\n", "\n  ", StringComparison.Ordinal));
            }
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    public static string Html(SummaryDocument document, T texts)
    {
        var text = new StringBuilder("<!doctype html>\n<html lang=\"").Append(texts.Tag).Append("\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>")
            .Append(Encode(texts.In(document.Session))).Append("</title></head>\n<body>\n<h1>").Append(Encode(texts.In(document.Session))).Append("</h1>\n<p>")
            .Append(Encode(texts.In(document.Series.Title))).Append(" · ").Append(Encode(texts.In(document.Dialogue))).Append(" · ").Append(Encode(texts.Day(document.Day))).Append("</p>\n<blockquote><p>")
            .Append(Encode(texts.RuleName(document.Rule))).Append(". ").Append(Encode(texts.RuleSentence(document.Rule))).Append("</p></blockquote>\n");
        foreach (var chapter in document.Chapters)
        {
            _ = text.Append("<h2>").Append(Encode(chapter.Theme is { } theme ? texts.In(theme) : texts["Other points"])).Append("</h2>\n");
            foreach (var paragraph in chapter.Paragraphs)
            {
                _ = text.Append("<h3>").Append(Encode(texts.Of(paragraph.Kind))).Append("</h3>\n<ul>\n");
                foreach (string sentence in paragraph.Sentences) _ = text.Append("<li>").Append(Encode(sentence).Replace("\n", "<br>", StringComparison.Ordinal)).Append("</li>\n");
                _ = text.Append("</ul>\n");
            }
        }

        return text.Append("</body>\n</html>\n").ToString();
    }

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    /// <summary>Backslashes before every character that CommonMark could take for markup, so that words stay words.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool atStart = i == 0 || text[i - 1] == '\n';
            if ("\\`*_[]<>#|!&~".Contains(text[i], StringComparison.Ordinal) || (atStart && text[i] is '-' or '+' or '=')) _ = escaped.Append('\\');
            _ = escaped.Append(text[i]);
        }

        return escaped.ToString();
    }
}
