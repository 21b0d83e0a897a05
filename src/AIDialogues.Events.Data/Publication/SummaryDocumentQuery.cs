using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Publication;

/// <summary>A published summary as readers get it: what was said by theme and kind. No date finer than the day, no author, no count of people finer than a band.</summary>
public sealed record SummaryDocument(
    Series Series, BilingualText Dialogue, DateOnly Day, BilingualText Session, Rule Rule, Language Language, IReadOnlyList<SummaryChapter> Chapters, SummaryFigures Figures);

/// <param name="Theme">Null for what stands under no theme.</param>
public sealed record SummaryChapter(BilingualText? Theme, IReadOnlyList<SummaryParagraph> Paragraphs);

public sealed record SummaryParagraph(PointKind Kind, IReadOnlyList<string> Sentences);

public static class SummaryDocumentQuery
{
    /// <summary>The document, or null when there is none under this public series that is published.</summary>
    public static async Task<SummaryDocument?> PublishedSummaryAsync(this EventsDb db, string slug, Id<Summary> id, CancellationToken ct)
    {
        var summary = await db.Summaries.AsNoTracking().Include(s => s.Items).FirstOrDefaultAsync(s => s.Id == id && s.State == SummaryState.Published, ct);
        if (summary is null) return null;
        var document = await db.DocumentAsync(summary, ct);
        // A rule that was changed after publication holds too.
        return document.Series.Slug == slug && document.Series.IsPublic && document.Rule != Rule.OffTheRecord ? document : null;
    }

    /// <summary>How a summary reads, or would read when published: what was set aside or blanked is not in it.</summary>
    public static async Task<SummaryDocument> DocumentAsync(this EventsDb db, Summary summary, CancellationToken ct)
    {
        var scope = await db.InScopeAsync(summary, ct) ?? throw new InvalidOperationException("A summary without what it is about.");
        var outline = scope.Outline;
        var shown = summary.Items.Where(i => i.Shown).OrderBy(i => i.Place).ToLookup(i => outline.ChapterOf(i.ThemeId));
        return new(scope.Series, scope.Dialogue?.Title ?? scope.Series.Title, scope.LastDay, scope.Title, scope.Rule, summary.Language,
            [.. outline.Chapters.Where(shown.Contains).Select(chapter => new SummaryChapter(chapter.Theme,
                [.. shown[chapter].GroupBy(i => i.Kind).OrderBy(g => Strands.Of(g.Key)).ThenBy(g => g.Key).Select(g => new SummaryParagraph(g.Key, [.. g.Select(i => i.Words)]))]))], SummaryFigures.Of(summary, outline));
    }
}
