namespace AIDialogues.Events.Domain;

/// <summary>A summary in numbers, for its charts and the tables behind them: only what its readers may know or can count themselves.</summary>
/// <param name="Numbers">Statements by theme and kind; null where no such table may be published.</param>
/// <param name="Rows">What the rows of <paramref name="Numbers"/> are called.</param>
/// <param name="Themes">How many of the sentences that stand in each theme belong to which strand.</param>
public sealed record SummaryFigures(Breakdown? Numbers, IReadOnlyList<RowTheme> Rows, IReadOnlyList<ThemeStrands> Themes, RoomComposition? Room)
{
    public static SummaryFigures Of(Summary summary, SummaryOutline outline)
    {
        var shown = summary.Items.Where(i => i.Shown).ToLookup(i => outline.ChapterOf(i.ThemeId));
        return new(summary.Breakdown, [.. summary.Breakdown?.Rows.Select(row => RowTheme.Of(row, outline)) ?? []],
            [.. outline.Chapters.Where(shown.Contains).Select(c => new ThemeStrands(c.Theme, [.. Enum.GetValues<Strand>().Select(s => shown[c].Count(i => i.Strand == s))]))], summary.Room);
    }

    /// <summary>The greatest number of statements of one theme, for the length of bars.</summary>
    public int Most => Numbers is { RowTotals: { Count: > 0 } totals } ? totals.Max() : 0;
}

/// <param name="Theme">Null for what stands under no theme.</param>
/// <param name="Gathered">Several themes that were too small to stand alone.</param>
public sealed record RowTheme(BilingualText? Theme, bool Gathered)
{
    internal static RowTheme Of(string row, SummaryOutline outline) => row == CountTable.Other ? new(null, Gathered: true)
        : new(Guid.TryParse(row, out var theme) ? outline.ChapterOf(new(theme)).Theme : null, Gathered: false);
}

/// <param name="Theme">Null for what stands under no theme.</param>
/// <param name="Sentences">How many of each <see cref="Strand"/>, in its order.</param>
public sealed record ThemeStrands(BilingualText? Theme, IReadOnlyList<int> Sentences);
