using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>A segment with how many people are in it now.</summary>
public sealed record CountedSegment(Segment Segment, int Count);

/// <summary>Who is in a segment: the source of a wave, of a proposal, of an export.</summary>
public static class SegmentQuery
{
    /// <summary>Composable: the ids of everybody who is in the segment at the moment of asking.</summary>
    public static IQueryable<Id<Person>> InSegment(this EventsDb db, Segment segment) => db.Matching(segment.Filter).Select(p => p.Id);

    /// <summary>In the order of the directory; one more than <paramref name="most"/> tells that there are more. Null: no such segment.</summary>
    public static async Task<IReadOnlyList<Id<Person>>?> InSegmentAsync(this EventsDb db, Id<Segment> id, int most, CancellationToken ct) =>
        await db.Segments.AsNoTracking().SingleOrDefaultAsync(s => s.Id == id, ct) is not { } segment ? null
            : await db.Matching(segment.Filter).OrderBy(p => p.FamilyName).ThenBy(p => p.GivenName).ThenBy(p => p.Id).Select(p => p.Id).Take(most + 1).ToListAsync(ct);

    public static async Task<IReadOnlyList<Segment>> SegmentsAsync(this EventsDb db, CancellationToken ct) =>
        await db.Segments.AsNoTracking().OrderBy(s => s.Name).Take(Segment.Most).ToListAsync(ct);

    public static async Task<IReadOnlyList<CountedSegment>> CountedSegmentsAsync(this EventsDb db, CancellationToken ct)
    {
        var counted = new List<CountedSegment>();
        foreach (var segment in await db.SegmentsAsync(ct)) counted.Add(new(segment, await db.InSegment(segment).CountAsync(ct)));
        return counted;
    }
}
