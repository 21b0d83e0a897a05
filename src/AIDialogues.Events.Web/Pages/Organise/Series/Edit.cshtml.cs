using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

public sealed class EditSeriesModel(EventsDb db, T texts) : EventsPage
{
    [BindProperty]
    public SeriesForm Form { get; set; } = new();

    public Series Series { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        Form = SeriesForm.From(Series, db.VersionOf(Series));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (AnyWrong(Series.Problems(Form.Title, Form.Purpose, Form.Organisation ?? ""), Form.FieldOf)) return Invalid();
        if (Series.Describe(Form.Title, Form.Purpose, Form.Organisation ?? "") is { } refusal) return Refuse(refusal, Form.FieldOf(refusal));
        db.ExpectVersion(Series, Form.Version);
        if (await SaveAsync(db, ct) is { } lost) return Refuse(lost);
        Said = texts["Saved."];
        return Redirect($"/organise/series/{id}");
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == new Id<Series>(id), ct) is not { } series) return false;
        Series = series;
        return true;
    }
}
