using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Rights;
using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Behind the receipt of an erasure: that it was asked, and that it is done. It names nobody, because by then nobody's name is known.</summary>
public sealed class ErasureProofModel(EventsDb db) : EventsPage
{
    [FromRoute]
    public string Receipt { get; set; } = "";

    public PlannedErasure Erasure { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (Receipt.Length != 32 || await db.ErasureByReceiptAsync(Receipt, ct) is not { } erasure) return NotFound();
        Erasure = erasure;
        return Page();
    }
}
