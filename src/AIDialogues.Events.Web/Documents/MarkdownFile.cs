using System.Text;

namespace AIDialogues.Events.Web.Documents;

/// <summary>A text as Markdown (CommonMark).</summary>
internal static class MarkdownFile
{
    public static string Of(TextDocument document)
    {
        var text = new StringBuilder().Append("# ").Append(Escape(document.Title)).Append('\n');
        foreach (var block in document.Blocks)
        {
            _ = text.Append('\n');
            switch (block)
            {
                case Heading heading: _ = text.Append('#', heading.Level + 1).Append(' ').Append(Words(heading.Runs).ReplaceLineEndings(" ")).Append('\n'); break;
                case Paragraph paragraph: _ = text.Append(Words(paragraph.Runs)).Append('\n'); break;
                case BlockQuotation quotation: _ = text.Append("> ").Append(Words(quotation.Runs).Replace("\n", "\n> ", StringComparison.Ordinal)).Append('\n'); break;
                case Listing listing: Items(listing, text); break;
                default: break;
            }
        }

        return text.ToString();
    }

    private static void Items(Listing listing, StringBuilder text)
    {
        for (int i = 0; i < listing.Items.Count; i++)
        {
            string mark = listing.Numbered ? $"{i + 1}. " : "- ";
            _ = text.Append(mark).Append(Words(listing.Items[i]).Replace("\n", "\n" + new string(' ', mark.Length), StringComparison.Ordinal)).Append('\n');
        }
    }

    private static string Words(IReadOnlyList<Run> runs)
    {
        var words = new StringBuilder();
        foreach (var run in runs)
        {
            string mark = (run.Bold ? "**" : "") + (run.Italic ? "*" : "");
            string inner = Escape(run.Text);
            if (mark.Length > 0 && run.Text.Trim().Length == run.Text.Length && run.Text.Length > 0) inner = mark + inner + new string([.. mark.Reverse()]);
            _ = words.Append(run.Link is { } link ? $"[{inner}](<{link.AbsoluteUri}>)" : inner);
        }

        return words.ToString().ReplaceLineEndings("\n");
    }

    /// <summary>Backslashes before every character that CommonMark could take for markup, so that words stay words.</summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            bool atStart = i == 0 || text[i - 1] == '\n';
            if ("\\`*_[]<>#|!&~".Contains(text[i], StringComparison.Ordinal) || (atStart && text[i] is '-' or '+' or '=')) _ = escaped.Append('\\');
            // "1." at the start of a line would count.
            else if (text[i] is '.' or ')' && i > 0 && StartsWithDigits(text, i)) _ = escaped.Append('\\');
            _ = escaped.Append(text[i]);
        }

        return escaped.ToString();
    }

    private static bool StartsWithDigits(string text, int end)
    {
        int start = end;
        while (start > 0 && char.IsAsciiDigit(text[start - 1])) start--;
        return start < end && (start == 0 || text[start - 1] == '\n');
    }
}
