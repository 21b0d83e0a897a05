using System.Text.Json;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The public page of a series: days, rounded counts, the experts who agreed to be named, the published summaries. Nothing else.</summary>
public sealed class PublicSeriesModel(EventsDb db, TimeProvider clock, SiteOptions site, T texts) : EventsPage
{
    public PublicSeries Shown { get; private set; } = null!;

    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public string Address => new Uri(site.Url, "/series/" + Shown.Series.Slug).ToString();

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        // A series that is not public and one that does not exist are the same page.
        if (await db.PublicSeriesAsync(slug, Now, ct) is not { } shown) return NotFound();
        Shown = shown;
        return Page();
    }

    /// <summary>schema.org events for search engines, with what the page shows and no more.</summary>
    public string JsonLd() => JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["@context"] = "https://schema.org",
        ["@type"] = "EventSeries",
        ["name"] = texts.In(Shown.Series.Title),
        ["description"] = texts.In(Shown.Series.Purpose),
        ["url"] = Address,
        ["organizer"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["@type"] = "Organization", ["name"] = Shown.Series.Organisation },
        ["subEvent"] = Shown.Days.Select(day => new Dictionary<string, object>(StringComparer.Ordinal)
        {
            ["@type"] = "Event",
            ["name"] = texts.In(day.Title),
            ["startDate"] = day.Zone.Local(day.BeginsAt).ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
            ["endDate"] = day.Zone.Local(day.EndsAt).ToString("yyyy-MM-ddTHH:mm:sszzz", System.Globalization.CultureInfo.InvariantCulture),
            ["eventStatus"] = "https://schema.org/EventScheduled",
            ["eventAttendanceMode"] = "https://schema.org/OfflineEventAttendanceMode",
            ["location"] = new Dictionary<string, object>(StringComparer.Ordinal) { ["@type"] = "Place", ["name"] = day.Venue, ["address"] = day.Venue },
            ["url"] = Address,
        }).ToArray(),
    });
}
