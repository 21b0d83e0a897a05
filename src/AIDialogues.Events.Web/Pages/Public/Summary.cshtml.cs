using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Publications;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>A published summary, to be read.</summary>
public sealed class PublicSummaryModel(EventsDb db, SiteOptions site) : EventsPage
{
    public SummaryDocument Document { get; private set; } = null!;

    public string Address { get; private set; } = "";

    /// <summary>How much of it participants had a round of objections about before it came out.</summary>
    public AskedAbout Asked { get; private set; }

    public async Task<IActionResult> OnGetAsync(string slug, Guid id, CancellationToken ct)
    {
        if (await db.PublishedSummaryAsync(slug, new Id<Summary>(id), ct) is not { } document) return NotFound();
        (Document, Address) = (document, site.Of(document.Series, $"/summaries/{id}").AbsoluteUri);
        Asked = await db.AskedAboutAsync(new(id), ct);
        return Page();
    }
}
