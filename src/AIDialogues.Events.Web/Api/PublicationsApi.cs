using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Publications;
using AIDialogues.Events.Web.Summaries;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;
using Publication = AIDialogues.Events.Domain.Publication;

namespace AIDialogues.Events.Web.Api;

/// <summary>Notes and reports: written, screened, published and taken away, with their files.</summary>
internal static partial class PublicationsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Publications");
        _ = group.MapGet("/series/{id:guid}/publications", ListAsync).Named("listPublications", "List the publications of a series", "Drafts included, without their texts.").Produces<PageOf<PublicationListed>>();
        _ = group.MapPost("/series/{id:guid}/publications", CreateAsync).Named("createPublication", "Write a publication", "It is a draft until it is published. `dialogueId` is the day that notes are about; without it the publication is about the whole series.")
            .Produces<PublicationWritten>(StatusCodes.Status201Created);
        _ = group.MapGet("/publications/{id:guid}", GetAsync).Named("getPublication", "Get a publication", "With what the screening finds in its texts and files while it is a draft.").Produces<PublicationWritten>();
        _ = group.MapPut("/publications/{id:guid}", ChangeAsync).Named("changePublication", "Change a draft", "A published one is refused with `publication-take-off-first`. With `version`, a change made meanwhile is refused with 409 `changed-meanwhile`.")
            .Produces<PublicationWritten>();
        _ = group.MapPost("/publications/{id:guid}/propose-risk", ProposeAsync).Named("proposePublicationRisk", "Say as the first why what is found may stand",
                "With a `reason` and the `version` that was read. Another person publishes it then, or changes it; new words or a new file need a new answer.").Produces<PublicationWritten>();
        _ = group.MapPost("/publications/{id:guid}/publish", PublishAsync).Named("publishPublication", "Put a publication on the public page",
                "Twice is once. While the screening finds something it is refused with `publication-findings-open`, unless somebody answered for all of it (`propose-risk`) and this is somebody else, with a `reason` of their own and the `version` that was read. By whoever answered first it is refused with `publication-same-person`. Words that an objection took out of a summary (`barred`) are refused with `publication-barred-words`, whoever answers.").Produces<PublicationWritten>();
        _ = group.MapPost("/publications/{id:guid}/take-off", TakeOffAsync).Named("takePublicationOff", "Take a publication off the public page", "It is a draft again; copies that were taken remain.").Produces<PublicationWritten>();
        MapFiles(group);
        foreach (var (format, type) in (ReadOnlySpan<(string, string)>)[("Md", ExportFormats.Markdown), ("Html", ExportFormats.Html), ("Docx", ExportFormats.Docx), ("Pdf", ExportFormats.Pdf)])
        {
            string extension = format.ToLowerInvariant();
            _ = group.MapGet($"/publications/{{id:guid}}.{extension}", (Guid id, EventsDb db, SiteOptions site, T texts, CancellationToken ct) => FileAsync(id, extension, db, site, texts, ct))
                .Named($"exportPublication{format}", $"Export a publication as {extension}", "In the language asked for; no file says when or by whom it was made.").Produces<byte[]>(contentType: type);
        }
    }

    private static async Task<IResult> ListAsync(Guid id, [AsParameters] PageQuery page, EventsDb db, CancellationToken ct)
    {
        var series = new Id<Series>(id);
        if (!await db.Series.AnyAsync(s => s.Id == series, ct)) return ApiProblem.NotFound();
        return await page.ReadAsync(db.Publications.AsNoTracking().Where(p => p.SeriesId == series), p => p.Id, PublicationListed.Of, ct);
    }

    private static async Task<IResult> CreateAsync(Guid id, GivenPublication given, EventsDb db, T texts, CancellationToken ct)
    {
        if (await db.Series.FirstOrDefaultAsync(s => s.Id == new Id<Series>(id), ct) is not { } series) return ApiProblem.NotFound();
        if (!await db.IsOfSeriesAsync(given.DialogueId, series.Id, ct)) return ApiProblem.Of(ApiProblem.NothingThere);
        if (Publication.New(series, given.Details).Refused(out var refusal, out var publication)) return ApiProblem.Of(refusal);
        _ = db.Add(publication);
        return await db.TrySaveAsync(ct) is { } lost ? ApiProblem.Of(lost) : TypedResults.Created((string?)null, await ShownAsync(publication, db, texts, ct));
    }

    private static async Task<IResult> GetAsync(Guid id, EventsDb db, T texts, CancellationToken ct) =>
        await FindAsync(db, id, ct) is { } publication ? TypedResults.Ok(await ShownAsync(publication, db, texts, ct)) : ApiProblem.NotFound();

    private static async Task<IResult> ChangeAsync(Guid id, GivenPublication given, EventsDb db, T texts, CancellationToken ct)
    {
        if (await FindAsync(db, id, ct) is not { } publication) return ApiProblem.NotFound();
        if (!await db.IsOfSeriesAsync(given.DialogueId, publication.SeriesId, ct)) return ApiProblem.Of(ApiProblem.NothingThere);
        if (given.Version is { } version) db.ExpectVersion(publication, version);
        return await DoneAsync(publication.Change(given.Details), publication, db, texts, ct);
    }

    private static async Task<IResult> ProposeAsync(Guid id, GivenRiskAnswer given, HttpContext http, EventsDb db, T texts, CancellationToken ct)
    {
        if (await FindAsync(db, id, ct) is not { } publication) return ApiProblem.NotFound();
        if (given.Version is not { } version) return ApiProblem.Of(PublicationRefusals.VersionMissing);
        db.ExpectVersion(publication, version);
        var findings = publication.IsPublished ? [] : await db.FindingsAsync(publication, ct);
        return await DoneAsync(await db.ProposeRiskAsync(publication, findings.Marks(), http.User.Account(), given.Reason, ct), publication, db, texts, ct);
    }

    private static async Task<IResult> PublishAsync(Guid id, GivenRiskAnswer? given, HttpContext http, EventsDb db, T texts, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(db, id, ct) is not { } publication) return ApiProblem.NotFound();
        // What was screened is what goes out: a change in between takes the version away.
        db.ExpectVersion(publication, given?.Version ?? db.VersionOf(publication));
        var findings = publication.IsPublished ? [] : (await db.FindingsAsync(publication, ct)).Marks();
        // A reason is about words that were read, so it says which.
        if (findings.Count > 0 && publication.IsProposedFor(findings) && given?.Version is null) return ApiProblem.Of(PublicationRefusals.VersionMissing);
        return await DoneAsync(await db.PublishAsync(publication, findings, http.User.Account(), given?.Reason ?? "", clock.GetUtcNow(), ct), publication, db, texts, ct);
    }

    private static async Task<IResult> TakeOffAsync(Guid id, EventsDb db, T texts, CancellationToken ct)
    {
        if (await FindAsync(db, id, ct) is not { } publication) return ApiProblem.NotFound();
        publication.TakeOff();
        return await DoneAsync(null, publication, db, texts, ct);
    }

    private static async Task<IResult> FileAsync(Guid id, string format, EventsDb db, SiteOptions site, T texts, CancellationToken ct) =>
        await PublicationFiles.DraftAsync(id, format, db, site, texts, ct) ?? ApiProblem.NotFound();

    private static async Task<IResult> DoneAsync(Refusal? refusal, Publication publication, EventsDb db, T texts, CancellationToken ct) =>
        (refusal ?? await db.TrySaveAsync(ct)) is { } no ? ApiProblem.Of(no) : TypedResults.Ok(await ShownAsync(publication, db, texts, ct));

    private static Task<Publication?> FindAsync(EventsDb db, Guid id, CancellationToken ct) =>
        db.Publications.Include(p => p.Files).FirstOrDefaultAsync(p => p.Id == new Id<Publication>(id), ct);

    private static async Task<bool> IsOfSeriesAsync(this EventsDb db, Guid? dialogue, Id<Series> series, CancellationToken ct) =>
        dialogue is not { } day || await db.Dialogues.AnyAsync(d => d.Id == new Id<Dialogue>(day) && d.SeriesId == series, ct);

    private static async Task<PublicationWritten> ShownAsync(Publication p, EventsDb db, T texts, CancellationToken ct)
    {
        IReadOnlyList<PublicationFinding> findings = p.IsPublished ? [] : await db.FindingsAsync(p, ct);
        return new(
            p.Id.Value, p.SeriesId.Value, p.DialogueId?.Value, p.Kind, Bilingual.Of(p.Title), Bilingual.Of(p.Abstract), Bilingual.Of(p.Body), p.Authors, p.Licence, p.Identifier, p.WithSummaries, p.PublishedOn, p.RiskProposal, p.RiskReason,
            [.. p.Files.Select(f => new PublicationFileListed(f.Id.Value, f.Kind, f.Language, f.Content.Length))],
            [.. findings.Select(f => new PublicationFindingShown(f.Words, f.Where, f.InFile, f.Finding.Kind, f.Finding.Reason, texts.Detail(f.Finding.Kind, f.Fits)))], p.IsPublished ? [] : await db.BarredInAsync(p, ct), db.VersionOf(p));
    }
}

