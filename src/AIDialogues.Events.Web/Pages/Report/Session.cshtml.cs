using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Boards;
using AIDialogues.Events.Unattributed.Statements;
using AIDialogues.Events.Web.Boards;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>One session for its rapporteur: open the board, then ask for the summary. Counts are shown from five on, never who wrote.</summary>
public sealed class ReportSessionModel(EventsDb db, StatementReader statements, SessionClosing closing, T texts) : EventsPage
{
    public Session Session { get; private set; } = null!;

    public Dialogue Dialogue { get; private set; } = null!;

    public Summary? Summary { get; private set; }

    public int? Statements { get; private set; }

    /// <summary>Shown once, on the answer to the request that made it: it is stored nowhere.</summary>
    public Uri? BoardAddress { get; private set; }

    /// <summary>Whether Room takes no further points of it.</summary>
    public bool Closed { get; private set; }

    /// <summary>Days after the day within which participants' own points are stored, if the session is opened again.</summary>
    public int LastDays => Tokens.Issuing.WindowAfterTheDay.Days;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct) => await LoadAsync(id, ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostBoardAsync(Guid id, [FromServices] BoardOpening opening, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        BoardAddress = await opening.OpenAsync(Session.Id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostCloseBoardsAsync(Guid id, [FromServices] BoardOpening opening, CancellationToken ct)
    {
        _ = await opening.CloseAsync(new(id), KeyPurpose.Report, ct);
        Said = texts["Every link to this board is closed. Points that devices still hold can be handed in with a new link."];
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostCloseAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        await closing.CloseAsync(Session.Id, ct);
        Said = texts["The session is closed. Points that come now are refused, and stay on their device."];
        return RedirectToPage(new { id });
    }

    public async Task<IActionResult> OnPostOpenAgainAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (await closing.OpenAgainAsync(Session, Dialogue, ct) is { } refusal) return Refuse(refusal);
        Said = texts["The session is open again. Points that stayed on a device can be handed in."];
        return RedirectToPage(new { id });
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Sessions.Include(s => s.Themes).FirstOrDefaultAsync(s => s.Id == new Id<Session>(id), ct) is not { } session) return false;
        Session = session;
        Dialogue = await db.Dialogues.FirstAsync(d => d.Id == session.DialogueId, ct);
        Summary = await db.Summaries.Include(s => s.Items).FirstOrDefaultAsync(s => s.SessionId == session.Id, ct);
        Statements = await statements.CountAsync(id, ct);
        Closed = await closing.IsClosedAsync(session.Id, ct);
        return true;
    }
}
