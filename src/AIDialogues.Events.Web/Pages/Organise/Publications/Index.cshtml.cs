using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Publications;
using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What is published or being written of one series.</summary>
public sealed class PublicationsModel(EventsDb db) : EventsPage
{
    public Series Series { get; private set; } = null!;

    public IReadOnlyList<PublicationListed> Publications { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(Guid id, CancellationToken ct)
    {
        if (await db.Series.AsNoTracking().FirstOrDefaultAsync(s => s.Id == new Id<Series>(id), ct) is not { } series) return NotFound();
        (Series, Publications) = (series, await db.PublicationsOfAsync(series.Id, ct));
        return Page();
    }
}
