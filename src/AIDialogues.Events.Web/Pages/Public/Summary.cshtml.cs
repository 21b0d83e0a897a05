using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>A published summary, to be read.</summary>
public sealed class PublicSummaryModel(EventsDb db) : EventsPage
{
    public SummaryDocument Document { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(string slug, Guid id, CancellationToken ct)
    {
        if (await db.PublishedSummaryAsync(slug, new Id<Summary>(id), ct) is not { } document) return NotFound();
        Document = document;
        return Page();
    }
}
