using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Dialogues;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Boards;
using AIDialogues.Events.Web.Boards;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

public sealed class EditSessionModel(EventsDb db, T texts) : EventsPage
{
    [BindProperty]
    public SessionForm Form { get; set; } = new();

    public Dialogue Dialogue { get; private set; } = null!;

    public Session Session { get; private set; } = null!;

    /// <summary>The title as saved, whatever is typed.</summary>
    public string Heading { get; private set; } = "";

    /// <summary>The facilitator’s link. Shown once, on the answer to the request that made it: it is stored nowhere.</summary>
    public Uri? ViewAddress { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        Form = SessionForm.From(Session, db.VersionOf(Session));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (AnyWrong(Form.Problems(Dialogue, Session), SessionForm.FieldOf)) return Invalid();
        if (Form.Details().Refused(out var refusal, out var details)) return Refuse(refusal, SessionForm.FieldOf(refusal));
        if (Dialogue.ChangeSession(Session, details) is { } no) return Refuse(no, SessionForm.FieldOf(no));
        db.ExpectVersion(Session, Form.Version);
        if (await SaveAsync(db, ct) is { } lost) return Refuse(lost, SessionForm.FieldOf(lost));
        Said = texts["Saved."];
        return Redirect($"/organise/dialogues/{Dialogue.Id}");
    }

    public async Task<IActionResult> OnPostViewAsync(Guid id, [FromServices] BoardOpening opening, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        ModelState.Clear();
        Form = SessionForm.From(Session, db.VersionOf(Session));
        ViewAddress = await opening.OpenViewAsync(Session.Id, ct);
        return Page();
    }

    public async Task<IActionResult> OnPostCloseViewsAsync(Guid id, [FromServices] BoardOpening opening, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        _ = await opening.CloseAsync(Session.Id, KeyPurpose.Facilitate, ct);
        Said = texts["Every facilitator’s link to this session is closed."];
        return Redirect($"/organise/sessions/{id}");
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.DialogueOfAsync(new Id<Session>(id), ct) is not { } dialogue) return false;
        (Dialogue, Session) = (dialogue, dialogue.Sessions.First(s => s.Id.Value == id));
        Heading = texts.In(Session.Title);
        return true;
    }
}
