using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Publication;

/// <summary>A published summary as readers get it: what was said by theme and kind. No date finer than the day, no author, no count of people.</summary>
public sealed record SummaryDocument(
    Series Series, BilingualText Dialogue, DateOnly Day, BilingualText Session, Rule Rule, Language Language, IReadOnlyList<SummaryChapter> Chapters);

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

    /// <summary>How a summary reads, or would read, when published.</summary>
    public static async Task<SummaryDocument> DocumentAsync(this EventsDb db, Summary summary, CancellationToken ct)
    {
        var session = await db.Sessions.AsNoTracking().Include(s => s.Themes).FirstAsync(s => s.Id == summary.SessionId, ct);
        var dialogue = await db.Dialogues.AsNoTracking().FirstAsync(d => d.Id == session.DialogueId, ct);
        var series = await db.Series.AsNoTracking().FirstAsync(s => s.Id == dialogue.SeriesId, ct);
        var shown = summary.Items.Where(i => !i.IsSetAside).OrderBy(i => i.Place).ToList();
        var chapters = session.Themes.OrderBy(t => t.Place).Select(t => (Theme: (BilingualText?)t.Name, Items: shown.FindAll(i => i.ThemeId == t.Id))).ToList();
        var known = session.Themes.Select(t => (Id<Theme>?)t.Id).ToHashSet();
        chapters.Add((null, shown.FindAll(i => !known.Contains(i.ThemeId))));
        return new(series, dialogue.Title, dialogue.Day, session.Title, dialogue.RuleIn(session), summary.Language,
            [.. chapters.Where(c => c.Items.Count > 0).Select(c => new SummaryChapter(c.Theme,
                [.. c.Items.GroupBy(i => i.Kind).OrderBy(g => g.Key).Select(g => new SummaryParagraph(g.Key, [.. g.Select(i => i.Words)]))]))]);
    }
}
