using AIDialogues.Events.Data;
using AIDialogues.Events.Web.Consents;
using AIDialogues.Events.Web.My;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What a person said, as proof in their own hands.</summary>
public sealed class MyReceiptModel(EventsDb db) : EventsPage
{
    [FromRoute]
    public string Handle { get; set; } = "";

    /// <summary>Another of the invitee's days than the link's own, by its invitation.</summary>
    [FromQuery(Name = "day")]
    public Guid? Day { get; set; }

    public Receipt Receipt { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await db.BehindEvenIfOffAsync(HttpContext, Handle, Day, ct) is not { } link) return StatusCode(StatusCodes.Status410Gone);
        if (await Receipt.OfAsync(db, link, ct) is not { } receipt) return NotFound();
        Receipt = receipt;
        return Page();
    }
}
