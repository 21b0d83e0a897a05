using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Localization;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Hosting;

/// <summary>
/// The page's language: the address's <c>lang</c>; else, for staff, the choice kept in a cookie; else, behind a personal link, the
/// person's own; else what the browser asks for. Pages for experts and the public set no cookie for it.
/// </summary>
internal sealed class LanguageOfRequest : IRequestCultureProvider
{
    private const string Cookie = "lang";

    public async Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        // A page about what went wrong is asked for at an address of its own, without the query: it speaks the language of the request before.
        if (httpContext.Features.Get<IRequestCultureFeature>() is { } before) return new ProviderCultureResult(before.RequestCulture.UICulture.Name);
        var language = Asked(httpContext) ?? await OfThePersonAsync(httpContext)
            ?? httpContext.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1)
                .Select(l => Languages.Read(l.Value.Value)).FirstOrDefault(l => l is not null);
        return new ProviderCultureResult(language == Language.French ? "fr-FR" : "en-GB");
    }

    private static Language? Asked(HttpContext http)
    {
        bool staff = http.Request.Path.StartsWithSegments("/organise") || http.Request.Path.StartsWithSegments("/report") || http.Request.Path.StartsWithSegments("/account");
        if (Languages.Read(http.Request.Query["lang"]) is not { } asked) return staff ? Languages.Read(http.Request.Cookies[Cookie]) : null;
        if (staff) http.Response.Cookies.Append(Cookie, asked.Tag(), new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = http.Request.IsHttps, MaxAge = TimeSpan.FromDays(365), IsEssential = true });
        return asked;
    }

    private static async Task<Language?> OfThePersonAsync(HttpContext http)
    {
        if (http.Request.Path.StartsWithSegments("/u", out var optOut) && optOut.HasValue)
            return (await http.RequestServices.GetRequiredService<EventsDb>().BehindOptOutAsync(optOut.Value!.TrimStart('/'), http.RequestAborted))?.Language;
        if (!http.Request.Path.StartsWithSegments("/my") || My.LinkCookie.Read(http) is not { Length: > 0 and <= 100 } token) return null;
        byte[] hash = PersonalLink.HashOf(token);
        var db = http.RequestServices.GetRequiredService<EventsDb>();
        var found = await (from link in db.PersonalLinks
                           join invitation in db.Invitations on link.InvitationId equals invitation.Id
                           join person in db.People on invitation.PersonId equals person.Id
                           join dialogue in db.Dialogues on invitation.DialogueId equals dialogue.Id
                           where link.TokenSha256 == hash && link.Purpose == LinkPurpose.Answer && link.RevokedAt == null && invitation.State != InvitationState.Withdrawn
                           select new { person.Language, dialogue }).AsNoTracking().FirstOrDefaultAsync(http.RequestAborted);
        // Of a link that opens nothing any more the page would tell by its language that there was one.
        var now = http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        bool opens = found is not null && (now < found.dialogue.EndsAt + PersonalLinkQuery.OpenAfterTheDay || await db.BehindLinkAsync(token, now, http.RequestAborted) is not null);
        return opens ? found!.Language : null;
    }
}
