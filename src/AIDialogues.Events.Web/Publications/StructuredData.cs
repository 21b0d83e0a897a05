using System.Globalization;
using System.Text.Json;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Data.Publications;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Publications;

/// <summary>A public series as schema.org JSON-LD, with what its page shows and no more.</summary>
internal static class StructuredData
{
    public static string Of(PublicSeries shown, IReadOnlyList<PublicationListed> publications, SiteOptions site, T texts) => JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["@context"] = "https://schema.org",
        ["@type"] = "EventSeries",
        ["name"] = texts.In(shown.Series.Title),
        ["description"] = texts.In(shown.Series.Purpose),
        ["url"] = site.Of(shown.Series).AbsoluteUri,
        ["organizer"] = Named("Organization", shown.Series.Organisation),
        ["subEvent"] = shown.Days.Select(day => Day(day, shown.Series, site, texts)).ToArray(),
        ["workFeatured"] = publications.Select(p => Work(p, shown.Series, site, texts)).ToArray(),
    });

    private static Dictionary<string, object> Day(PublicDay day, Series series, SiteOptions site, T texts) => new(StringComparer.Ordinal)
    {
        ["@type"] = "Event",
        ["name"] = texts.In(day.Title),
        ["startDate"] = Moment(day.Zone, day.BeginsAt),
        ["endDate"] = Moment(day.Zone, day.EndsAt),
        ["eventStatus"] = day.IsOff ? "https://schema.org/EventCancelled" : "https://schema.org/EventScheduled",
        ["eventAttendanceMode"] = "https://schema.org/OfflineEventAttendanceMode",
        ["location"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["@type"] = "Place", ["name"] = day.Venue, ["address"] = day.Venue },
        ["organizer"] = Named("Organization", series.Organisation),
        ["url"] = site.Of(series).AbsoluteUri + "#day-" + day.Id,
    };

    private static Dictionary<string, object> Work(PublicationListed publication, Series series, SiteOptions site, T texts) => new(StringComparer.Ordinal)
    {
        ["@type"] = "Report",
        ["name"] = texts.In(publication.Title),
        ["inLanguage"] = publication.Title.LanguageIn(texts.Language).Tag(),
        ["author"] = publication.AuthorNames.Select(a => Named("Person", a)).ToArray(),
        ["publisher"] = Named("Organization", series.Organisation),
        ["datePublished"] = publication.PublishedOn!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        ["url"] = PublicationText.AddressOf(publication.Id, series, site).AbsoluteUri,
    };

    private static Dictionary<string, object> Named(string type, string name) => new(StringComparer.Ordinal) { ["@type"] = type, ["name"] = name };

    private static string Moment(string zone, DateTimeOffset at) => zone.Local(at).ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture);
}
