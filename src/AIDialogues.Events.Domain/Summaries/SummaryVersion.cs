namespace AIDialogues.Events.Domain;

/// <summary>A sentence as it stood in a version.</summary>
public sealed record VersionLine(Guid Item, Guid? Theme, PointKind Kind, string Words, bool LeftOut);

/// <summary>A summary as it stood at one moment, whole. For those who review it; it has no author and leaves the house in no file.</summary>
public sealed class SummaryVersion
{
    private SummaryVersion() { }

    public Id<SummaryVersion> Id { get; private set; } = Id<SummaryVersion>.New();
    public Id<Summary> SummaryId { get; private set; }
    public int Number { get; private set; }
    public VersionReason Reason { get; private set; }
    public DateTimeOffset At { get; private set; }
    public IReadOnlyList<VersionLine> Lines { get; private set; } = [];

    public static SummaryVersion Of(Summary summary, int number, VersionReason reason, DateTimeOffset now) => new()
    {
        SummaryId = summary.Id,
        Number = number,
        Reason = reason,
        At = now,
        Lines = LinesOf(summary),
    };

    public static IReadOnlyList<VersionLine> LinesOf(Summary summary) =>
        [.. summary.Items.OrderBy(i => i.Place).Select(i => new VersionLine(i.Id.Value, i.ThemeId?.Value, i.Kind, i.Words, !i.Shown))];

    /// <summary>Lines side by side: the same sentence by its id, after a new assembly by its words.</summary>
    public static IReadOnlyList<(VersionLine? Before, VersionLine? After)> Compare(IReadOnlyList<VersionLine> before, IReadOnlyList<VersionLine> after)
    {
        var left = before.ToList();
        var pairs = new List<(VersionLine?, VersionLine?)>();
        foreach (var line in after)
        {
            var same = left.Find(l => l.Item == line.Item) ?? left.Find(l => l.Words == line.Words && l.Kind == line.Kind);
            if (same is not null) _ = left.Remove(same);
            pairs.Add((same, line));
        }

        return [.. pairs, .. left.Select(l => ((VersionLine?)l, (VersionLine?)null))];
    }
}

public enum VersionReason
{
    Assembled,
    Edited,
    Submitted,
    Released,
    ObjectionSustained,
    Published,
}
