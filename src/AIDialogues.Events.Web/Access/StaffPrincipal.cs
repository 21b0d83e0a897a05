using System.Security.Claims;
using AIDialogues.Events.Data.Staff;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace AIDialogues.Events.Web.Access;

/// <summary>Who is signed in, with the name that pages show.</summary>
internal sealed class StaffPrincipal(UserManager<StaffAccount> accounts, RoleManager<IdentityRole<Guid>> roles, IOptions<IdentityOptions> options)
    : UserClaimsPrincipalFactory<StaffAccount, IdentityRole<Guid>>(accounts, roles, options)
{
    public const string DisplayName = "display_name";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(StaffAccount user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(DisplayName, user.DisplayName.Length > 0 ? user.DisplayName : user.Email ?? ""));
        return identity;
    }
}