/// <summary>A publication without its text; `publishedOn` is null for a draft.</summary>
internal sealed record PublicationListed(Guid Id, Guid? DialogueId, PublicationKind Kind, Bilingual Title, string Authors, DateOnly? PublishedOn)
{
    public static PublicationListed Of(Publication p) => new(p.Id.Value, p.DialogueId?.Value, p.Kind, Bilingual.Of(p.Title), p.Authors, p.PublishedOn);
}

/// <summary>A publication as it is kept; `riskProposal` and `riskReason` say why the first and the second person let stand what the screening found; `barred` are words that an objection took out of a summary.</summary>
internal sealed record PublicationWritten(
    Guid Id, Guid SeriesId, Guid? DialogueId, PublicationKind Kind, Bilingual Title, Bilingual Abstract, Bilingual Body, string Authors, Licence Licence, string Identifier, bool WithSummaries, DateOnly? PublishedOn, string RiskProposal, string RiskReason,
    IReadOnlyList<PublicationFileListed> Files, IReadOnlyList<PublicationFindingShown> Findings, IReadOnlyList<string> Barred, uint Version);

internal sealed record PublicationFileListed(Guid Id, PublicationFileKind Kind, Language Language, int Bytes);

/// <summary>Words that may point at somebody, in a text or in an uploaded file; `reason` is stable, `detail` the sentence for people.</summary>
internal sealed record PublicationFindingShown(string Words, Language Language, bool InFile, Screening.FindingKind Kind, string Reason, string Detail);

/// <summary>Why what is found may stand, and the `version` of the publication or summary that was read.</summary>
internal sealed record GivenRiskAnswer(string Reason = "", uint? Version = null) : IHasExample
{
    public static object Example => new GivenRiskAnswer("The person speaks publicly in this function.", 7);
}

internal sealed record GivenPublication(
    PublicationKind Kind, Bilingual Title, Bilingual? Abstract = null, Bilingual? Body = null, string Authors = "", Licence Licence = Licence.CcBy, string Identifier = "", Guid? DialogueId = null, bool WithSummaries = false, uint? Version = null) : IHasExample
{
    public static object Example => new GivenPublication(
        PublicationKind.FinalReport, new("Who decides?", "Qui décide ?"), new("What four days found.", "Ce que quatre journées ont montré."), new("# Trust\n\nOne shared record.", "# Confiance\n\nUn registre partagé."), "Noor Haddad; Institut Méridien");

    internal PublicationDetails Details => new(
        Kind, Title.Text, (Abstract ?? new()).Text, (Body ?? new()).Text, Authors, Licence, Identifier, DialogueId is { } day ? new Id<Dialogue>(day) : null, WithSummaries);
}
