using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;

namespace AIDialogues.Events.Web.Publications;

/// <summary>Where things of a public series are found by others: always from the configured site, never from a request's Host header.</summary>
internal static class PublicAddresses
{
    public static Uri Of(this SiteOptions site, Series series, string more = "") => new(site.Url, $"/series/{series.Slug}{more}");

    /// <summary>The calendar's address for programs that subscribe to it.</summary>
    public static string Webcal(this SiteOptions site, Series series, Language language) =>
        "webcal://" + site.Of(series, "/calendar.ics?lang=" + language.Tag()).GetComponents(UriComponents.HostAndPort | UriComponents.PathAndQuery, UriFormat.UriEscaped);
}
