using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The waves of one dialogue, newest first, each with how far it has come.</summary>
public sealed class WavesModel(EventsDb db) : EventsPage
{
    public Dialogue Dialogue { get; private set; } = null!;

    public IReadOnlyList<WaveRow> Waves { get; private set; } = [];

    /// <summary>How many have an invitation that a change or a cancellation could be about.</summary>
    public int Invited { get; private set; }

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        var dialogue = new Id<Dialogue>(id);
        if (await db.Dialogues.AsNoTracking().SingleOrDefaultAsync(d => d.Id == dialogue, ct) is not { } found) return NotFound();
        Dialogue = found;
        Waves = await db.WavesAsync(dialogue, Limits.PageSize, ct);
        Invited = await db.WhoMayCome(dialogue).CountAsync(ct);
        return Page();
    }
}
