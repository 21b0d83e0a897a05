using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Publications;
using AIDialogues.Events.Web.Summaries;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class SummariesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        Map(api, "sessions", "Session", "a session’s", id => new Id<Session>(id));
        Map(api, "dialogues", "Dialogue", "a day’s", id => new Id<Dialogue>(id));
        Map(api, "series", "Series", "a series’", id => new Id<Series>(id));
    }

    private static void Map(RouteGroupBuilder api, string of, string name, string whose, Func<Guid, SummaryScope> scope)
    {
        // Sessions came first, and keep their names without a suffix.
        string suffix = of == "sessions" ? "" : "Of" + name;
        var group = api.MapGroup($"/{of}/{{id:guid}}").WithTags("Summaries");
        _ = group.MapGet("summary", (Guid id, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct) => GetAsync(scope(id), db, reviewing, texts, ct))
            .Named("getSummary" + suffix, $"Get {whose} summary", "Every sentence with what the screening finds in it. Until one was asked for it is 404.").Produces<SummaryShown>();
        _ = group.MapPost("summary/assemble", (Guid id, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct, OneOf<Language>? language = null) => AssembleAsync(scope(id), language?.Value, db, reviewing, texts, ct))
            .Named("assembleSummary" + suffix, $"Ask for {whose} summary",
                "It is `requested`, then `assembling` with its `progress`, until a background job has assembled it; with fewer than five statements it becomes `tooFew`. Asking again keeps what was changed in the review as a version; one that is out is refused with `summary-already-published`. Asking again keeps the language of the draft unless `language` names another; the first time it is that of `Accept-Language`.")
            .Produces<SummaryShown>();
        Post("summary/cancel", "cancelSummary", "Stop an assembly", "An earlier draft is still there; without one the summary is `cancelled`.", (r, _, _, _) => Task.FromResult(r.Summary.Cancel()));
        _ = group.MapPut("summary/items/{item:guid}", (Guid id, Guid item, GivenSummaryItem given, HttpContext http, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct) =>
                ActAsync(scope(id), (r, by) => Task.FromResult(Reword(r, item, given, by)), http, db, reviewing, texts, ct))
            .Named("changeSummaryItem" + suffix, "Change a sentence", "The new words are screened; empty words publish nothing in their place. `harmless` asks that a warning’s risk be taken, which another one has to accept. `setAside` leaves the sentence out, or takes it in again; without it that stays as it is. With `was`, the words must still be those, with `wasSetAside` that too, or it is 409. A submitted summary becomes a draft again.")
            .Produces<SummaryShown>();
        _ = group.MapPost("summary/items/{item:guid}/accept-risk", (Guid id, Guid item, GivenRiskAnswer given, HttpContext http, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct) =>
                ActAsync(scope(id), (r, by) => Task.FromResult(given.Version is null ? SummaryRefusals.VersionMissing : r.Summary.AcceptRisk(new(item), by, given.Reason)), http, db, reviewing, texts, ct, given.Version))
            .Named("acceptSummaryRisk" + suffix, "Take a risk as the second", "With a reason and the `version` that was read; by whoever asked for it, it is refused with `summary-same-person`.").Produces<SummaryShown>();
        Post("summary/review", "reviewSummary", "Submit a summary as the first", "Says that it is reviewed. While a warning is open it is refused with `summary-findings-open`. With the `version` that was read, a change made meanwhile is 409 `changed-meanwhile`.", (r, by, reviewing, ct) => reviewing.SubmitAsync(r, by, ct));
        Post("summary/release", "releaseSummary", "Release a summary as the second", "By another than the one who submitted it: another account, at the site or with a token made for it, or a token that is nobody’s; else it is refused with `summary-same-person`. What waits for the second is released with the `version` that was read, or refused with `summary-version-missing`.", (r, by, reviewing, ct) => reviewing.ReleaseAsync(r, by, ct), needsVersion: r => r.State == SummaryState.Submitted);
        Post("summary/publish", "publishSummary", "Publish a released summary", "Twice is once. One that was not reviewed is refused with `summary-not-reviewed`, one without the second person with `summary-not-released`. With the `version` that was read, a change made meanwhile is 409 `changed-meanwhile`.", (r, _, reviewing, ct) => reviewing.PublishAsync(r, ct));
        Post("summary/unpublish", "unpublishSummary", "Take a summary back", "Off the public page and away from the participants. It is a draft again; copies that were taken remain.", (r, _, reviewing, ct) => reviewing.TakeBackAsync(r, ct));
        ObjectionRoundsApi.Map(group, suffix, scope);
        _ = group.MapGet("summary/versions", (Guid id, EventsDb db, Reviewing reviewing, CancellationToken ct) => VersionsAsync(scope(id), db, reviewing, ct))
            .Named("listSummaryVersions" + suffix, "List the versions of a summary", "The newest first, at most 200, each whole. They have no author.").Produces<SummaryVersionsShown>();
        Export("md", "exportSummaryMarkdown", "Export a summary as Markdown", ExportFormats.Markdown, typeof(string));
        Export("html", "exportSummaryHtml", "Export a summary as one HTML page", ExportFormats.Html, typeof(string));
        Export("docx", "exportSummaryDocx", "Export a summary as a Word file", ExportFormats.Docx, typeof(byte[]));
        Export("pdf", "exportSummaryPdf", "Export a summary as a tagged PDF", ExportFormats.Pdf, typeof(byte[]));

        void Export(string format, string operation, string summary, string type, Type content) =>
            _ = group.MapGet("summary." + format, (Guid id, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct) => FileAsync(scope(id), format, db, reviewing, texts, ct))
                .Named(operation + suffix, summary, "Of a draft the sentences are held back that may point at somebody and for which no two people have answered. Off the record there is none: `summary-off-the-record`; nor while a session is in it that was put off the record since (`summary-assemble-again`), or it was read under a laxer rule (`summary-rule-changed`).").Produces(StatusCodes.Status200OK, content, type);

        void Post(
            string path, string operation, string summary, string description, Func<SummaryInReview, Guid, Reviewing, CancellationToken, Task<Refusal?>> act, Func<Summary, bool>? needsVersion = null) =>
            _ = group.MapPost(path, (Guid id, GivenVersion? given, HttpContext http, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct) => ActAsync(scope(id),
                    (r, by) => given?.Version is null && needsVersion?.Invoke(r.Summary) == true ? Task.FromResult<Refusal?>(SummaryRefusals.VersionMissing) : act(r, by, reviewing, ct), http, db, reviewing, texts, ct, given?.Version))
                .Named(operation + suffix, summary, description).Produces<SummaryShown>();
    }

    private static async Task<IResult> GetAsync(SummaryScope scope, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct) =>
        await reviewing.OpenAsync(scope, ct) is { } review ? TypedResults.Ok(SummaryShown.Of(review, db, texts)) : ApiProblem.NotFound();

    private static async Task<IResult> AssembleAsync(SummaryScope scope, Language? language, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct)
    {
        bool exists = scope.Session is { } session ? await db.Sessions.AnyAsync(s => s.Id == session, ct)
            : scope.Dialogue is { } dialogue ? await db.Dialogues.AnyAsync(d => d.Id == dialogue, ct)
            : await db.Series.AnyAsync(s => s.Id == scope.Series && db.Dialogues.Any(d => d.SeriesId == s.Id), ct);
        if (!exists) return ApiProblem.NotFound();
        return await reviewing.RequestAsync(scope, language, ct) is { } refusal ? ApiProblem.Of(refusal) : await GetAsync(scope, db, reviewing, texts, ct);
    }

    private static Refusal? Reword(SummaryInReview review, Guid item, GivenSummaryItem given, Guid by) =>
        review.Summary.Items.FirstOrDefault(i => i.Id.Value == item) is not { } found ? SummaryRefusals.ItemUnknown
            : (given.Was ?? found.Words) != found.Words || (given.WasSetAside ?? found.IsSetAside) != found.IsSetAside ? Violations.ChangedMeanwhile
            : review.Reword(found.Id, given.Words, given.Harmless ? by : null, given.SetAside ?? found.IsSetAside);

    private static async Task<IResult> ActAsync(SummaryScope scope, Func<SummaryInReview, Guid, Task<Refusal?>> act, HttpContext http, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct, uint? version = null)
    {
        if (await reviewing.OpenAsync(scope, ct) is not { } review) return ApiProblem.NotFound();
        // The row changes with whatever hangs on it, so two at once collide instead of passing each other; and what was read is what is answered for.
        db.ExpectVersion(review.Summary, version ?? db.VersionOf(review.Summary));
        var refused = await act(review, http.User.Account());
        if ((await db.TrySaveAsync(ct) ?? refused) is { } refusal) return ApiProblem.Of(refusal);
        return TypedResults.Ok(SummaryShown.Of(review, db, texts));
    }

    private static async Task<IResult> VersionsAsync(SummaryScope scope, EventsDb db, Reviewing reviewing, CancellationToken ct)
    {
        if (await reviewing.Of(scope).Select(s => (Id<Summary>?)s.Id).FirstOrDefaultAsync(ct) is not { } id) return ApiProblem.NotFound();
        var versions = await db.SummaryVersions.AsNoTracking().Where(v => v.SummaryId == id).OrderByDescending(v => v.Number).Take(200).ToListAsync(ct);
        return TypedResults.Ok(new SummaryVersionsShown(versions.ConvertAll(v => new SummaryVersionShown(v.Number, v.Reason, v.At, v.Lines))));
    }

    private static async Task<IResult> FileAsync(SummaryScope scope, string format, EventsDb db, Reviewing reviewing, T texts, CancellationToken ct)
    {
        var summary = await reviewing.Of(scope).AsNoTracking().Include(s => s.Items).FirstOrDefaultAsync(ct);
        if (summary is null) return ApiProblem.NotFound();
        var document = await db.DocumentAsync(summary, ct);
        return document.Withheld is { } withheld ? ApiProblem.Of(withheld) : SummaryFiles.File(document, format, texts);
    }
}

