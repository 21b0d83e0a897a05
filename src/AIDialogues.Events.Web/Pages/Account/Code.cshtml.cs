using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The second step: the authenticator's code (RFC 6238), taken only in the browser that passed the first.</summary>
public sealed class CodeModel(SignInManager<StaffAccount> signIn, T texts) : EventsPage
{
    [BindProperty]
    public string Code { get; set; } = "";

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public async Task<IActionResult> OnGetAsync() =>
        await signIn.GetTwoFactorAuthenticationUserAsync() is null ? RedirectToPage("/Account/SignIn") : Page();

    public async Task<IActionResult> OnPostAsync()
    {
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { } account) return RedirectToPage("/Account/SignIn");
        string digits = new([.. (Code ?? "").Where(char.IsAsciiDigit)]);
        var result = await signIn.TwoFactorAuthenticatorSignInAsync(digits, isPersistent: false, rememberClient: false);
        if (result.Succeeded) return LocalRedirect(Url.IsLocalUrl(ReturnUrl) ? ReturnUrl : await StartOfAsync(account));
        ModelState.AddModelError(nameof(Code), result.IsLockedOut
            ? texts["Too many tries; wait ten minutes."]
            : texts["This code is not right or has run out; enter the one your authenticator shows now. Check the device's clock if it happens again."]);
        return Invalid();
    }

    private async Task<string> StartOfAsync(StaffAccount account) =>
        await signIn.UserManager.IsInRoleAsync(account, StaffRoles.Organiser) ? "/organise" : "/report";
}
