namespace AIDialogues.Events.Domain;

/// <summary>Something said, as an assembly takes it: under a theme, of a kind. The id is random and decides nothing but what a sentence traces to.</summary>
public sealed record SaidPoint(Guid Id, Id<Theme>? Theme, PointKind Kind, string Words);

/// <summary>
/// Drafts one chapter of a summary: near-duplicates stand once with how many stand behind them; convergence first, then views,
/// divergence, proposals, open questions. The same words give the same draft, whatever their ids and order.
/// </summary>
public sealed class ChapterDraft(Id<Theme>? theme, IReadOnlyList<SaidPoint> said, Language language, Func<string, bool> pointsAtSomebody)
{
    /// <summary>The k of what a sentence may be traced to.</summary>
    public const int SmallestSource = 5;

    private readonly Lazy<Guid[]> _whole = new(() => Ids(said));

    /// <param name="everything">What a sentence traces to when even its chapter is smaller than <see cref="SmallestSource"/>.</param>
    public IReadOnlyList<DraftItem> Items(IReadOnlyList<Guid> everything)
    {
        var drafts = new List<DraftItem>();
        foreach (var kind in said.GroupBy(s => s.Kind).OrderBy(g => g.Key))
        {
            var points = kind.ToList();
            var ofKind = new Lazy<Guid[]>(() => Ids(points));
            drafts.AddRange(NearDuplicates.Groups(points.ConvertAll(p => p.Words)).Select(group => Draft([.. group.Select(i => points[i])], ofKind, everything)));
        }

        return InOrder(drafts);
    }

    /// <summary>As a chapter reads: by strand, the best supported first, and never as it was said.</summary>
    public static IReadOnlyList<DraftItem> InOrder(IEnumerable<DraftItem> drafts) =>
        [.. drafts.OrderBy(d => Strands.Of(d.Kind, d.Support)).ThenByDescending(d => d.Support).ThenBy(d => d.Kind).ThenBy(d => d.Words, StringComparer.Ordinal)];

    private DraftItem Draft(List<SaidPoint> merged, Lazy<Guid[]> ofKind, IReadOnlyList<Guid> everything)
    {
        var (words, flagged) = Wording(merged.Select(m => m.Words).Distinct(StringComparer.Ordinal).ToList());
        // A set of one would point at a statement: the smallest set of at least k around it stands instead.
        IReadOnlyList<Guid> source = merged.Count >= SmallestSource ? Ids(merged)
            : ofKind.Value.Length >= SmallestSource ? ofKind.Value
            : said.Count >= SmallestSource ? _whole.Value
            : everything;
        return new DraftItem(theme, merged[0].Kind, words, flagged) { Support = SupportBands.Of(merged.Count), Source = source };
    }

    /// <summary>Of several wordings the one that points at nobody, is in the summary's language, is most like the others and short.</summary>
    private (string Words, bool Flagged) Wording(List<string> wordings)
    {
        if (wordings.Count == 1) return (wordings[0], pointsAtSomebody(wordings[0]));
        var judged = wordings.Take(MostWordings).Select(w => (Words: w, Gist: Gist.Of(w, language), Flagged: pointsAtSomebody(w))).ToList();
        var best = judged.OrderBy(j => j.Flagged).ThenBy(j => j.Gist.Language != language)
            .ThenByDescending(j => Math.Round(judged.Sum(o => NearDuplicates.Likeness(j.Gist, o.Gist)), 6)).ThenBy(j => j.Words.Length).ThenBy(j => j.Words, StringComparer.Ordinal).First();
        return (best.Words, best.Flagged);
    }

    /// <summary>Comparing each with each grows with the square; beyond these the first in the order of words are as good.</summary>
    private const int MostWordings = 50;

    private static Guid[] Ids(IEnumerable<SaidPoint> points) => [.. points.Select(p => p.Id).Order()];
}

/// <summary>How many statements stand behind a sentence, coarse on purpose: an exact number would tell who else agreed.</summary>
public enum SupportBand
{
    FewerThanFive,
    FiveToNine,
    TenToNineteen,
    TwentyOrMore,
}

public static class SupportBands
{
    public static SupportBand Of(int statements) => statements switch
    {
        < 5 => SupportBand.FewerThanFive,
        < 10 => SupportBand.FiveToNine,
        < 20 => SupportBand.TenToNineteen,
        _ => SupportBand.TwentyOrMore,
    };

    /// <summary>How many statements stand behind a sentence at least, as its reader knows.</summary>
    public static int Least(this SupportBand band) => band switch
    {
        SupportBand.FewerThanFive => 1,
        SupportBand.FiveToNine => 5,
        SupportBand.TenToNineteen => 10,
        _ => 20,
    };
}

/// <summary>In which order a chapter reads. A view or fact is convergence only when at least five statements stand behind it.</summary>
public enum Strand
{
    Convergence,
    Views,
    Divergence,
    Proposals,
    OpenQuestions,
}

public static class Strands
{
    public static Strand Of(PointKind kind, SupportBand support = SupportBand.FewerThanFive) => kind switch
    {
        PointKind.Disagreement => Strand.Divergence,
        PointKind.Proposal => Strand.Proposals,
        PointKind.Question => Strand.OpenQuestions,
        _ => support == SupportBand.FewerThanFive ? Strand.Views : Strand.Convergence,
    };
}
