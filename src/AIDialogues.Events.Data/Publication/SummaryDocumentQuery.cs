using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Publication;

/// <summary>A published summary as readers get it: what was said by theme and kind. No date finer than the day, no author, no count of people finer than a band.</summary>
/// <param name="HeldBack">How many sentences are not in it because something about their words is open; none in what is published.</param>
public sealed record SummaryDocument(
    Series Series, BilingualText Dialogue, DateOnly Day, BilingualText Session, Rule Rule, Language Language, IReadOnlyList<SummaryChapter> Chapters, SummaryFigures Figures, int HeldBack)
{
    /// <summary>Two people answer for something in it that may point at somebody.</summary>
    public bool AnsweredFor { get; init; }

    /// <summary>Why nobody may read it outside the review: the rules of its sessions are others than when it was made. Null when they may.</summary>
    public Refusal? Withheld { get; init; }
}

/// <param name="Theme">Null for what stands under no theme.</param>
/// <param name="Questions">The guiding questions it was talked about under: what tells two themes of one name apart.</param>
public sealed record SummaryChapter(BilingualText? Theme, BilingualText Questions, IReadOnlyList<SummaryParagraph> Paragraphs);

/// <summary>What the room agreed on, single views, where it parted, what it proposed and asked: the order in which a chapter was drafted.</summary>
public sealed record SummaryParagraph(Strand Strand, IReadOnlyList<string> Sentences);

public static class SummaryDocumentQuery
{
    /// <summary>The document, or null when there is none under this public series that is published.</summary>
    public static async Task<SummaryDocument?> PublishedSummaryAsync(this EventsDb db, string slug, Id<Summary> id, CancellationToken ct)
    {
        return await db.PublishedSummaryAsync(id, ct) is { } document && document.Series.Slug == slug && document.Series.IsPublic ? document : null;
    }

    /// <summary>The document, or null when there is none that is published; its series may still be kept from the public.</summary>
    public static async Task<SummaryDocument?> PublishedSummaryAsync(this EventsDb db, Id<Summary> id, CancellationToken ct)
    {
        var summary = await db.Summaries.AsNoTracking().Include(s => s.Items).FirstOrDefaultAsync(s => s.Id == id && s.State == SummaryState.Published, ct);
        if (summary is null) return null;
        var document = await db.DocumentAsync(summary, ct);
        // A rule that was changed after publication holds too.
        return document.Withheld is null ? document : null;
    }

    /// <summary>
    /// How a summary reads, or would read when published. What was set aside or blanked is not in it, nor what may point at somebody and
    /// no two people have answered: a file goes where nobody takes it back.
    /// </summary>
    public static async Task<SummaryDocument> DocumentAsync(this EventsDb db, Summary summary, CancellationToken ct)
    {
        var scope = await db.InScopeAsync(summary, ct) ?? throw new InvalidOperationException("A summary without what it is about.");
        var outline = scope.Outline;
        var shown = summary.Items.Where(i => i.MayLeave).OrderBy(i => i.Place).ToLookup(i => outline.ChapterOf(i.ThemeId));
        return new(scope.Series, scope.Dialogue?.Title ?? scope.Series.Title, scope.LastDay, scope.Title, scope.Rule, summary.Language,
            [.. outline.Chapters.Where(shown.Contains).Select(chapter => new SummaryChapter(chapter.Theme, chapter.Questions,
                [.. shown[chapter].GroupBy(i => i.Strand).OrderBy(g => g.Key).Select(g => new SummaryParagraph(g.Key, [.. g.Select(i => i.Words)]))]))], SummaryFigures.Of(summary, outline), summary.Items.Count(i => i.Shown && !i.MayLeave))
        {
            AnsweredFor = summary.Items.Any(i => i.MayLeave && i.IsFlagged),
            Withheld = scope.Rules.Withhold(summary),
        };
    }
}
