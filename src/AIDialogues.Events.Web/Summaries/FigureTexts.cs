using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Charts;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>A summary's numbers as words, bars and lines of an export.</summary>
internal static class FigureTexts
{
    public static string Name(this T texts, RowTheme row) => row.Gathered ? texts["Other themes"] : Name(texts, row.Theme);

    public static string Name(this T texts, ThemeStrands theme) => Name(texts, theme.Theme);

    public static string Name(this T texts, GroupBand band) => band.Group is { } group ? texts.Of(group) : texts["Other groups"];

    public static IReadOnlyList<Bar> ThemeBars(this T texts, SummaryFigures figures) => figures.Numbers is not { } numbers ? []
        : [.. figures.Rows.Select((row, at) => new Bar(texts.Name(row), 100 * numbers.RowTotals[at] / figures.Most, texts.Count(numbers.RowTotals[at], "{0} statement", "{0} statements")))];

    public static IReadOnlyList<Bar> RoomBars(this T texts, SummaryFigures figures) =>
        [.. figures.Room?.Groups.Select(band => new Bar(texts.Name(band), Percent(band.Persons), texts.Of(band.Persons))) ?? []];

    public static IReadOnlyList<string> StrandNames(this T texts) => [.. Enum.GetValues<Strand>().Select(s => texts.Of(s))];

    public static IReadOnlyList<StackedBar> StrandBars(this T texts, SummaryFigures figures) => [.. figures.Themes.Select(t => new StackedBar(texts.Name(t), t.Sentences))];

    /// <summary>The same for who reads a file: one line for each bar, and what is counted.</summary>
    public static IEnumerable<string> Lines(this T texts, SummaryFigures figures) =>
    [
        texts["What was said is counted in statements, not in people: one person may stand behind several, and nobody can tell."],
        .. texts.ThemeBars(figures).Select(b => texts["{0}: {1}", b.Label, b.Value]),
        .. texts.StrandBars(figures).Select(b => texts["{0}: {1}", b.Label, string.Join(" · ", texts.StrandNames().Zip(b.Parts).Where(p => p.Second > 0).Select(p => $"{p.First} {p.Second}"))]),
        .. texts.RoomBars(figures).Select(b => texts["{0}: {1}", b.Label, b.Value]),
    ];

    // A band has no length of its own; its bar is as long as its place among the three.
    private static int Percent(PersonBand band) => band switch { PersonBand.FiveToNine => 25, PersonBand.TenToNineteen => 50, _ => 100 };

    private static string Name(T texts, BilingualText? theme) => theme is null ? texts["Other points"] : texts.In(theme);
}
