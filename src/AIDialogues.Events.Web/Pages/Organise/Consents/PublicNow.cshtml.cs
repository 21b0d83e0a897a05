using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Exactly what may be shown of whom, and where, at this moment: asked of the same predicate as the places themselves.</summary>
public sealed class PublicNowModel(EventsDb db, TimeProvider clock) : EventsPage
{
    public Series Series { get; private set; } = null!;

    public IReadOnlyList<Dialogue> Days { get; private set; } = [];

    /// <summary>Only this day's; null: the whole series.</summary>
    public Dialogue? Day { get; private set; }

    public IReadOnlyList<Visible> Visible { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, Guid? dialogue, CancellationToken ct)
    {
        if (await db.Series.AsNoTracking().FirstOrDefaultAsync(s => s.Id == new Id<Series>(id), ct) is not { } series) return NotFound();
        Series = series;
        Days = await db.Dialogues.AsNoTracking().Where(d => d.SeriesId == series.Id).OrderBy(d => d.Day).ToListAsync(ct);
        if (dialogue is { } one && (Day = Days.FirstOrDefault(d => d.Id.Value == one)) is null) return NotFound();
        Visible = await db.VisibleAsync([.. (Day is null ? Days : [Day]).Select(d => d.Id)], clock.GetUtcNow(), ct);
        return Page();
    }
}
