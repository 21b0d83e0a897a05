using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Words for one reader of a draft alone, kept apart from the letter that the others get.</summary>
public sealed class WaveReaderModel(EventsDb db, WaveDrafts drafts, T texts) : WavePage
{
    [BindProperty]
    public string? Subject { get; set; }

    [BindProperty]
    public string? Body { get; set; }

    public Person Person { get; private set; } = null!;

    public bool HasOwnWords => Wave.Reader(Person.Id)!.HasOwnWords;

    public async Task<IActionResult> OnGetAsync(Guid id, Guid person, CancellationToken ct)
    {
        if (!await FindAsync(id, person, ct)) return NotFound();
        var template = (await db.TemplatesAsync(Dialogue.Id, Wave.Kind, ct))[Person.Language];
        var reader = Wave.Reader(Person.Id)!;
        (Subject, Body) = reader.HasOwnWords ? (reader.Subject, reader.Body) : (template.Subject, template.Body);
        return Page();
    }

    public Task<IActionResult> OnPostAsync(Guid id, Guid person, CancellationToken ct) =>
        WriteAsync(id, person, Subject ?? "", Body ?? "", "The letter to {0} has words of its own now.", ct);

    public Task<IActionResult> OnPostAsOthersAsync(Guid id, Guid person, CancellationToken ct) =>
        WriteAsync(id, person, null, null, "{0} gets the letter that everybody gets.", ct);

    private async Task<IActionResult> WriteAsync(Guid id, Guid person, string? subject, string? body, string said, CancellationToken ct)
    {
        if (!await FindAsync(id, person, ct)) return NotFound();
        if ((await drafts.WriteForAsync(Wave.Id, Person.Id, subject, body, ct)).Refusal is { } refusal) return Refuse(refusal);
        Said = texts[said, Person.Name];
        return Redirect(Address + "/preview");
    }

    private async Task<bool> FindAsync(Guid id, Guid person, CancellationToken ct)
    {
        if (!await LoadAsync(db, id, ct) || Wave.Reader(new(person)) is not { } reader) return false;
        Person = await db.People.AsNoTracking().SingleAsync(p => p.Id == reader.PersonId, ct);
        return true;
    }
}
