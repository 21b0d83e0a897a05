using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Dialogues;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

public sealed class EditDialogueModel(EventsDb db, DayChanging changing, DayOptions options, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty]
    public DialogueForm Form { get; set; } = new();

    public Dialogue Dialogue { get; private set; } = null!;

    /// <summary>The title as saved, whatever is typed.</summary>
    public string Heading { get; private set; } = "";

    /// <summary>Whom a change would be told to, or could be.</summary>
    public DayChange Change { get; private set; } = null!;

    public int HoldMinutes => (int)options.Hold.TotalMinutes;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        Form = DialogueForm.From(Dialogue, db.VersionOf(Dialogue));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        var before = Dialogue.Facts;
        var today = DateOnly.FromDateTime(clock.GetUtcNow().Date);
        if (AnyWrong(Form.Problems(today, Dialogue.ProblemsOf), DialogueForm.FieldOf)) return Invalid();
        if (Form.Details(today).Refused(out var refusal, out var details)) return Refuse(refusal, DialogueForm.FieldOf(refusal));
        if (Dialogue.Change(details, clock.GetUtcNow(), options.Hold) is { } no) return Refuse(no, DialogueForm.FieldOf(no));
        db.ExpectVersion(Dialogue, Form.Version);
        if (await changing.SaveAsync(Dialogue, before, ct) is { } lost)
        {
            // The page shows the day as it is saved; what was typed stays in the form.
            db.ChangeTracker.Clear();
            return await LoadAsync(id, ct) ? Refuse(lost) : NotFound();
        }

        Said = texts["Saved."];
        return Redirect($"/organise/dialogues/{id}");
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.WholeDialogueAsync(new Id<Dialogue>(id), ct) is not { } dialogue) return false;
        (Dialogue, Heading) = (dialogue, texts.In(dialogue.Title));
        Change = await db.DayChangeAsync(dialogue, clock.GetUtcNow(), ct);
        return true;
    }
}
