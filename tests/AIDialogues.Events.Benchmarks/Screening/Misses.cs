using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Benchmarks.Screening;

/// <summary>For whoever develops the rules: what was missed and what was marked without need, a line a text.</summary>
internal static class Misses
{
    public static void Show(AnnotatedText text, IReadOnlyList<Finding> findings)
    {
        var marked = Score.Mark(text.Text, findings);
        // Only white space may stay outside a finding here: stricter than the score.
        var missed = text.Mentions.Where(mention => Enumerable.Range(mention.Start, mention.End - mention.Start).Any(at => !marked[at] && !char.IsWhiteSpace(text.Text[at]))).Select(mention => $"-{mention.Label}[{text.Text[mention.Start..mention.End]}]");
        var needless = findings.Where(finding => !text.Mentions.Any(mention => mention.Start < finding.Start + finding.Length && finding.Start < mention.End))
            .Select(finding => $"+{finding.Reason}[{text.Text.Substring(finding.Start, finding.Length)}]");
        var notes = string.Join(' ', missed.Concat(needless));
        if (notes.Length > 0) Console.WriteLine($"{notes}  IN  {text.Text}".ReplaceLineEndings("⏎"));
    }
}
