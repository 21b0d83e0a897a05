using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Letters;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The letters of one dialogue, one kind and language at a time. Nothing that lacks the link, or names a field there is not, is kept.</summary>
public sealed class LetterTemplatesModel(EventsDb db, T texts) : EventsPage
{
    [BindProperty(SupportsGet = true)]
    public LetterKind Kind { get; set; }

    // "lang" is the page's own language; a letter has another.
    [BindProperty(SupportsGet = true, Name = "letter")]
    public Language? Language { get; set; }

    [BindProperty]
    public string? Subject { get; set; }

    [BindProperty]
    public string? Body { get; set; }

    [BindProperty]
    public uint Version { get; set; }

    public Dialogue Dialogue { get; private set; } = null!;

    public Language Written => Language ?? texts.Language;

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await LoadAsync(id, ct) is not { } template) return NotFound();
        (Subject, Body, Version) = (template.Subject, template.Body, db.TemplateVersion(template));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (await LoadAsync(id, ct) is not { } template) return NotFound();
        if (await db.WriteAsync(template, Subject ?? "", Body ?? "", Version, ct) is { } refusal) return Refuse(refusal);
        Said = texts["The letter is saved."];
        return Redirect($"/organise/dialogues/{id}/letters?kind={Kind}&letter={Written}");
    }

    private async Task<LetterTemplate?> LoadAsync(Guid id, CancellationToken ct)
    {
        var dialogue = new Id<Dialogue>(id);
        if (!Kind.IsWritten()) return null;
        if (await db.Dialogues.AsNoTracking().SingleOrDefaultAsync(d => d.Id == dialogue, ct) is not { } found) return null;
        Dialogue = found;
        return await db.TemplateAsync(dialogue, Kind, Written, ct);
    }
}
