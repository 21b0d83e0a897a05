using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Calendars;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.My;

/// <summary>The door of a personal link, and the two files behind one. Each takes links of its own purpose and no other.</summary>
internal static class LinkEntry
{
    public static void Map(WebApplication app)
    {
        _ = app.MapMethods("/i/{token}/{**place}", ["GET", "HEAD"], EnterAsync).AllowAnonymous();
        _ = app.MapGet("/my/{handle}/calendar.ics", DownloadAsync).AllowAnonymous();
        _ = app.MapGet("/calendar/{token}.ics", FeedAsync).AllowAnonymous();
    }

    /// <summary>Exchanges the token for an address without it. Nothing is written: scanners come here first.</summary>
    private static async Task<IResult> EnterAsync(HttpContext http, string token, string? place, EventsDb db, TimeProvider clock, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        if (await db.BehindLinkAsync(token, now, ct) is not { } link) return Gone();
        LinkCookie.Keep(http, link, token, now);
        http.Response.Headers.Location = new PathString("/my/" + link.Invitation.Id).Add(place is { Length: > 0 } ? new PathString("/" + place) : default).ToUriComponent() + http.Request.QueryString;
        return Results.StatusCode(StatusCodes.Status303SeeOther);
    }

    private static async Task<IResult> DownloadAsync(HttpContext http, string handle, EventsDb db, TimeProvider clock, CancellationToken ct) =>
        await db.BehindAsync(http, handle, ct) is { } link ? File(await db.CalendarDaysAsync(link, ct), clock) : Gone();

    private static async Task<IResult> FeedAsync(string token, EventsDb db, TimeProvider clock, CancellationToken ct) =>
        await db.CalendarFeedAsync(token, ct) is { } days ? File(days, clock) : Gone();

    private static IResult File(IReadOnlyList<CalendarDay> days, TimeProvider clock)
    {
        string file = CalendarFile.Of(days, CalendarMethod.Publish, clock.GetUtcNow());
        return Results.File(System.Text.Encoding.UTF8.GetBytes(file), "text/calendar; charset=utf-8", "calendar.ics");
    }

    private static IResult Gone() => Results.StatusCode(StatusCodes.Status410Gone);
}
