using System.Security.Claims;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Identity;

namespace AIDialogues.Events.Web.Access;

/// <summary>Asks who is signed in to prove it again, because an open browser is not its owner. Wrong tries count with those at the door.</summary>
public sealed class StepUp(SignInManager<StaffAccount> signIn)
{
    public static readonly Refusal Wrong = new("step-up-wrong");

    public async Task<Refusal?> CheckAsync(ClaimsPrincipal user, string? password, string? code)
    {
        var accounts = signIn.UserManager;
        if (await accounts.GetUserAsync(user) is not { } account) return Wrong;
        if (!(await signIn.CheckPasswordSignInAsync(account, password ?? "", lockoutOnFailure: true)).Succeeded) return Wrong;
        if (!await accounts.GetTwoFactorEnabledAsync(account)) return null;
        string digits = new([.. (code ?? "").Where(char.IsAsciiDigit)]);
        bool right = await accounts.VerifyTwoFactorTokenAsync(account, accounts.Options.Tokens.AuthenticatorTokenProvider, digits);
        _ = right ? await accounts.ResetAccessFailedCountAsync(account) : await accounts.AccessFailedAsync(account);
        return right ? null : Wrong;
    }
}
