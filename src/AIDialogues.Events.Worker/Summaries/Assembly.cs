using System.Security.Cryptography;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Statements;

namespace AIDialogues.Events.Worker.Summaries;

/// <summary>
/// Makes a draft of a session's statements: by theme in the session's order, by kind, shuffled within. What two people said in the same
/// words stands once, because a repeat would tell that they agree.
/// </summary>
internal static class Assembly
{
    public static IReadOnlyList<DraftItem> Of(IEnumerable<Statement> statements, IReadOnlyList<Theme> themes, Func<string, bool> pointsAtSomebody)
    {
        var place = themes.ToDictionary(t => t.Id.Value, t => t.Place);
        var once = statements.DistinctBy(s => (Known(s), s.Kind, s.Words)).ToArray();
        RandomNumberGenerator.Shuffle(once.AsSpan());
        // The sort is stable, so that chance decides within a theme and kind.
        return [.. once
            .OrderBy(s => Known(s) is { } theme ? place[theme] : int.MaxValue)
            .ThenBy(s => s.Kind)
            .Select(s => new DraftItem(Known(s) is { } theme ? new Id<Theme>(theme) : null, PointKindOf(s.Kind), s.Words, pointsAtSomebody(s.Words)))];

        Guid? Known(Statement statement) => statement.ThemeId is { } theme && place.ContainsKey(theme) ? theme : null;
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
