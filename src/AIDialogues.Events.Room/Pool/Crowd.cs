using AIDialogues.Events.Unattributed.Tokens;

namespace AIDialogues.Events.Room.Pool;

/// <summary>How many people there are at the least behind points: five points of one participant are one person's, so tokens count by the fewest who can have held them.</summary>
internal static class Crowd
{
    public static int Of(IReadOnlyCollection<HeldPoint> points) => points.Count(p => p.Token is null)
        + HolderBound.AtLeast(points.Count(p => p.Token is not null), points.Select(p => p.Replaced).DefaultIfEmpty().Max());
}
