namespace AIDialogues.Events.Domain;

/// <summary>
/// Who was in the room by stakeholder group, as it may be published: bands and never numbers, small groups gathered. It is about who
/// came and never about who said what: a statement carries no group.
/// </summary>
public sealed record RoomComposition(IReadOnlyList<GroupBand> Groups)
{
    /// <summary>The k of a group that is named.</summary>
    public const int SmallestGroup = 5;

    /// <summary>Null when nothing can be published: too few people, or only one part would be left.</summary>
    /// <param name="persons">How many persons came from each group; a group that is missing sent nobody.</param>
    public static RoomComposition? Of(IReadOnlyDictionary<StakeholderGroup, int> persons)
    {
        // The smallest first: that nobody came from a group tells as much as that two did.
        var order = Enum.GetValues<StakeholderGroup>().Select(g => (Group: g, Count: persons.GetValueOrDefault(g))).OrderBy(g => g.Count).ThenBy(g => g.Group).ToList();
        int gathered = order.Count(g => g.Count < SmallestGroup);
        // What is gathered is at least two groups and itself large enough, so no single small one can be told from it.
        while (gathered > 0 && gathered < order.Count && (gathered < 2 || order.Take(gathered).Sum(g => g.Count) < SmallestGroup)) gathered++;
        if (order.Count - gathered < (gathered == 0 ? 2 : 1)) return null;
        var named = order.Skip(gathered).OrderBy(g => g.Group).Select(g => new GroupBand(g.Group, PersonBands.Of(g.Count)));
        return new([.. named, .. gathered == 0 ? [] : (GroupBand[])[new(null, PersonBands.Of(order.Take(gathered).Sum(g => g.Count)))]]);
    }

    public bool Equals(RoomComposition? other) => other is not null && Groups.SequenceEqual(other.Groups);

    public override int GetHashCode() => Groups.Aggregate(0, HashCode.Combine);
}

/// <param name="Group">Null for the other groups together.</param>
public sealed record GroupBand(StakeholderGroup? Group, PersonBand Persons);

/// <summary>About how many persons; there is no band for fewer than five.</summary>
public enum PersonBand
{
    FiveToNine,
    TenToNineteen,
    TwentyOrMore,
}

public static class PersonBands
{
    public static PersonBand Of(int persons) => persons switch
    {
        < RoomComposition.SmallestGroup => throw new ArgumentOutOfRangeException(nameof(persons)),
        < 10 => PersonBand.FiveToNine,
        < 20 => PersonBand.TenToNineteen,
        _ => PersonBand.TwentyOrMore,
    };
}
