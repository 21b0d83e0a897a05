using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Web.My;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What the link of a day that was called off says to whoever holds it: that, and nothing else of the day. A day that takes place after all leads to its invitation.</summary>
public sealed class MyDayOffModel(EventsDb db, TimeProvider clock, T texts) : MyPage(db, clock, texts)
{
    public BehindLink Behind { get; private set; } = null!;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (await Db.BehindEvenIfOffAsync(HttpContext, Handle, ct) is not { } behind) return Gone();
        // Called off and then not: the page that was left open leads back to the invitation.
        if (!behind.IsCalledOff) return Redirect(At());
        Behind = behind;
        return Page();
    }
}
