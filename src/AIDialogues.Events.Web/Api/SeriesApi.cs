using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class SeriesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/series").WithTags("Series");
        _ = group.MapGet("", ListAsync).Named("listSeries", "List series").Produces<PageOf<SeriesShown>>();
        _ = group.MapGet("{id:guid}", GetAsync).Named("getSeries", "Get a series").Produces<SeriesShown>();
        _ = group.MapPost("", CreateAsync).Named("createSeries", "Create a series", "Without a slug one is made from the title. A slug that is taken is refused with `series-slug-taken`.")
            .Produces<SeriesShown>(StatusCodes.Status201Created);
        _ = group.MapPut("{id:guid}", ChangeAsync).Named("changeSeries", "Change a series", "With `version`, a change made meanwhile is refused with 409 `changed-meanwhile`. The slug never changes.")
            .Produces<SeriesShown>();
        _ = group.MapPut("{id:guid}/page", PublishAsync).Named("publishSeries", "Put the public page on or take it off").Produces<SeriesShown>();
    }

    private static Task<IResult> ListAsync([AsParameters] PageQuery page, EventsDb db, CancellationToken ct) =>
        page.ReadAsync(db.Series, s => s.Id, s => Shown(s, db), ct);

    private static async Task<IResult> GetAsync(Guid id, EventsDb db, CancellationToken ct) =>
        await FindAsync(db, id, ct) is { } series ? TypedResults.Ok(Shown(series, db)) : ApiProblem.NotFound();

    private static async Task<IResult> CreateAsync(NewSeries given, EventsDb db, TimeProvider clock, CancellationToken ct)
    {
        string slug = given.Slug ?? Slug.From(given.Title.Text.In(Language.English));
        if (Series.New(slug, given.Title.Text, given.Purpose.Text, given.Organisation, clock.GetUtcNow()).Refused(out var refusal, out var series)) return ApiProblem.Of(refusal);
        _ = db.Add(series);
        return await db.TrySaveAsync(ct) is { } lost ? ApiProblem.Of(lost) : TypedResults.Created((string?)null, Shown(series, db));
    }

    private static async Task<IResult> ChangeAsync(Guid id, ChangedSeries given, EventsDb db, DayOptions options, TimeProvider clock, CancellationToken ct)
    {
        if (await FindAsync(db, id, ct) is not { } series) return ApiProblem.NotFound();
        if (series.Describe(given.Title.Text, given.Purpose.Text, given.Organisation, clock.GetUtcNow() + options.Hold) is { } refusal) return ApiProblem.Of(refusal);
        if (given.Version is { } version) db.ExpectVersion(series, version);
        return await db.TrySaveAsync(ct) is { } lost ? ApiProblem.Of(lost) : TypedResults.Ok(Shown(series, db));
    }

    private static async Task<IResult> PublishAsync(Guid id, PublicPage given, EventsDb db, CancellationToken ct)
    {
        if (await FindAsync(db, id, ct) is not { } series) return ApiProblem.NotFound();
        series.ShowPublicly(given.On);
        return await db.TrySaveAsync(ct) is { } lost ? ApiProblem.Of(lost) : TypedResults.Ok(Shown(series, db));
    }

    private static Task<Series?> FindAsync(EventsDb db, Guid id, CancellationToken ct) => db.Series.FirstOrDefaultAsync(s => s.Id == new Id<Series>(id), ct);

    private static SeriesShown Shown(Series series, EventsDb db) => new(
        series.Id.Value, series.Slug, Bilingual.Of(series.Title), Bilingual.Of(series.Purpose), series.Organisation, series.IsPublic, series.CreatedAt, db.VersionOf(series));
}

/// <summary>A series of dialogue days.</summary>
internal sealed record SeriesShown(Guid Id, string Slug, Bilingual Title, Bilingual Purpose, string Organisation, bool IsPublic, DateTimeOffset CreatedAt, uint Version);

internal sealed record NewSeries(Bilingual Title, Bilingual Purpose, string Organisation, string? Slug = null) : IHasExample
{
    public static object Example => new NewSeries(new("Water and security", "Eau et sécurité"), new("Who decides about water upstream?", "Qui décide de l’eau en amont ?"), "Institut Méridien", "water-and-security");
}

internal sealed record ChangedSeries(Bilingual Title, Bilingual Purpose, string Organisation, uint? Version = null) : IHasExample
{
    public static object Example => new ChangedSeries(new("Water and security", "Eau et sécurité"), new("Who decides about water?", "Qui décide de l’eau ?"), "Institut Méridien", 812);
}

internal sealed record PublicPage(bool On) : IHasExample
{
    public static object Example => new PublicPage(true);
}
