using AIDialogues.Events.Data.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

public sealed class SignOutModel(SignInManager<StaffAccount> signIn) : EventsPage
{
    public async Task<IActionResult> OnPostAsync()
    {
        await signIn.SignOutAsync();
        // The browser forgets what it kept, so the back button shows nothing either.
        Response.Headers["Clear-Site-Data"] = "\"cache\", \"storage\"";
        return RedirectToPage();
    }
}
