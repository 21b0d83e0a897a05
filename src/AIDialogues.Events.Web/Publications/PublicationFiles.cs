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
        return ExportFormats.File(PublicationText.Of(publication, series, await db.SummariesOfAsync(publication, ct), texts.Language, site, texts), format);
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

    /// <summary>The published summaries that a publication holds: of its day, else of the whole series.</summary>
    public static async Task<IReadOnlyList<SummaryDocument>> SummariesOfAsync(this EventsDb db, Publication publication, CancellationToken ct)
    {
        if (!publication.WithSummaries) return [];
        var ids = await (from summary in db.Summaries
                         join session in db.Sessions on summary.SessionId equals session.Id
                         join dialogue in db.Dialogues on session.DialogueId equals dialogue.Id
                         where dialogue.SeriesId == publication.SeriesId && summary.State == SummaryState.Published && (publication.DialogueId == null || dialogue.Id == publication.DialogueId)
                         orderby dialogue.Day, session.Begins
                         select summary.Id).Take(100).ToListAsync(ct);
        string slug = await db.Series.Where(s => s.Id == publication.SeriesId).Select(s => s.Slug).FirstAsync(ct);
        var summaries = new List<SummaryDocument>();
        foreach (var id in ids)
        {
            if (await db.PublishedSummaryAsync(slug, id, ct) is { } document) summaries.Add(document);
        }

        return summaries;
    }
}
