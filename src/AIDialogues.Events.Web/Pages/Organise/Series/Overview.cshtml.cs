using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

public sealed class SeriesModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    /// <param name="When">How the timeline marks it: past, next or "".</param>
    public sealed record DayOfSeries(Dialogue Dialogue, Attendance Attendance, string When);

    public Series Series { get; private set; } = null!;

    public IReadOnlyList<DayOfSeries> Days { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.Series.AsNoTracking().FirstOrDefaultAsync(s => s.Id == new Id<Series>(id), ct) is not { } series) return NotFound();
        Series = series;
        var dialogues = await db.Dialogues.AsNoTracking().Where(d => d.SeriesId == series.Id).OrderBy(d => d.Day).ThenBy(d => d.Begins).Take(500).ToListAsync(ct);
        var counts = await db.AttendanceAsync([.. dialogues.Select(d => d.Id)], ct);
        var now = clock.GetUtcNow();
        var next = dialogues.Find(d => d.EndsAt > now);
        Days = [.. dialogues.Select(d => new DayOfSeries(d, counts.GetValueOrDefault(d.Id, Attendance.Nobody), d == next ? "next" : d.EndsAt <= now ? "past" : ""))];
        return Page();
    }

    public async Task<IActionResult> OnPostPublishAsync(Guid id, bool visible, CancellationToken ct)
    {
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == new Id<Series>(id), ct) is not { } series) return NotFound();
        series.ShowPublicly(visible);
        Said = await SaveAsync(db, ct) is { } lost ? texts.Of(lost) : visible ? texts["The public page is on."] : texts["The public page is off."];
        return RedirectToPage();
    }
}
