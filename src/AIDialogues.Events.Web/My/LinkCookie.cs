using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.My;

/// <summary>
/// Where the token of a personal link stays after the first request, so that no address holds it: a cookie for the pages of this one
/// invitation, out of reach of scripts, gone after half a day. The letter's link makes it anew on any device.
/// </summary>
internal static class LinkCookie
{
    private const string Name = "my";

    public static void Keep(HttpContext http, Id<Invitation> invitation, string token) => http.Response.Cookies.Append(Name, token, Options(http, invitation.Value));

    public static void Forget(HttpContext http, Guid invitation) => http.Response.Cookies.Delete(Name, Options(http, invitation));

    public static string Read(HttpContext http) => http.Request.Cookies[Name] ?? "";

    public static string PathOf(Guid invitation) => $"/my/{invitation}";

    // Lax and not strict: a letter is read on another site, and its first request must already bring the cookie.
    private static CookieOptions Options(HttpContext http, Guid invitation) => new()
    {
        Path = PathOf(invitation),
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        MaxAge = TimeSpan.FromHours(12),
        IsEssential = true,
    };
}
