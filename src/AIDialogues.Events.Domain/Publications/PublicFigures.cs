namespace AIDialogues.Events.Domain;

/// <summary>
/// What the public page of a series says in numbers, kept as it was said. A number follows the truth only once at least <see cref="Step"/> persons more
/// or fewer stand behind it, so whoever looks before and after one answer sees the same page twice.
/// </summary>
public sealed class PublicFigures
{
    /// <summary>The k of a change, and of a group that is shown.</summary>
    public const int Step = 5;

    private PublicFigures() { }

    public Id<Series> SeriesId { get; private set; }

    /// <summary>How many take part, as last followed; never shown as it is.</summary>
    public int Experts { get; private set; }

    /// <summary>How many of each group were there on the days that are over, as last followed; never shown as they are.</summary>
    public IReadOnlyList<GroupCount> Room { get; private set; } = [];

    /// <summary>About how many take part, rounded down to tens; null below ten, because a small number can unmask.</summary>
    public int? AboutExperts => Experts < 10 ? null : Experts / 10 * 10;

    /// <summary>How the room was made up, in tens of percent; empty while a group is so small that it could be counted out. One with nobody is a small one: that it is absent tells as much.</summary>
    public IReadOnlyList<GroupShare> Shares
    {
        get
        {
            int all = Room.Sum(g => g.Persons);
            return all < 4 * Step || Enum.GetValues<StakeholderGroup>().Any(g => In(g) < Step) ? []
                : [.. Room.OrderBy(g => g.Group).Select(g => new GroupShare(g.Group, (int)Math.Round(10.0 * g.Persons / all, MidpointRounding.AwayFromZero) * 10))];
        }
    }

    public static PublicFigures Of(Id<Series> series) => new() { SeriesId = series };

    /// <summary>Takes over each number that has moved far enough, and no other.</summary>
    /// <param name="experts">How many take part now.</param>
    /// <param name="room">How many of each group were there on the days that are over; a group that is missing sent nobody.</param>
    public void Follow(int experts, IReadOnlyDictionary<StakeholderGroup, int> room)
    {
        Experts = Followed(Experts, experts);
        Room = [.. Enum.GetValues<StakeholderGroup>().Select(g => new GroupCount(g, Followed(In(g), room.GetValueOrDefault(g))))];
    }

    private int In(StakeholderGroup group) => Room.FirstOrDefault(g => g.Group == group)?.Persons ?? 0;

    private static int Followed(int shown, int now) => Math.Abs(now - shown) < Step ? shown : now;
}

public sealed record GroupCount(StakeholderGroup Group, int Persons);

/// <summary>About how large a part of the room comes from one group.</summary>
public sealed record GroupShare(StakeholderGroup Group, int Percent);
