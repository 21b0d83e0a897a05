namespace AIDialogues.Events.Screening;

/// <summary>Other words for a finding, after which nothing is found in their place.</summary>
/// <param name="Words">What came in; empty when something was only left out.</param>
/// <param name="Text">The whole text with them.</param>
public sealed record Rewrite(string Words, string Text);

/// <summary>
/// Looks for words that pass: a suggestion that is found itself ("As a participant said") would send its reader from one warning to the next. The browser twin is rewrite.js.
/// </summary>
internal static class Rewriting
{
    private const int MostSteps = 3;

    // Articles before a finding, and what is left of them.
    private static readonly (string Article, string Instead)[] English = [("the ", ""), ("an ", ""), ("a ", "")];
    private static readonly (string Article, string Instead)[] French =
        [("le ", ""), ("la ", ""), ("les ", ""), ("une ", ""), ("un ", ""), ("l’", ""), ("l'", ""), ("du ", "de "), ("des ", "de "), ("au ", "à "), ("aux ", "à ")];

    /// <summary>Null when none of the suggestions passes: then only a person can tell.</summary>
    /// <param name="text">The text as it was screened.</param>
    /// <param name="finding">One of what was found in it.</param>
    /// <param name="french">The language of the words to put in.</param>
    /// <param name="find">The very screening that must find nothing new.</param>
    public static Rewrite? Of(string text, Finding finding, bool french, Func<string, IReadOnlyList<Finding>> find) =>
        Try(new(text, find(text), french, find), new(text, text.Length, text.Length), finding, MostSteps);

    private static Rewrite? Try(Asked asked, Changed now, Finding finding, int steps)
    {
        var wrong = new List<(Changed Next, Finding Finding)>();
        foreach (var words in Findings.Suggestions(finding, asked.French))
        {
            var next = now.With(finding, words);
            if (next.Text.Trim().Length == 0) continue;
            if (asked.Find(next.Text).FirstOrDefault(f => !next.HasKept(f, asked)) is { } found) wrong.Add((next, found));
            else return new(next.Words, next.Text);
        }

        return steps == 1 ? null : wrong.Select(w => Try(asked, w.Next, w.Finding, steps - 1)).FirstOrDefault(r => r is not null);
    }

    private sealed record Asked(string Text, IReadOnlyList<Finding> Before, bool French, Func<string, IReadOnlyList<Finding>> Find);

    /// <summary>A text that was changed in one place: what lies before the start, and as many characters as the tail has, are as they were.</summary>
    private sealed record Changed(string Text, int Start, int Tail)
    {
        public string Words => Text[Start..^Tail].Trim();

        /// <summary>The words in the finding's place: with a capital where a sentence begins, "de" elided before a vowel, and no gap where something was left out.</summary>
        public Changed With(Finding finding, string words)
        {
            var (before, after) = (Text[..finding.Start], Text[finding.End..]);
            var start = before.Length;
            if (words.Length > 0) (before, start) = WithoutArticle(before, words);
            if (words.Length == 0)
            {
                if (before.EndsWith(' ') && (after.Length == 0 || after[0] == ' ')) (before, start) = (before[..^1], start - 1);
            }
            else if (BeginsSentence(before))
            {
                words = char.ToUpperInvariant(words[0]) + words[1..];
            }
            else if ("aeiouh".Contains(words[0], StringComparison.Ordinal) && Elidable(before) is { } shortened)
            {
                start = before.LastIndexOfAny([' ', '('], before.Length - 2) + 1;
                before = shortened;
            }

            return new(before + words + after, Math.Min(Start, start), Math.Min(Tail, after.Length));
        }

        /// <summary>Whether this was found before the change too, outside of it.</summary>
        public bool HasKept(Finding found, Asked asked)
        {
            var end = Text.Length - Tail;
            if (found.End > Start && found.Start < end) return false;
            var was = found.Start >= end ? found.Start - Text.Length + asked.Text.Length : found.Start;
            return asked.Before.Any(b => b.Start == was && b.Length == found.Length && b.Kind == found.Kind);
        }

        /// <summary>The words bring their own article: "the OECD" becomes "an institution", "du ministère" becomes "d’une institution".</summary>
        private static (string Before, int Start) WithoutArticle(string before, string words)
        {
            var articles = words.Split(' ')[0] is "a" or "an" or "in" or "somebody" ? English : French;
            foreach (var (article, instead) in articles)
            {
                if (!before.EndsWith(article, StringComparison.OrdinalIgnoreCase) || before.Length > article.Length && char.IsLetterOrDigit(before[^(article.Length + 1)])) continue;
                var kept = before[..^article.Length];
                return (kept + (instead.Length > 0 && char.IsUpper(before[kept.Length]) ? char.ToUpperInvariant(instead[0]) + instead[1..] : instead), kept.Length);
            }

            return (before, before.Length);
        }

        private static bool BeginsSentence(string before)
        {
            var said = before.TrimEnd();
            return said.Length == 0 || before[^1] == '\n' || (said.Length < before.Length && ".!?…".Contains(said[^1], StringComparison.Ordinal));
        }

        /// <summary>"de Mme X" becomes "d’un participant"; null where nothing is elided.</summary>
        private static string? Elidable(string before)
        {
            if (!before.EndsWith(' ')) return null;
            var word = before[(before.LastIndexOfAny([' ', '('], before.Length - 2) + 1)..];
            return word.ToLowerInvariant() is "de " or "que " ? before[..^2] + "’" : null;
        }
    }
}
