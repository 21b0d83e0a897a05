using System.Globalization;
using System.Security.Claims;
using AIDialogues.Events.Web.Api;

namespace AIDialogues.Events.Web.Access;

internal static class WhoActs
{
    /// <summary>Of a program: the account of the person it acts for.</summary>
    public const string Owner = "owner";

    /// <summary>The account that is signed in, or that a program acts for, or the token it came with: what tells the first person from the second.</summary>
    public static Guid Account(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(Owner) ?? user.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture);

    /// <summary>Whether it is known which person this is. Tokens that are nobody's may all be in one hand, so none of them is a second person.</summary>
    public static bool IsSomebody(this ClaimsPrincipal user) => user.Identity?.AuthenticationType != ApiTokenScheme.Name || user.HasClaim(c => c.Type == Owner);
}
