using System.Globalization;
using System.Text;
using System.Xml;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Data.Publications;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Publications;

/// <summary>The public series for programs: JSON-LD, RSS, calendar, sitemap. Each shows what the page shows, asked anew at each request.</summary>
internal static class PublicFeeds
{
    public static void Map(WebApplication app)
    {
        _ = app.MapGet("/series/{slug}.json", JsonAsync).AllowAnonymous();
        _ = app.MapGet("/series/{slug}/feed.xml", FeedAsync).AllowAnonymous();
        _ = app.MapGet("/series/{slug}/calendar.ics", CalendarAsync).AllowAnonymous();
        _ = app.MapGet("/sitemap.xml", SitemapAsync).AllowAnonymous();
        // What is not public is not listed: a list of closed doors would show where they are.
        _ = app.MapGet("/robots.txt", (SiteOptions site) => Results.Text($"User-agent: *\nAllow: /\nSitemap: {new Uri(site.Url, "/sitemap.xml")}\n")).AllowAnonymous();
    }

    private static async Task<IResult> JsonAsync(string slug, EventsDb db, TimeProvider clock, SiteOptions site, T texts, CancellationToken ct) =>
        await db.PublicSeriesAsync(slug, clock.GetUtcNow(), ct) is { } shown
            ? Results.Text(StructuredData.Of(shown, await db.PublishedOfAsync(shown.Series.Id, ct), site, texts), "application/ld+json", Encoding.UTF8)
            : Results.NotFound();

    private static async Task<IResult> FeedAsync(string slug, EventsDb db, TimeProvider clock, SiteOptions site, T texts, CancellationToken ct)
    {
        if (await db.PublicSeriesAsync(slug, clock.GetUtcNow(), ct) is not { } shown) return Results.NotFound();
        var news = shown.Summaries.Select(s => new News(texts["Summary: {0}", texts.In(s.Session)], site.Of(shown.Series, $"/summaries/{s.Id}"), "", DateOnly.FromDateTime(s.PublishedAt.UtcDateTime)))
            .Concat((await db.PublishedOfAsync(shown.Series.Id, ct)).Select(p => new News(texts.In(p.Title), PublicationText.AddressOf(p.Id, shown.Series, site), texts.In(p.Abstract), p.PublishedOn!.Value)));
        return Results.Text(Rss(shown.Series, news.OrderByDescending(n => n.On).ThenBy(n => n.Title, StringComparer.Ordinal).Take(50), site, texts), "application/rss+xml", Encoding.UTF8);
    }

    private sealed record News(string Title, Uri Address, string Words, DateOnly On);

    private static string Rss(Series series, IEnumerable<News> news, SiteOptions site, T texts) => Xml(xml =>
    {
        xml.WriteStartElement("rss");
        xml.WriteAttributeString("version", "2.0");
        xml.WriteStartElement("channel");
        xml.WriteElementString("title", texts.In(series.Title));
        xml.WriteElementString("link", site.Of(series).AbsoluteUri);
        xml.WriteElementString("description", texts.In(series.Purpose));
        xml.WriteElementString("language", texts.Tag);
        foreach (var item in news)
        {
            xml.WriteStartElement("item");
            xml.WriteElementString("title", item.Title);
            xml.WriteElementString("link", item.Address.AbsoluteUri);
            xml.WriteElementString("guid", item.Address.AbsoluteUri);
            if (item.Words.Length > 0) xml.WriteElementString("description", item.Words);
            // The day and no finer time.
            xml.WriteElementString("pubDate", item.On.ToString("ddd, dd MMM yyyy", CultureInfo.InvariantCulture) + " 00:00:00 GMT");
            xml.WriteEndElement();
        }
    });

    private static async Task<IResult> SitemapAsync(EventsDb db, SiteOptions site, CancellationToken ct)
    {
        var pages = new List<Uri> { new(site.Url, "/") };
        foreach (var (series, publications, summaries) in await db.PublicPlacesAsync(ct))
        {
            pages.Add(site.Of(series));
            pages.AddRange(publications.Select(p => PublicationText.AddressOf(p, series, site)));
            pages.AddRange(summaries.Select(s => site.Of(series, $"/summaries/{s}")));
        }

        return Results.Text(Xml(xml => Urls(pages, xml)), "application/xml", Encoding.UTF8);
    }

    private static void Urls(IEnumerable<Uri> pages, XmlWriter xml)
    {
        const string alternate = "http://www.w3.org/1999/xhtml";
        xml.WriteStartElement("urlset", "http://www.sitemaps.org/schemas/sitemap/0.9");
        xml.WriteAttributeString("xmlns", "xhtml", null, alternate);
        foreach (var page in pages)
        {
            xml.WriteStartElement("url");
            xml.WriteElementString("loc", page.AbsoluteUri);
            foreach (string language in (string[])["en", "fr"])
            {
                xml.WriteStartElement("xhtml", "link", alternate);
                xml.WriteAttributeString("rel", "alternate");
                xml.WriteAttributeString("hreflang", language);
                xml.WriteAttributeString("href", $"{page.AbsoluteUri}?lang={language}");
                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }
    }

    private static async Task<IResult> CalendarAsync(string slug, EventsDb db, TimeProvider clock, SiteOptions site, T texts, CancellationToken ct) =>
        await db.PublicSeriesAsync(slug, clock.GetUtcNow(), ct) is { } shown
            ? Results.Text(PublicCalendar.Of(shown, site, texts), "text/calendar", Encoding.UTF8)
            : Results.NotFound();

    private static string Xml(Action<XmlWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true, NewLineChars = "\n", CheckCharacters = true }))
        {
            xml.WriteStartDocument();
            write(xml);
            xml.WriteEndDocument();
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
