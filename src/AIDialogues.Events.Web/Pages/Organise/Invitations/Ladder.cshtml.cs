using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The invitation ladder: who could be asked for each who will not come. A proposal, one wave for each role; the letters are prepared and seen as always.</summary>
public sealed class LadderModel(EventsDb db, TimeProvider clock) : EventsPage
{
    public Dialogue Dialogue { get; private set; } = null!;

    public IReadOnlyList<Rung> Rungs { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.Dialogues.AsNoTracking().SingleOrDefaultAsync(d => d.Id == new Id<Dialogue>(id), ct) is not { } dialogue) return NotFound();
        (Dialogue, Rungs) = (dialogue, await db.LadderAsync(dialogue, clock.GetUtcNow(), ct));
        return Page();
    }
}
