using System.Diagnostics;
using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Benchmarks.Screening;

/// <summary>Counts what a screening found of what it should. A mention is found in full when every character of it that is not
/// blank or punctuation lies in a finding; precision counts every character of every finding, blanks and punctuation too.</summary>
internal sealed class Score
{
    private readonly List<double> milliseconds = [];
    private readonly SortedDictionary<string, (int Found, int All)> byLabel = new(StringComparer.Ordinal);

    public int Texts { get; private set; }

    public int Mentions { get; private set; }

    public int FullyFound { get; private set; }

    public int StrictlyFound { get; private set; }

    public long MarkedCharacters { get; private set; }

    public long RightCharacters { get; private set; }

    public int CleanTexts { get; private set; }

    public int AlertedClean { get; private set; }

    public IReadOnlyDictionary<string, (int Found, int All)> ByLabel => byLabel;

    public double Recall => Mentions == 0 ? 1 : (double)FullyFound / Mentions;

    public double StrictRecall => Mentions == 0 ? 1 : (double)StrictlyFound / Mentions;

    public double Precision => MarkedCharacters == 0 ? 1 : (double)RightCharacters / MarkedCharacters;

    public double AlertsOnClean => CleanTexts == 0 ? 0 : (double)AlertedClean / CleanTexts;

    public static Score Of(IEnumerable<AnnotatedText> texts, Func<string, IReadOnlyList<Finding>> screen, Action<AnnotatedText, IReadOnlyList<Finding>>? look = null)
    {
        var score = new Score();
        foreach (var text in texts)
        {
            var before = Stopwatch.GetTimestamp();
            var findings = screen(text.Text);
            score.milliseconds.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
            score.Add(text, findings);
            look?.Invoke(text, findings);
        }
        return score;
    }

    /// <summary>The score of what another tool found in each text, with the time it took.</summary>
    public static Score Of(IReadOnlyList<AnnotatedText> texts, IReadOnlyList<(double Ms, List<Finding> Findings)> found)
    {
        var score = new Score();
        for (var i = 0; i < texts.Count; i++)
        {
            score.milliseconds.Add(found[i].Ms);
            score.Add(texts[i], found[i].Findings);
        }
        return score;
    }

    public double Percentile(double share)
    {
        if (milliseconds.Count == 0) return 0;
        var sorted = milliseconds.Order().ToArray();
        return sorted[Math.Min(sorted.Length - 1, (int)(share * sorted.Length))];
    }

    public static bool IsFull(AnnotatedText text, AnnotatedText.Mention mention, bool[] marked) =>
        Enumerable.Range(mention.Start, mention.End - mention.Start).All(at => marked[at] || !char.IsLetterOrDigit(text.Text[at]));

    public static bool[] Mark(string text, IEnumerable<Finding> findings)
    {
        var marked = new bool[text.Length];
        foreach (var finding in findings) Array.Fill(marked, true, finding.Start, finding.Length);
        return marked;
    }

    private void Add(AnnotatedText text, IReadOnlyList<Finding> findings)
    {
        Texts++;
        var marked = Mark(text.Text, findings);
        var right = new bool[text.Text.Length];
        foreach (var mention in text.Mentions)
        {
            Array.Fill(right, true, mention.Start, mention.End - mention.Start);
            var full = IsFull(text, mention, marked);
            Mentions++;
            if (full) FullyFound++;
            if (Enumerable.Range(mention.Start, mention.End - mention.Start).All(at => marked[at])) StrictlyFound++;
            var (found, all) = byLabel.GetValueOrDefault(mention.Label);
            byLabel[mention.Label] = (found + (full ? 1 : 0), all + 1);
        }
        for (var at = 0; at < marked.Length; at++)
        {
            if (!marked[at]) continue;
            MarkedCharacters++;
            if (right[at]) RightCharacters++;
        }
        if (!text.IsClean) return;
        CleanTexts++;
        if (findings.Count > 0) AlertedClean++;
    }
}
