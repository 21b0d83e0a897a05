using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The first step: address and password. The second is the authenticator's code; without it nobody is in.</summary>
public sealed class SignInModel(SignInManager<StaffAccount> signIn, UserManager<StaffAccount> accounts, T texts) : EventsPage
{
    // What an unknown address is checked against, so that it takes as long as a known one.
    private static readonly StaffAccount Nobody = new();
    private static readonly string NobodysHash = new PasswordHasher<StaffAccount>().HashPassword(Nobody, Guid.NewGuid().ToString());

    [BindProperty]
    public string Email { get; set; } = "";

    [BindProperty]
    public string Password { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnPostAsync()
    {
        var account = string.IsNullOrWhiteSpace(Email) ? null : await accounts.FindByEmailAsync(Email.Trim());
        if (account is null)
        {
            _ = accounts.PasswordHasher.VerifyHashedPassword(Nobody, NobodysHash, Password ?? "");
            return Wrong();
        }

        var result = await signIn.PasswordSignInAsync(account, Password ?? "", isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor) return RedirectToPage("/Account/Code", new { ReturnUrl });
        // An account without a second step cannot enter; it is made by create-admin, which always sets one.
        if (result.Succeeded) await signIn.SignOutAsync();
        return Wrong();
    }

    private Microsoft.AspNetCore.Mvc.RazorPages.PageResult Wrong()
    {
        ModelState.AddModelError(nameof(Email), texts["The address or the password is not right, or there were too many tries; wait ten minutes then."]);
        return Invalid();
    }
}