/// <summary>A summary of a session, a day or a series (one of the three ids); its sentences are in the order in which they are published, which is never that of speaking. `plainChapters` counts those that a language model was to word and did not. `version` is what is read: it changes with every word.</summary>
internal sealed record SummaryShown(
    Guid Id, Guid? SessionId, Guid? DialogueId, Guid? SeriesId, SummaryState State, int Progress, Language Language, DateTimeOffset RequestedAt, DateTimeOffset? ReviewedAt,
    DateTimeOffset? ReleasedAt, DateTimeOffset? PublishedAt, int OpenFindings, int OpenRisks, int PlainChapters, uint Version, IReadOnlyList<SummaryItemShown> Items)
{
    public static SummaryShown Of(SummaryInReview review, EventsDb db, T texts)
    {
        var s = review.Summary;
        var outline = review.Scope.Outline;
        return new(s.Id.Value, s.SessionId?.Value, s.DialogueId?.Value, s.SeriesId?.Value, s.State, s.Progress, s.Language, s.RequestedAt, s.ReviewedAt, s.ReleasedAt, s.PublishedAt, s.OpenFindings, s.OpenRisks, s.PlainChapters, db.VersionOf(s),
            [.. s.Items.OrderBy(i => i.Place).Select(i => new SummaryItemShown(
                i.Id.Value, outline.ChapterOf(i.ThemeId).Theme is { } theme ? Bilingual.Of(theme) : null, i.Kind, i.Support, i.Words, i.IsFlagged, i.RiskProposedBy is not null, i.RiskReason, i.IsSetAside,
                [.. review.Checks(i).Where(c => c.Kind is not null).Select(c => new FindingShown(c.Start, c.Length, c.Kind!.Value, c.Blocks, c.Code!, texts.Detail(c.Kind!.Value, c.Fits), c.Suggestion))]))]);
    }
}

