using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Summaries;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The summary of a session, a day or a series before there is a draft: ask for it, see how far it is, stop it.</summary>
public sealed class ReportSummaryOfModel(EventsDb db, Reviewing reviewing, T texts) : EventsPage
{
    [FromRoute]
    public string Kind { get; set; } = "";

    public BilingualText Title { get; private set; } = new("", "");

    public Summary? Summary { get; private set; }

    public SummaryScope Scope { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAssembleAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (await reviewing.RequestAsync(Scope, texts.Language, ct) is { } refusal) return Refuse(refusal);
        Said = texts["The summary is being assembled."];
        return Redirect(Scope.Address());
    }

    public async Task<IActionResult> OnPostCancelAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct) || Summary is null) return NotFound();
        if ((Summary.Cancel() ?? await SaveAsync(db, ct)) is { } refusal) return Refuse(refusal);
        Said = texts["The assembly is stopped; an earlier draft is still there."];
        return Redirect(Scope.Address());
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        var title = Kind switch
        {
            "session" => await db.Sessions.Where(s => s.Id == new Id<Session>(id)).Select(s => s.Title).FirstOrDefaultAsync(ct),
            "dialogue" => await db.Dialogues.Where(d => d.Id == new Id<Dialogue>(id)).Select(d => d.Title).FirstOrDefaultAsync(ct),
            _ => await db.Series.Where(s => s.Id == new Id<Series>(id)).Select(s => s.Title).FirstOrDefaultAsync(ct),
        };
        if (title is null) return false;
        Title = title;
        Scope = Kind switch { "session" => new Id<Session>(id), "dialogue" => new Id<Dialogue>(id), _ => new Id<Series>(id) };
        Summary = await reviewing.Of(Scope).Include(s => s.Items).FirstOrDefaultAsync(ct);
        return true;
    }
}
