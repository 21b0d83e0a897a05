using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Everything that happened around one person, across all series, in one stream.</summary>
public sealed class PersonTimelineModel(EventsDb db) : EventsPage
{
    public PersonTimeline Timeline { get; private set; } = null!;

    public string Zone => "UTC";

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.PersonTimelineAsync(new Id<Person>(id), ct) is not { } timeline) return NotFound();
        Timeline = timeline;
        return Page();
    }
}
