using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Dialogues;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

public sealed class EditSeriesModel(EventsDb db, DayOptions options, TimeProvider clock, T texts) : EventsPage
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
        var before = Series.Title;
        if (AnyWrong(Series.Problems(Form.Title, Form.Purpose, Form.Organisation ?? ""), Form.FieldOf)) return Invalid();
        if (Series.Describe(Form.Title, Form.Purpose, Form.Organisation ?? "", clock.GetUtcNow() + options.Hold) is { } refusal) return Refuse(refusal, Form.FieldOf(refusal));
        db.ExpectVersion(Series, Form.Version);
        int told = before == Series.Title ? 0 : await db.InCalendarsAsync(Series.Id, clock.GetUtcNow(), ct);
        if (await SaveAsync(db, ct) is { } lost) return Refuse(lost);
        Said = told == 0 ? texts["Saved."] : texts.Count(
            told, "Saved. {0} person who accepted a day of this series is told its new title by letter in {1} minutes; set back before then, nothing is sent.",
            "Saved. {0} people who accepted a day of this series are told its new title by letter in {1} minutes; set back before then, nothing is sent.", (int)options.Hold.TotalMinutes);
        return Redirect($"/organise/series/{id}");
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == new Id<Series>(id), ct) is not { } series) return false;
        Series = series;
        return true;
    }
}
