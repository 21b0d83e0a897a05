using System.Globalization;
using System.Security.Claims;

namespace AIDialogues.Events.Web.Access;

internal static class WhoActs
{
    /// <summary>Of a program: the account of the person it acts for.</summary>
    public const string Owner = "owner";

    /// <summary>The account that is signed in, or that a program acts for, or the token it came with: what tells the first person from the second.</summary>
    public static Guid Account(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(Owner) ?? user.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture);
}
