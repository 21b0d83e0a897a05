using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.My;

/// <summary>
/// Where the token of a personal link stays after the first request, so that no address holds it: a cookie for the pages of this one
/// invitation, out of reach of scripts, gone when the link itself opens nothing any more: who answers the next morning on the page of the evening
/// loses nothing. On somebody else's device "Forget my link on this device" takes it away at once.
/// </summary>
internal static class LinkCookie
{
    private const string Name = "my";

    /// <summary>While the link opens its page; one that opens for years only what was said, for a month after it was last followed.</summary>
    public static void Keep(HttpContext http, BehindLink link, string token, DateTimeOffset now)
    {
        var options = Options(http, link.Invitation.Id.ToString());
        var month = (link.IsOver ? now : link.Dialogue.EndsAt) + PersonalLinkQuery.OpenAfterTheDay;
        options.MaxAge = (month < link.OpensUntil ? month : link.OpensUntil) - now;
        http.Response.Cookies.Append(Name, token, options);
    }

    public static void Forget(HttpContext http, string handle) => http.Response.Cookies.Delete(Name, Options(http, handle));

    public static string Read(HttpContext http) => http.Request.Cookies[Name] ?? "";

    /// <summary>What stands behind the cookie, if it is this invitation's, and its day takes place and is not over for a month.</summary>
    public static async Task<BehindLink?> BehindAsync(this EventsDb db, HttpContext http, string handle, CancellationToken ct) =>
        await db.BehindEvenIfOffAsync(http, handle, ct) is { TakesAnswers: true } link ? link : null;

    /// <summary>The same also of a day that was called off, or for which a yes stands long after it, for what stays its invitee's: consents, receipt, data. An act leaves the day on which the link was last used.</summary>
    public static async Task<BehindLink?> BehindEvenIfOffAsync(this EventsDb db, HttpContext http, string handle, CancellationToken ct)
    {
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        if (await db.BehindLinkAsync(Read(http), now, ct) is not { } link || !string.Equals(link.Invitation.Id.ToString(), handle, StringComparison.OrdinalIgnoreCase)) return null;
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        if (HttpMethods.IsPost(http.Request.Method) && link.Link.LastUsedOn != today)
            _ = await db.PersonalLinks.Where(l => l.Id == link.Link.Id).ExecuteUpdateAsync(l => l.SetProperty(p => p.LastUsedOn, today), ct);
        return link;
    }

    /// <summary>The same, looked at from the invitee's day that an address names; null for a day that is not theirs.</summary>
    public static async Task<BehindLink?> BehindEvenIfOffAsync(this EventsDb db, HttpContext http, string handle, Guid? day, CancellationToken ct) =>
        await db.BehindEvenIfOffAsync(http, handle, ct) is { } behind ? await db.AboutAsync(behind, day, ct) : null;

    // Lax and not strict: a letter is read on another site, and its first request must already bring the cookie.
    private static CookieOptions Options(HttpContext http, string handle) => new()
    {
        Path = "/my/" + handle,
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = http.Request.IsHttps,
        IsEssential = true,
    };
}
