using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Statements;

namespace AIDialogues.Events.Worker.Summaries;

/// <summary>Makes draft and table of what was said. The same statements give the same draft, in whatever order and under whatever ids they come.</summary>
internal static class Assembly
{
    public static IReadOnlyList<DraftItem> Of(IReadOnlyList<Statement> statements, SummaryOutline outline, Language language, Func<string, bool> pointsAtSomebody)
    {
        var (chapters, everything) = Divided(statements, outline);
        return [.. chapters.SelectMany(c => new ChapterDraft(c.Chapter.Key, c.Said, language, pointsAtSomebody).Items(everything))];
    }

    /// <summary>The statements by chapter, chapters without any left out; and the ids of all.</summary>
    public static (IReadOnlyList<(OutlineChapter Chapter, IReadOnlyList<SaidPoint> Said)> Chapters, IReadOnlyList<Guid> Everything) Divided(IReadOnlyList<Statement> statements, SummaryOutline outline)
    {
        var said = statements.ToLookup(
            s => outline.ChapterOf(s.ThemeId is { } theme ? new Id<Theme>(theme) : null),
            s => new SaidPoint(s.Id, s.ThemeId is { } theme ? new Id<Theme>(theme) : null, PointKindOf(s.Kind), s.Words));
        return ([.. outline.Chapters.Where(said.Contains).Select(c => (c, (IReadOnlyList<SaidPoint>)[.. said[c]]))], [.. statements.Select(s => s.Id).Order()]);
    }

    /// <summary>Numbers of statements by theme and kind, as they may be published beside the draft; rows are ids of themes, columns names of kinds.</summary>
    public static Breakdown? BreakdownOf(IReadOnlyList<(OutlineChapter Chapter, IReadOnlyList<SaidPoint> Said)> chapters, IReadOnlyList<DraftItem> sentences)
    {
        var kinds = Enum.GetValues<PointKind>();
        return chapters.Count < 2 ? null : Breakdown.Of(new CountTable(
            [.. chapters.Select(c => c.Chapter.Key?.ToString() ?? "")], [.. kinds.Select(k => k.ToString())],
            [.. chapters.Select(c => (IReadOnlyList<int>)[.. kinds.Select(k => c.Said.Count(s => s.Kind == k))])])
        {
            Known = [.. chapters.Select(c => (IReadOnlyList<int>)[.. kinds.Select(k => sentences.Where(s => s.ThemeId == c.Chapter.Key && s.Kind == k).Sum(s => s.Support.Least()))])],
        }, Disclosure.OfStatements);
    }

    private static PointKind PointKindOf(StatementKind kind) => kind switch
    {
        StatementKind.Fact => PointKind.Fact,
        StatementKind.View => PointKind.View,
        StatementKind.Disagreement => PointKind.Disagreement,
        StatementKind.Proposal => PointKind.Proposal,
        StatementKind.Question => PointKind.Question,
        StatementKind.Paraphrase => PointKind.Paraphrase,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };
}
