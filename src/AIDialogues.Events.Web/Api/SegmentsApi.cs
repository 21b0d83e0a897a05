using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

internal static class SegmentsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("/segments").WithTags("People");
        _ = group.MapGet("", ListAsync).Named("listSegments", "List segments", "A segment is a filter with a name; `count` is of this moment.").Produces<IReadOnlyList<SegmentShown>>();
        _ = group.MapPost("", CreateAsync).Named("createSegment", "Keep a filter as a segment").Produces<SegmentShown>(StatusCodes.Status201Created);
        _ = group.MapGet("{id:guid}/people", PeopleAsync).Named("listSegmentPeople", "List the people of a segment").Produces<PageOf<PersonShown>>();
        _ = group.MapDelete("{id:guid}", RemoveAsync).Named("removeSegment", "Remove a segment", "Its people stay.").Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> ListAsync(EventsDb db, CancellationToken ct) =>
        TypedResults.Ok((IReadOnlyList<SegmentShown>)[.. (await db.CountedSegmentsAsync(ct)).Select(c => SegmentShown.Of(c.Segment, c.Count))]);

    private static async Task<IResult> CreateAsync(GivenSegment given, EventsDb db, TimeProvider clock, CancellationToken ct)
    {
        if (Segment.New(given.Name, given.Filter, clock.GetUtcNow()).Refused(out var refusal, out var segment)) return ApiProblem.Of(refusal);
        if (await db.Segments.CountAsync(ct) >= Segment.Most) return ApiProblem.Of(Segment.TooMany);
        if (await db.Segments.AnyAsync(s => s.Name == segment.Name, ct)) return ApiProblem.Of(Segment.NameTaken);
        _ = db.Add(segment);
        try
        {
            _ = await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException exception) when (exception.IsUniqueViolation())
        {
            return ApiProblem.Of(Segment.NameTaken);
        }

        return TypedResults.Created((string?)null, SegmentShown.Of(segment, await db.InSegment(segment).CountAsync(ct)));
    }

    private static async Task<IResult> PeopleAsync(Guid id, [AsParameters] PageQuery page, EventsDb db, CancellationToken ct) =>
        await db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == new Id<Segment>(id), ct) is { } segment
            ? await page.ReadAsync(db.Matching(segment.Filter).AsNoTracking(), p => p.Id, PersonShown.Of, ct) : ApiProblem.NotFound();

    private static async Task<IResult> RemoveAsync(Guid id, EventsDb db, CancellationToken ct) =>
        await db.Segments.Where(s => s.Id == new Id<Segment>(id)).ExecuteDeleteAsync(ct) == 0 ? ApiProblem.NotFound() : TypedResults.NoContent();
}

internal sealed record GivenSegment(
    string Name, string? Q = null, StakeholderGroup? Group = null, Language? Language = null, string? Country = null, Region? Region = null, Gender? Gender = null,
    Guid? Dialogue = null, BoardTab At = BoardTab.All) : IHasExample
{
    public static object Example => new GivenSegment("African institutions", Group: StakeholderGroup.Institutions, Region: Domain.Region.Africa);

    internal PeopleFilter Filter => new(Q, Group, Language, Country, Region, Gender, Dialogue is { } id && At != BoardTab.All ? new Id<Dialogue>(id) : null, Dialogue is null ? BoardTab.All : At);
}

internal sealed record SegmentShown(
    Guid Id, string Name, int Count, string? Q, StakeholderGroup? Group, Language? Language, string? Country, Region? Region, Gender? Gender, Guid? Dialogue, BoardTab At)
{
    public static SegmentShown Of(Segment s, int count) => new(
        s.Id.Value, s.Name, count, s.Filter.Words, s.Filter.Group, s.Filter.Language, s.Filter.Country, s.Filter.Region, s.Filter.Gender, s.Filter.Dialogue?.Value, s.Filter.At);
}
