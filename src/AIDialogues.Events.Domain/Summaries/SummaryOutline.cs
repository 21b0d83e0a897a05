namespace AIDialogues.Events.Domain;

/// <summary>A chapter: one theme under one set of guiding questions, wherever in the scope it came up.</summary>
/// <param name="Theme">Null for what stands under no theme.</param>
/// <param name="Questions">The guiding questions, one a line; empty where there are none.</param>
/// <param name="Themes">The themes of single sessions that make up this one.</param>
public sealed record OutlineChapter(BilingualText? Theme, BilingualText Questions, IReadOnlyList<Id<Theme>> Themes)
{
    /// <summary>The theme that the chapter's sentences carry.</summary>
    public Id<Theme>? Key => Themes.Count == 0 ? null : Themes[0];
}

/// <summary>How a summary is divided: by guiding question, then by theme, in the order of the programme. Themes of the same name under the same questions are one.</summary>
public sealed class SummaryOutline
{
    private readonly Dictionary<Id<Theme>, OutlineChapter> _ofTheme = [];

    private SummaryOutline(IReadOnlyList<OutlineChapter> chapters)
    {
        Chapters = chapters;
        foreach (var chapter in chapters)
            foreach (var theme in chapter.Themes) _ofTheme.Add(theme, chapter);
    }

    /// <summary>The last one is for what stands under no theme.</summary>
    public IReadOnlyList<OutlineChapter> Chapters { get; }

    /// <param name="sessions">In the order of the programme.</param>
    public static SummaryOutline Of(IEnumerable<Session> sessions)
    {
        var themes = from session in sessions
                     from theme in session.Themes.OrderBy(t => t.Place)
                     group (session, theme) by (Folded(session.Questions), Folded(theme.Name)) into same
                     select new OutlineChapter(same.First().theme.Name, same.First().session.Questions, [.. same.Select(s => s.theme.Id)]);
        return new([.. themes, new OutlineChapter(null, new("", ""), [])]);
    }

    public OutlineChapter ChapterOf(Id<Theme>? theme) => theme is { } known && _ofTheme.TryGetValue(known, out var chapter) ? chapter : Chapters[^1];

    private static string Folded(BilingualText text) => $"{PlainText.Fold(text.En)}\0{PlainText.Fold(text.Fr)}".ToUpperInvariant();
}
