using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

public sealed class NewDialogueModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty]
    public DialogueForm Form { get; set; } = new();

    public Series Series { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        var last = await db.Dialogues.AsNoTracking().Where(d => d.SeriesId == Series.Id).OrderByDescending(d => d.Day).FirstOrDefaultAsync(ct);
        if (last is not null) Form = DialogueForm.Like(last);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        var today = DateOnly.FromDateTime(clock.GetUtcNow().Date);
        if (AnyWrong(Form.Problems(today, Dialogue.ProblemsOfNew), DialogueForm.FieldOf)) return Invalid();
        var key = new Id<Dialogue>(Form.Key);
        if (await db.Dialogues.AnyAsync(d => d.Id == key, ct)) return Created(key);
        if (Form.Details(today).Refused(out var refusal, out var details)
            || Dialogue.New(Series, details, key).Refused(out refusal, out var dialogue)) return Refuse(refusal, DialogueForm.FieldOf(refusal));
        _ = db.Add(dialogue);
        if (await SaveAsync(db, ct) is { } lost && lost != Violations.AlreadySaved) return Refuse(lost);
        return Created(key, dialogue, today);
    }

    private RedirectResult Created(Id<Dialogue> key, Dialogue? made = null, DateOnly today = default)
    {
        Said = made is not null && clock.GetUtcNow() >= made.EndsAt ? texts["The day is there. It is over already, so nobody can be invited to it."]
            : made is not null && Form.AnswerBy is null && made.AnswerBy <= today ? texts["The day is there. It is so near that answers are asked for by {0}; reminders before that day are not sent.", texts.Day(made.AnswerBy)]
            : texts["The day is there. Add its rooms, then its sessions."];
        return Redirect($"/organise/dialogues/{key}");
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Series.AsNoTracking().FirstOrDefaultAsync(s => s.Id == new Id<Series>(id), ct) is not { } series) return false;
        Series = series;
        return true;
    }
}
