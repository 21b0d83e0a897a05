using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Publications;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Summaries;

/// <summary>Summaries as files: published ones for everybody, drafts for those who review them.</summary>
internal static class SummaryFiles
{
    public static void Map(WebApplication app)
    {
        _ = app.MapGet("/series/{slug}/summaries/{id:guid}.{format:regex(" + ExportFormats.Pattern + ")}", PublishedAsync).AllowAnonymous();
        _ = app.MapGet("/report/summaries/{id:guid}.{format:regex(" + ExportFormats.Pattern + ")}", DraftAsync).RequireAuthorization(Policies.Report);
    }

    private static async Task<IResult> PublishedAsync(string slug, Guid id, string format, EventsDb db, T texts, CancellationToken ct) =>
        await db.PublishedSummaryAsync(slug, new Id<Summary>(id), ct) is { } document ? File(document, format, texts) : Results.NotFound();

    private static async Task<IResult> DraftAsync(Guid id, string format, EventsDb db, T texts, CancellationToken ct)
    {
        var summary = await db.Summaries.AsNoTracking().Include(s => s.Items).FirstOrDefaultAsync(s => s.Id == new Id<Summary>(id), ct);
        // What was said off the record leaves the room in no file, nor what was screened for a laxer rule.
        return summary is null || await db.DocumentAsync(summary, ct) is not { Withheld: null } document ? Results.NotFound() : File(document, format, texts);
    }

    public static IResult File(SummaryDocument document, string format, T texts) => ExportFormats.File(SummaryText.Of(document, texts), format);
}
