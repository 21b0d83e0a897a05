using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

public sealed class NewPublicationModel(EventsDb db, T texts) : EventsPage
{
    [BindProperty]
    public PublicationForm Form { get; set; } = new();

    public Series Series { get; private set; } = null!;

    public IReadOnlyList<Dialogue> Days { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (AnyWrong(Form.Details.Problems(), PublicationForm.FieldOf)) return Invalid();
        if (Publication.New(Series, Form.Details, new(Form.Key)).Refused(out var refusal, out var publication)) return Refuse(refusal);
        if (publication.DialogueId is { } day && !Days.Any(d => d.Id == day)) return BadRequest();
        _ = db.Add(publication);
        // Sent twice, the twin is what was wanted.
        if (await SaveAsync(db, ct) is { } lost && lost != Violations.AlreadySaved) return Refuse(lost);
        Said = texts["Saved. Add files, look at it, and publish it when it is ready."];
        return Redirect($"/organise/publications/{Form.Key}");
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == new Id<Series>(id), ct) is not { } series) return false;
        Series = series;
        Days = await db.Dialogues.AsNoTracking().Where(d => d.SeriesId == series.Id).OrderBy(d => d.Day).Take(Limits.PageSize).ToListAsync(ct);
        return true;
    }
}
