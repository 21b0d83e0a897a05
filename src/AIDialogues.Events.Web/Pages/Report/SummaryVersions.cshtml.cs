using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Summaries;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The versions of a summary, and what changed between two of them, word by word. For reviewers only.</summary>
public sealed class ReportSummaryVersionsModel(EventsDb db, Reviewing reviewing) : EventsPage
{
    private const int Most = 200;

    public SummaryInReview Review { get; private set; } = null!;

    public IReadOnlyList<(int Number, VersionReason Reason, DateTimeOffset At)> Versions { get; private set; } = [];

    /// <summary>The older one; without it the version before the newer.</summary>
    [FromQuery]
    public int From { get; set; }

    /// <summary>The newer one; 0 is the summary as it stands.</summary>
    [FromQuery]
    public int To { get; set; }

    /// <summary>Only what differs.</summary>
    public IReadOnlyList<(VersionLine? Before, VersionLine? After)> Changes { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await reviewing.OpenAsync(new Id<Summary>(id), ct) is not { } review) return NotFound();
        Review = review;
        var kept = db.SummaryVersions.AsNoTracking().Where(v => v.SummaryId == review.Summary.Id);
        var rows = await kept.OrderByDescending(v => v.Number).Take(Most).Select(v => new { v.Number, v.Reason, v.At }).ToListAsync(ct);
        Versions = rows.ConvertAll(v => (v.Number, v.Reason, v.At));
        if (rows.Count == 0) return Page();
        if (From <= 0) From = To > 1 ? To - 1 : rows[0].Number;
        var (before, after) = (await LinesAsync(kept, From, ct), To <= 0 ? SummaryVersion.LinesOf(review.Summary) : await LinesAsync(kept, To, ct));
        if (before is null || after is null) return NotFound();
        Changes = [.. SummaryVersion.Compare(before, after).Where(c => c.Before?.Words != c.After?.Words || c.Before?.LeftOut != c.After?.LeftOut)];
        return Page();
    }

    private static async Task<IReadOnlyList<VersionLine>?> LinesAsync(IQueryable<SummaryVersion> kept, int number, CancellationToken ct) =>
        (await kept.FirstOrDefaultAsync(v => v.Number == number, ct))?.Lines;
}