/// <summary>One sentence; `flagged` and not `readAsHarmless` is an open warning, `readAsHarmless` without a reason waits for the second.</summary>
internal sealed record SummaryItemShown(
    Guid Id, Bilingual? Theme, PointKind Kind, SupportBand Support, string Words, bool Flagged, bool ReadAsHarmless, string? RiskReason, bool SetAside, IReadOnlyList<FindingShown> Findings);

/// <summary>A stretch of the words (in UTF-16 units) that may point at somebody; what `blocks` must change, the rest is to be read. `detail` is the sentence for people.</summary>
internal sealed record FindingShown(int Start, int Length, FindingKind Kind, bool Blocks, string Reason, string Detail, string? Suggestion);

internal sealed record SummaryVersionsShown(IReadOnlyList<SummaryVersionShown> Items);

internal sealed record SummaryVersionShown(int Number, VersionReason Reason, DateTimeOffset At, IReadOnlyList<VersionLine> Lines);

/// <summary>The `version` of the summary that was read.</summary>
internal sealed record GivenVersion(uint? Version = null) : IHasExample
{
    public static object Example => new GivenVersion(7);
}

internal sealed record GivenSummaryItem(string Words, bool Harmless = false, bool? SetAside = null, string? Was = null, bool? WasSetAside = null) : IHasExample
{
    public static object Example => new GivenSummaryItem("One shared record for the basin would help.");
}
