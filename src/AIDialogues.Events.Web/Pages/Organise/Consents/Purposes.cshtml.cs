using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Which purposes are asked for at a day and how long a yes lasts; fixed by the first letter, after which only more can be asked.</summary>
public sealed class PurposesModel(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    [BindProperty]
    public List<ConsentPurpose> Asked { get; set; } = [];

    [BindProperty]
    public Dictionary<ConsentPurpose, int?> Months { get; set; } = [];

    public Dialogue Dialogue { get; private set; } = null!;

    public PurposeSet Purposes { get; private set; } = null!;

    public bool LetterLeft { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        (Asked, Months) = ([.. Purposes.Purposes], ConsentTerms.InOrder.ToDictionary(p => p, Purposes.ValidMonths));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(Guid id, CancellationToken ct)
    {
        if (!await LoadAsync(id, ct)) return NotFound();
        if (!ModelState.IsValid) return Invalid();
        var wanted = Asked.Where(Enum.IsDefined).Append(ConsentPurpose.AttendUnderRule).Distinct().ToDictionary(p => p, p => p == ConsentPurpose.AttendUnderRule ? null : Months.GetValueOrDefault(p));
        if (await db.AskForAsync(Dialogue.Id, wanted, clock.GetUtcNow(), ct) is { } refusal) return Refuse(refusal);
        Said = texts["The purposes of this day are saved."];
        return Redirect($"/organise/dialogues/{id}/consents");
    }

    private async Task<bool> LoadAsync(Guid id, CancellationToken ct)
    {
        if (await db.Dialogues.AsNoTracking().FirstOrDefaultAsync(d => d.Id == new Id<Dialogue>(id), ct) is not { } dialogue) return false;
        (Dialogue, Purposes) = (dialogue, await db.PurposesAsync(dialogue.Id, ct));
        LetterLeft = await db.HasLetterAsync(dialogue.Id, ct);
        return true;
    }
}
