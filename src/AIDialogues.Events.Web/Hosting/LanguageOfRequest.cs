using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Localization;

namespace AIDialogues.Events.Web.Hosting;

/// <summary>The page's language: the address's <c>lang</c>, else the choice kept in a cookie of its own, else what the browser asks for.</summary>
internal sealed class LanguageOfRequest : IRequestCultureProvider
{
    public const string Cookie = "lang";

    public Task<ProviderCultureResult?> DetermineProviderCultureResult(HttpContext httpContext)
    {
        var request = httpContext.Request;
        var language = Languages.Read(request.Query["lang"]) ?? Languages.Read(request.Cookies[Cookie])
            ?? request.GetTypedHeaders().AcceptLanguage.OrderByDescending(l => l.Quality ?? 1).Select(l => Languages.Read(l.Value.Value)).FirstOrDefault(l => l is not null);
        return Task.FromResult<ProviderCultureResult?>(new ProviderCultureResult(language == Language.French ? "fr-FR" : "en-GB"));
    }
}
