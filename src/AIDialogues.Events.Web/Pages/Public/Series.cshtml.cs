using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Data.Publications;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Charts;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Publications;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The public page of a series: days, rounded counts, the experts who agreed to be named, the published summaries. Nothing else.</summary>
public sealed class PublicSeriesModel(EventsDb db, TimeProvider clock, SiteOptions site, T texts) : EventsPage
{
    public PublicSeries Shown { get; private set; } = null!;

    public IReadOnlyList<PublicationListed> Publications { get; private set; } = [];

    public IReadOnlyList<PartnerShown> Partners { get; private set; } = [];

    public DateTimeOffset Now { get; } = clock.GetUtcNow();

    public string Address => site.Of(Shown.Series).AbsoluteUri;

    public string Webcal => site.Webcal(Shown.Series, texts.Language);

    /// <summary>The cover of the newest publication, for links shared elsewhere.</summary>
    public string? Picture => Publications.SelectMany(p => p.Files).FirstOrDefault(f => f.Kind == PublicationFileKind.Cover) is { } cover ? site.Of(Shown.Series, $"/files/{cover.Id}").AbsoluteUri : null;

    public async Task<IActionResult> OnGetAsync(string slug, CancellationToken ct)
    {
        // A series that is not public and one that does not exist are the same page.
        if (await db.PublicSeriesAsync(slug, Now, ct) is not { } shown) return NotFound();
        Shown = shown;
        Publications = await db.PublishedOfAsync(shown.Series.Id, ct);
        Partners = await db.PartnersAsync(shown.Series.Id, ct);
        return Page();
    }

    /// <summary>For search engines, inside the page.</summary>
    public string JsonLd() => StructuredData.Of(Shown, Publications, site, texts);

    /// <summary>How the room was made up, rounded to tens; empty when a part is so small that it could be counted out.</summary>
    internal IReadOnlyList<Bar> Balance() => [.. Shown.Shares.Select(s => new Bar(texts.Of(s.Group), s.Percent, texts["about {0}%", s.Percent]))];
}
