using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

public sealed class ParticipantsModel(EventsDb db, TimeProvider clock) : EventsPage
{
    public Dialogue Dialogue { get; private set; } = null!;

    public IReadOnlyList<Participant> Participants { get; private set; } = [];

    /// <summary>How many accepted and are not on the list; who they are is not said here.</summary>
    public int NotNamed { get; private set; }

    /// <summary>For the organiser alone, and never on paper.</summary>
    public IReadOnlyList<NeedsOfOne> Needs { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.Dialogues.AsNoTracking().FirstOrDefaultAsync(d => d.Id == new Id<Dialogue>(id), ct) is not { } dialogue) return NotFound();
        Dialogue = dialogue;
        // Nobody comes: neither a list for anybody's hands nor what they would have needed.
        if (dialogue.CancelledAt is not null) return Page();
        Participants = await db.ParticipantsAsync(dialogue.Id, clock.GetUtcNow(), ct);
        Needs = await db.NeedsAsync(dialogue.Id, clock.GetUtcNow(), ct);
        NotNamed = (await db.AttendanceAsync(dialogue.Id, ct)).Accepted - Participants.Count;
        return Page();
    }
}
