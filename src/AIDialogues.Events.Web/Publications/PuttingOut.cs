using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Publication = AIDialogues.Events.Domain.Publication;

namespace AIDialogues.Events.Web.Publications;

/// <summary>How a publication is answered for and goes out, for the page and the API alike.</summary>
internal static class PuttingOut
{
    public static async Task<Refusal?> ProposeRiskAsync(this EventsDb db, Publication publication, IReadOnlyCollection<string> marks, Guid by, string reason, CancellationToken ct) =>
        await BarredAsync(db, publication, ct) ?? publication.ProposeRisk(marks, by, reason);

    public static async Task<Refusal?> PublishAsync(this EventsDb db, Publication publication, IReadOnlyCollection<string> marks, Guid by, string reason, DateTimeOffset now, CancellationToken ct)
    {
        if (publication.IsPublished) return null;
        int summaries = (await db.SummariesOfAsync(publication, ct)).Count;
        return await BarredAsync(db, publication, ct) ?? publication.Publish(marks, summaries, by, reason, await TodayAsync(db, publication, now, ct));
    }

    private static async Task<Refusal?> BarredAsync(EventsDb db, Publication publication, CancellationToken ct) =>
        !publication.IsPublished && (await db.BarredInAsync(publication, ct)).Count is > 0 and var barred ? PublicationRefusals.Barred(barred) : null;

    /// <summary>The date where the day was held, or the last day of the series: readers know no other.</summary>
    private static async Task<DateOnly> TodayAsync(EventsDb db, Publication publication, DateTimeOffset now, CancellationToken ct)
    {
        string? zone = await db.Dialogues.Where(d => d.SeriesId == publication.SeriesId && (publication.DialogueId == null || d.Id == publication.DialogueId))
            .OrderByDescending(d => d.Day).ThenBy(d => d.Id).Select(d => d.Zone).FirstOrDefaultAsync(ct);
        return DateOnly.FromDateTime((zone ?? "UTC").Local(now).DateTime);
    }
}
