using System.Text;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Data.Publications;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;
using Publication = AIDialogues.Events.Domain.Publication;

namespace AIDialogues.Events.Web.Publications;

/// <summary>What can be taken away of a publication: its text in four formats, its citation in two, the uploaded files, logos.</summary>
internal static class PublicationFiles
{
    private const int MostSummaries = 100;

    public static void Map(WebApplication app)
    {
        _ = app.MapGet("/series/{slug}/publications/{id:guid}.{format:regex(" + ExportFormats.Pattern + ")}", TextAsync).AllowAnonymous();
        _ = app.MapGet("/series/{slug}/publications/{id:guid}.{format:regex(^(bib|csl)$)}", CitationAsync).AllowAnonymous();
        _ = app.MapGet("/series/{slug}/files/{id:guid}", UploadAsync).AllowAnonymous();
        _ = app.MapGet("/series/{slug}/partners/{id:guid}.png", LogoAsync).AllowAnonymous();
        _ = app.MapGet("/organise/publications/{id:guid}.{format:regex(" + ExportFormats.Pattern + ")}",
            async (Guid id, string format, EventsDb db, SiteOptions site, T texts, CancellationToken ct) => await DraftAsync(id, format, db, site, texts, ct) ?? Results.NotFound()).RequireAuthorization(Policies.Organise);
    }

    private static async Task<IResult> TextAsync(string slug, Guid id, string format, EventsDb db, SiteOptions site, T texts, CancellationToken ct)
    {
        if (await db.PublishedAsync(slug, new(id), ct) is not { } found) return Results.NotFound();
        var summaries = await db.SummariesOfAsync(found.Shown.Publication, ct);
        return ExportFormats.File(PublicationText.Of(found.Shown.Publication, found.Series, summaries, texts.Language, site, texts), format);
    }

    /// <summary>As it would be read, published or not; null when there is none.</summary>
    public static async Task<IResult?> DraftAsync(Guid id, string format, EventsDb db, SiteOptions site, T texts, CancellationToken ct)
    {
        var key = new Id<Publication>(id);
        if (await db.Publications.AsNoTracking().FirstOrDefaultAsync(p => p.Id == key, ct) is not { } publication) return null;
        var series = await db.Series.AsNoTracking().FirstAsync(s => s.Id == publication.SeriesId, ct);
        // Of a draft nobody has answered for anything yet: what it says of itself must be true where it is taken.
        bool open = !publication.IsPublished && ((await db.FindingsAsync(publication, ct)).Count > 0 || (await db.BarredInAsync(publication, ct)).Count > 0);
        return ExportFormats.File(PublicationText.Of(publication, series, await db.SummariesOfAsync(publication, ct), texts.Language, site, texts, open), format);
    }

    private static async Task<IResult> CitationAsync(string slug, Guid id, string format, EventsDb db, SiteOptions site, T texts, CancellationToken ct)
    {
        if (await db.PublishedAsync(slug, new(id), ct) is not { } found) return Results.NotFound();
        var citation = PublicationText.CitationOf(found.Shown.Publication, found.Series, texts.Language, site);
        return format == "bib"
            ? Results.File(Encoding.UTF8.GetBytes(citation.BibTeX()), "application/x-bibtex; charset=utf-8", citation.Key + ".bib")
            : Results.File(Encoding.UTF8.GetBytes(citation.CslJson()), "application/vnd.citationstyles.csl+json; charset=utf-8", citation.Key + ".json");
    }

    /// <summary>An upload under a random name; a document is handed over to be saved and cannot run anything, a cover is a picture.</summary>
    private static async Task<IResult> UploadAsync(string slug, Guid id, EventsDb db, HttpResponse response, CancellationToken ct)
    {
        var key = new Id<PublicationFile>(id);
        var found = await (from publication in db.Publications
                           join series in db.Series on publication.SeriesId equals series.Id
                           from file in publication.Files
                           where file.Id == key && series.Slug == slug && series.IsPublic && publication.PublishedOn != null
                           select new { file, publication.Title }).AsNoTracking().FirstOrDefaultAsync(ct);
        if (found is null) return Results.NotFound();
        string name = Slug.From(found.Title.In(found.file.Language)) is { Length: > 0 } title ? title : "publication";
        return File(found.file, $"{name}.{found.file.Language.Tag()}", response);
    }

    /// <summary>A file as it is handed over, wherever it is asked for: nothing in it can run where it came from.</summary>
    public static IResult File(PublicationFile file, string name, HttpResponse response)
    {
        response.Headers["Content-Security-Policy"] = "sandbox; default-src 'none'";
        return file.Kind == PublicationFileKind.Cover ? Results.Bytes(file.Content, "image/png") : Results.File(file.Content, "application/pdf", name + ".pdf");
    }

    private static async Task<IResult> LogoAsync(string slug, Guid id, EventsDb db, CancellationToken ct)
    {
        var key = new Id<Partner>(id);
        byte[]? logo = await (from partner in db.Partners
                              join series in db.Series on partner.SeriesId equals series.Id
                              where partner.Id == key && series.Slug == slug && series.IsPublic && partner.AgreedOn != null
                              select partner.Logo).FirstOrDefaultAsync(ct);
        return logo is { Length: > 0 } ? Results.Bytes(logo, "image/png") : Results.NotFound();
    }

    /// <summary>The published summaries that a publication holds: of its day's sessions and the day itself, else of all days and the series, in the order of the programme.</summary>
    public static async Task<IReadOnlyList<SummaryDocument>> SummariesOfAsync(this EventsDb db, Publication publication, CancellationToken ct)
    {
        if (!publication.WithSummaries) return [];
        var days = await db.Dialogues.AsNoTracking().Where(d => d.SeriesId == publication.SeriesId && (publication.DialogueId == null || d.Id == publication.DialogueId))
            .Include(d => d.Sessions).OrderBy(d => d.Day).ThenBy(d => d.Begins).ToListAsync(ct);
        var published = await db.Summaries.Where(s => s.State == SummaryState.Published).Select(s => new { s.Id, s.SessionId, s.DialogueId, s.SeriesId })
            .Where(s => s.SeriesId == publication.SeriesId || db.Dialogues.Any(d => d.SeriesId == publication.SeriesId && (d.Id == s.DialogueId || d.Sessions.Any(x => x.Id == s.SessionId)))).ToListAsync(ct);
        var ordered = days.SelectMany(d => d.Sessions.OrderBy(s => s.Begins).SelectMany(s => published.Where(p => p.SessionId == s.Id)).Concat(published.Where(p => p.DialogueId == d.Id)))
            .Concat(published.Where(p => p.SeriesId is not null && publication.DialogueId is null));
        var summaries = new List<SummaryDocument>();
        foreach (var one in ordered.Take(MostSummaries))
        {
            if (await db.PublishedSummaryAsync(one.Id, ct) is { } document) summaries.Add(document);
        }

        return summaries;
    }
}
