using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Benchmarks.Screening;

/// <summary>The same sentences with each name written as hasty fingers would, one way at a time.</summary>
internal static class PerturbedNames
{
    /// <returns>The share of all perturbed names that was found.</returns>
    public static double Table(IReadOnlyList<AnnotatedText> texts, Func<string, IReadOnlyList<Finding>> screen)
    {
        Console.WriteLine($"{"perturbed",-20} {"found",7} {"of",7}   share");
        int found = 0, all = 0;
        foreach (var (name, apply) in Perturbation.All)
        {
            var score = Score.Of(texts.SelectMany(text => Perturbed(text, apply)), screen);
            ScreeningBenchmark.Row(name, score.FullyFound, score.Mentions);
            found += score.FullyFound;
            all += score.Mentions;
        }
        ScreeningBenchmark.Row("all perturbations", found, all);
        Console.WriteLine();
        return all == 0 ? 1 : (double)found / all;
    }

    private static IEnumerable<AnnotatedText> Perturbed(AnnotatedText text, Func<string, string?> apply)
    {
        foreach (var mention in text.Mentions)
        {
            if (apply(text.Text[mention.Start..mention.End]) is not { } written) continue;
            var changed = string.Concat(text.Text.AsSpan(0, mention.Start), written, text.Text.AsSpan(mention.End));
            // The possessive ending and a foreign initial are not part of the name that must be found.
            var start = mention.Start + (written.StartsWith("J. ", StringComparison.Ordinal) ? 3 : 0);
            var length = written.Length - (start - mention.Start) - (written.EndsWith("'s", StringComparison.Ordinal) || written.EndsWith("’s", StringComparison.Ordinal) ? 2 : 0);
            yield return new(changed, [new(start, start + length, mention.Label)]);
        }
    }
}
