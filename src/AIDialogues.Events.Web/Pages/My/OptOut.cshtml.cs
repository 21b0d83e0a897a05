using AIDialogues.Events.Data;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>
/// "Do not invite me again": a page with one button behind an address that only the letter's headers carry. Opening it changes nothing; a mail
/// program posts to it without the page (RFC 8058), so it asks for no cookie and no token but its own.
/// </summary>
[IgnoreAntiforgeryToken]
public sealed class OptOutModel(EventsDb db, TimeProvider clock) : EventsPage
{
    [FromRoute]
    public string Token { get; set; } = "";

    public BehindOptOut Behind { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) ? Page() : Gone();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        await db.OptOutAsync(Behind.PersonId, clock.GetUtcNow(), ct);
        Behind = Behind with { OptedOut = true };
        return Page();
    }

    public async Task<IActionResult> OnPostAgainAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        await db.OptInAsync(Behind.PersonId, ct);
        Behind = Behind with { OptedOut = false };
        return Page();
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await db.BehindOptOutAsync(Token, ct) is not { } behind) return false;
        Behind = behind;
        return true;
    }

    private StatusCodeResult Gone() => StatusCode(StatusCodes.Status410Gone);
}
