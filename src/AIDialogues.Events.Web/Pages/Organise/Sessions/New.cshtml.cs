using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Dialogues;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

public sealed class NewSessionModel(EventsDb db, T texts) : EventsPage
{
    [BindProperty]
    public SessionForm Form { get; set; } = new();

    public Dialogue Dialogue { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (Dialogue.Rooms.Count == 0) return Redirect($"/organise/dialogues/{id}#rooms");
        // The next session begins where the last one ends, for an hour and a half where the day has room for it.
        Form.Begins = Dialogue.Sessions.Count == 0 ? Dialogue.Begins : Dialogue.Sessions.Max(s => s.Ends);
        Form.Ends = Dialogue.Ends - Form.Begins.Value > TimeSpan.FromMinutes(90) ? Form.Begins.Value.AddMinutes(90) : Dialogue.Ends;
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        var key = new Id<Session>(Form.Key);
        if (await db.Sessions.AnyAsync(s => s.Id == key, ct)) return Added(id);
        if (AnyWrong(Form.Problems(Dialogue), SessionForm.FieldOf)) return Invalid();
        if (Form.Details().Refused(out var refusal, out var details) || Dialogue.AddSession(details, key).Refused(out refusal, out _))
            return Refuse(refusal, SessionForm.FieldOf(refusal));
        if (await SaveAsync(db, ct) is not { } lost || await db.Sessions.AnyAsync(s => s.Id == key, ct)) return Added(id);
        return await LoadAsync(id, ct) ? Refuse(lost, SessionForm.FieldOf(lost)) : NotFound();
    }

    private RedirectResult Added(Guid id)
    {
        Said = texts["The session is there."];
        return Redirect($"/organise/dialogues/{id}");
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.WholeDialogueAsync(new Id<Dialogue>(id), ct) is not { } dialogue) return false;
        Dialogue = dialogue;
        return true;
    }
}
