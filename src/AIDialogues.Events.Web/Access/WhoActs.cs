using System.Globalization;
using System.Security.Claims;

namespace AIDialogues.Events.Web.Access;

internal static class WhoActs
{
    /// <summary>The account that is signed in, or the token a program came with: what tells the first person from the second.</summary>
    public static Guid Account(this ClaimsPrincipal user) => Guid.Parse(user.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture);
}
