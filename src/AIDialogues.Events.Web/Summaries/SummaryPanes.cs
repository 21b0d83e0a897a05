using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Statements;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>A chapter side by side: what was said, the draft, and what to look at.</summary>
public sealed record ChapterPanes(OutlineChapter Chapter, IReadOnlyList<Statement> Said, IReadOnlyList<SummaryItem> Items, IReadOnlyList<SummaryCheck> Checks);

/// <summary>A page of the review; what blocks is counted over the whole summary, what is to be read on this page: nobody reads two at once.</summary>
/// <param name="SaidLater">How many points were stored after the draft was assembled, or null for fewer than k: none and four look the same. Null too for a draft without sources, of which nothing is known.</param>
public sealed record SummaryPanes(IReadOnlyList<ChapterPanes> Chapters, int PageNumber, int Pages, int Blocking, int ToRead, int Shown, int LeftOut, int? SaidLater)
{
    public const int PageSize = 50;

    /// <summary>Statements of a chapter that are shown beside it.</summary>
    public const int MostSaid = 200;

    public static async Task<SummaryPanes> OfAsync(SummaryInReview review, StatementReader reader, int page, CancellationToken ct)
    {
        var (summary, outline) = (review.Summary, review.Scope.Outline);
        var ordered = outline.Chapters.SelectMany(c => summary.Items.Where(i => outline.ChapterOf(i.ThemeId) == c).OrderBy(i => i.Place)).ToList();
        int pages = Math.Max(1, (ordered.Count + PageSize - 1) / PageSize);
        page = Math.Clamp(page, 1, pages);
        var shown = ordered.Skip((page - 1) * PageSize).Take(PageSize).ToList();
        var checks = shown.SelectMany(review.Checks).ToLookup(c => c.Item.Id);
        var (said, later) = await SaidAsync(review, reader, ct);
        var chapters = shown.GroupBy(i => outline.ChapterOf(i.ThemeId)).Select(g => new ChapterPanes(g.Key,
            [.. said[g.Key].OrderBy(s => s.Kind).ThenBy(s => s.Words, StringComparer.Ordinal).Take(MostSaid)], [.. g], [.. g.SelectMany(i => checks[i.Id])]));
        int toRead = checks.SelectMany(c => c).Count(c => !c.Blocks);
        return new([.. chapters], page, pages, summary.OpenFindings, toRead, summary.Items.Count(i => i.Shown), summary.Items.Count(i => !i.Shown), later < StatementReader.SmallestGroup ? null : later);
    }

    /// <summary>Only what the draft was assembled from: what came in later would show as the difference, with its time. Of that there is only the number.</summary>
    private static async Task<(ILookup<OutlineChapter, Statement> Said, int Later)> SaidAsync(SummaryInReview review, StatementReader reader, CancellationToken ct)
    {
        var known = review.Summary.Sources.SelectMany(s => s.Statements).ToHashSet();
        var said = new List<Statement>();
        int later = 0;
        if (known.Count > 0)
            foreach (var session in review.Scope.Sessions)
            {
                var stored = await reader.ReadSessionAsync(session.Id.Value, ct);
                int before = said.Count;
                said.AddRange(stored.Where(s => known.Contains(s.Id)));
                later += stored.Count - (said.Count - before);
            }

        var outline = review.Scope.Outline;
        return (said.ToLookup(s => outline.ChapterOf(s.ThemeId is { } theme ? new Id<Theme>(theme) : null)), later);
    }
}
