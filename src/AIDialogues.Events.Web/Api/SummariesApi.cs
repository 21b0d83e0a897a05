using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Web.Summaries;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class SummariesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/sessions/{id:guid}").WithTags("Summaries");
        _ = group.MapGet("summary", GetAsync).Named("getSummary", "Get a session’s summary", "Every sentence with what the screening finds in it. Until one was asked for it is 404.").Produces<SummaryShown>();
        _ = group.MapPost("summary/assemble", AssembleAsync).Named("assembleSummary", "Ask for a session’s summary",
                "It is `requested` until a background job has assembled it; with fewer than five statements it becomes `tooFew`. Asking again loses what was changed in the review; a published one is refused with `summary-already-published`.")
            .Produces<SummaryShown>();
        _ = group.MapPut("summary/items/{item:guid}", ChangeAsync).Named("changeSummaryItem", "Change a sentence", "The new words are screened. `harmless` answers a warning, `setAside` leaves the sentence out. A reviewed summary becomes a draft again.")
            .Produces<SummaryShown>();
        _ = group.MapPost("summary/review", ReviewAsync).Named("reviewSummary", "Say that a summary is reviewed", "While a warning is open it is refused with `summary-findings-open`.").Produces<SummaryShown>();
        _ = group.MapPost("summary/publish", PublishAsync).Named("publishSummary", "Publish a reviewed summary", "Twice is once. One that was not reviewed is refused with `summary-not-reviewed`.").Produces<SummaryShown>();
        _ = group.MapPost("summary/unpublish", UnpublishAsync).Named("unpublishSummary", "Take a summary off the public page", "It is a draft again; copies that were taken remain.").Produces<SummaryShown>();
        _ = group.MapGet("summary.md", (Guid id, EventsDb db, T texts, CancellationToken ct) => FileAsync(id, "md", db, texts, ct))
            .Named("exportSummaryMarkdown", "Export a summary as Markdown").Produces<string>(contentType: "text/markdown");
        _ = group.MapGet("summary.html", (Guid id, EventsDb db, T texts, CancellationToken ct) => FileAsync(id, "html", db, texts, ct))
            .Named("exportSummaryHtml", "Export a summary as one HTML page").Produces<string>(contentType: "text/html");
        _ = group.MapGet("summary.docx", (Guid id, EventsDb db, T texts, CancellationToken ct) => FileAsync(id, "docx", db, texts, ct))
            .Named("exportSummaryDocx", "Export a summary as a Word file").Produces<byte[]>(contentType: "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
        _ = group.MapGet("summary.pdf", (Guid id, EventsDb db, T texts, CancellationToken ct) => FileAsync(id, "pdf", db, texts, ct))
            .Named("exportSummaryPdf", "Export a summary as a tagged PDF").Produces<byte[]>(contentType: "application/pdf");
    }

    private static async Task<IResult> GetAsync(Guid id, Reviewing reviewing, T texts, CancellationToken ct) =>
        await reviewing.OfSessionAsync(new(id), ct) is { } review ? TypedResults.Ok(SummaryShown.Of(review, texts)) : ApiProblem.NotFound();

    private static async Task<IResult> AssembleAsync(Guid id, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct)
    {
        var session = new Id<Session>(id);
        if (!await db.Sessions.AnyAsync(s => s.Id == session, ct)) return ApiProblem.NotFound();
        return await reviewing.RequestAsync(session, ct) is { } refusal ? ApiProblem.Of(refusal) : await GetAsync(id, reviewing, texts, ct);
    }

    private static Task<IResult> ChangeAsync(Guid id, Guid item, GivenSummaryItem given, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct) =>
        ActAsync(id, r => r.Reword(new(item), given.Words, given.Harmless, given.SetAside), db, reviewing, texts, ct);

    private static Task<IResult> ReviewAsync(Guid id, EventsDb db, Reviewing reviewing, T texts, TimeProvider clock, CancellationToken ct) =>
        ActAsync(id, r => r.Review(clock.GetUtcNow()), db, reviewing, texts, ct);

    private static Task<IResult> PublishAsync(Guid id, EventsDb db, Reviewing reviewing, T texts, TimeProvider clock, CancellationToken ct) =>
        ActAsync(id, r => r.Publish(clock.GetUtcNow()), db, reviewing, texts, ct);

    private static Task<IResult> UnpublishAsync(Guid id, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct) =>
        ActAsync(id, r => { r.Summary.Unpublish(); return null; }, db, reviewing, texts, ct);

    private static async Task<IResult> ActAsync(Guid id, Func<SummaryInReview, Refusal?> act, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct)
    {
        if (await reviewing.OfSessionAsync(new(id), ct) is not { } review) return ApiProblem.NotFound();
        // The row changes with whatever hangs on it, so two at once collide instead of passing each other.
        db.ExpectVersion(review.Summary, db.VersionOf(review.Summary));
        var refused = act(review);
        if ((await db.TrySaveAsync(ct) ?? refused) is { } refusal) return ApiProblem.Of(refusal);
        return TypedResults.Ok(SummaryShown.Of(review, texts));
    }

    private static async Task<IResult> FileAsync(Guid id, string format, EventsDb db, T texts, CancellationToken ct)
    {
        var summary = await db.Summaries.AsNoTracking().Include(s => s.Items).FirstOrDefaultAsync(s => s.SessionId == new Id<Session>(id), ct);
        return summary is null ? ApiProblem.NotFound() : SummaryFiles.File(await db.DocumentAsync(summary, ct), format, texts);
    }
}

/// <summary>A session's summary; its sentences are in the order in which they are published, which is chance within a theme and kind.</summary>
internal sealed record SummaryShown(
    Guid Id, Guid SessionId, SummaryState State, Language Language, DateTimeOffset RequestedAt, DateTimeOffset? ReviewedAt, DateTimeOffset? PublishedAt, int OpenFindings,
    IReadOnlyList<SummaryItemShown> Items)
{
    public static SummaryShown Of(SummaryInReview review, T texts)
    {
        var s = review.Summary;
        var themes = review.Session.Themes.ToDictionary(t => t.Id, t => Bilingual.Of(t.Name));
        return new(s.Id.Value, s.SessionId.Value, s.State, s.Language, s.RequestedAt, s.ReviewedAt, s.PublishedAt, s.OpenFindings, [.. s.Items.OrderBy(i => i.Place).Select(i => new SummaryItemShown(
            i.Id.Value, i.ThemeId is { } theme ? themes.GetValueOrDefault(theme) : null, i.Kind, i.Words, i.IsFlagged, i.ReadAsHarmless, i.IsSetAside,
            [.. review.Findings(i.Words).Select(f => new FindingShown(f.Start, f.Length, f.Kind, f.Reason, texts.Of(f.Kind), f.Suggestion))]))]);
    }
}

/// <summary>One sentence; `flagged` and not `readAsHarmless` is an open warning.</summary>
internal sealed record SummaryItemShown(
    Guid Id, Bilingual? Theme, PointKind Kind, string Words, bool Flagged, bool ReadAsHarmless, bool SetAside, IReadOnlyList<FindingShown> Findings);

/// <summary>A stretch of the words (in UTF-16 units) that may point at somebody; `reason` is stable, `detail` the sentence for people.</summary>
internal sealed record FindingShown(int Start, int Length, FindingKind Kind, string Reason, string Detail, string? Suggestion);

internal sealed record GivenSummaryItem(string Words, bool Harmless = false, bool SetAside = false) : IHasExample
{
    public static object Example => new GivenSummaryItem("One shared record for the basin would help.");
}
