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
        var (title, organisation) = (Series.Title, Series.Organisation);
        if (AnyWrong(Series.Problems(Form.Title, Form.Purpose, Form.Organisation ?? ""), Form.FieldOf)) return Invalid();
        if (Series.Describe(Form.Title, Form.Purpose, Form.Organisation ?? "", clock.GetUtcNow() + options.Hold) is { } refusal) return Refuse(refusal, Form.FieldOf(refusal));
        db.ExpectVersion(Series, Form.Version);
        int told = title == Series.Title ? 0 : await db.InCalendarsAsync(Series.Id, clock.GetUtcNow(), ct);
        int renamed = organisation == Series.Organisation ? 0 : await db.InCalendarsAsync(Series.Id, clock.GetUtcNow(), ct, neutral: true);
        if (await SaveAsync(db, ct) is { } lost) return Refuse(lost);
        Said = Saved(told, renamed);
        return Redirect($"/organise/series/{id}");
    }

    /// <param name="told">How many have the title in their calendars.</param>
    /// <param name="renamed">How many have only the organisation's name there.</param>
    private string Saved(int told, int renamed)
    {
        int minutes = (int)options.Hold.TotalMinutes;
        string hold = texts.Count(minutes, "{0} minute", "{0} minutes");
        return string.Join(' ', ((string[])[
            texts["Saved."],
            told == 0 ? "" : texts.Count(told, "{0} person who accepted a day of this series is told its new title by letter in {1}; set back before then, nothing is sent.", "{0} people who accepted a day of this series are told its new title by letter in {1}; set back before then, nothing is sent.", hold),
            renamed == 0 ? "" : texts.Count(renamed, "{0} person whose calendar shows only the organisation’s name gets a new entry by letter in {1}; set back before then, nothing is sent.", "{0} people whose calendars show only the organisation’s name get a new entry by letter in {1}; set back before then, nothing is sent.", hold),
        ]).Where(said => said.Length > 0));
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == new Id<Series>(id), ct) is not { } series) return false;
        Series = series;
        return true;
    }
}
