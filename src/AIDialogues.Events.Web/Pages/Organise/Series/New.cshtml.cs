using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

public sealed class NewSeriesModel(EventsDb db, TimeProvider clock, SiteOptions site, T texts) : EventsPage
{
    [BindProperty]
    public SeriesForm Form { get; set; } = new();

    public void OnGet() => Form.Organisation = site.Name;

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        var id = new Id<Series>(Form.Key);
        if (await db.Series.AnyAsync(s => s.Id == id, ct)) return Created(id);
        // Without a title no address can be proposed: then the title is what is wrong.
        string? slug = Form.Title.IsEmpty && Form.Slug is null or "" ? null : Form.SlugOrProposal;
        if (AnyWrong(Series.Problems(Form.Title, Form.Purpose, Form.Organisation ?? "", slug), Form.FieldOf)) return Invalid();
        if (Series.New(Form.SlugOrProposal, Form.Title, Form.Purpose, Form.Organisation ?? "", clock.GetUtcNow(), id).Refused(out var refusal, out var series))
            return Refuse(refusal, Form.FieldOf(refusal));
        if (await db.Series.AnyAsync(s => s.Slug == series.Slug && s.Id != id, ct)) return Refuse(SeriesRefusals.SlugTaken, "Form.Slug");
        _ = db.Add(series);
        // Sent twice at once, the twin may have taken the address or the id: then it is there, which is what was wanted.
        if (await SaveAsync(db, ct) is { } lost && !await db.Series.AnyAsync(s => s.Id == id, ct)) return Refuse(lost, Form.FieldOf(lost));
        return Created(id);
    }

    private RedirectResult Created(Id<Series> id)
    {
        Said = texts["The series is there. Add its first dialogue day."];
        return Redirect($"/organise/series/{id}");
    }
}
