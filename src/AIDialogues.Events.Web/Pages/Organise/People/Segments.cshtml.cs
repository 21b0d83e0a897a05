using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The filters that were kept under a name, with how many are in each now.</summary>
public sealed class SegmentsModel(EventsDb db, T texts) : EventsPage
{
    public IReadOnlyList<CountedSegment> Segments { get; private set; } = [];

    public async Task OnGetAsync(CancellationToken ct) => Segments = await db.CountedSegmentsAsync(ct);

    public async Task<IActionResult> OnPostRemoveAsync(Guid segment, CancellationToken ct)
    {
        // Gone already is what was wanted.
        _ = await db.Segments.Where(s => s.Id == new Id<Segment>(segment)).ExecuteDeleteAsync(ct);
        Said = texts["The segment is gone; its people are not."];
        return RedirectToPage();
    }
}
