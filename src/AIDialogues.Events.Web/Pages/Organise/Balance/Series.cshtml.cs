using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>How the days of a series stand together to the corridors of the series; each place at each day counts.</summary>
public sealed class SeriesBalanceModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty]
    public uint Version { get; set; }

    public Series Series { get; private set; } = null!;

    public BalanceOf Balance { get; private set; } = null!;

    public CorridorsForm Form { get; private set; } = null!;

    public IReadOnlyList<DaySeats> Days { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(new(id), ct)) return NotFound();
        Form = CorridorsForm.Of(Balance.Target);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(new(id), ct)) return NotFound();
        Form = CorridorsForm.Read(Request.Form);
        var target = await db.BalanceTargets.SingleOrDefaultAsync(t => t.SeriesId == Series.Id && t.DialogueId == null, ct);
        if (target is null) _ = db.Add(target = BalanceTarget.For(Series.Id, null, 1));
        else db.ExpectVersion(target, Version);
        if (Form.ApplyTo(target) is { } refusal) return Refuse(refusal);
        if (await SaveAsync(db, ct) is { } conflict) return Refuse(conflict);
        Said = texts["The corridors are saved."];
        return RedirectToPage(new { id });
    }

    private async Task<bool> LoadAsync(Id<Series> id, CancellationToken ct)
    {
        if (await db.BalanceAsync(id, DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime), ct) is not { } balance) return false;
        Balance = balance;
        Series = await db.Series.AsNoTracking().SingleAsync(s => s.Id == id, ct);
        Days = await db.SeatsOfDaysAsync(id, ct);
        if (!Request.HasFormContentType) Version = await db.VersionAsync(balance, ct);
        return true;
    }
}
