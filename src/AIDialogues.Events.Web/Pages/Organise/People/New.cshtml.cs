using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

public sealed class NewPersonModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty]
    public PersonInput Input { get; set; } = new();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!Input.Check(ModelState, texts)) return Invalid();
        if (Person.New(Input.Details, clock.GetUtcNow()).Refused(out var refusal, out var person)) return Refuse(refusal);
        if (await KnownAsync(person, ct) is { } known) return known;
        _ = db.Add(person);
        try
        {
            _ = await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            return await KnownAsync(person, ct) ?? Invalid();
        }

        Said = texts["{0} is in the directory.", person.Name];
        return Redirect($"/organise/people/{person.Id}");
    }

    // The same person twice is a double click, not a mistake.
    private async Task<IActionResult?> KnownAsync(Person person, CancellationToken ct)
    {
        if (await db.People.AsNoTracking().SingleOrDefaultAsync(p => p.Email == person.Email, ct) is not { } known) return null;
        if (known.Name == person.Name && known.Affiliation == person.Affiliation) return Redirect($"/organise/people/{known.Id}");
        ModelState.AddModelError("Input.Email", texts.Of(PersonRefusals.EmailTaken(person.Email)));
        return Invalid();
    }
}
