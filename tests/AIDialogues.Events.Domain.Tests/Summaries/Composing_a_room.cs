using Xunit;

namespace AIDialogues.Events.Domain.Tests.Summaries;

public sealed class Composing_a_room
{
    private static readonly StakeholderGroup[] Groups = Enum.GetValues<StakeholderGroup>();

    [Fact]
    public void Says_in_bands_who_came()
    {
        var room = Of(12, 5, 20, 9)!;
        Assert.Equal(
            [new(StakeholderGroup.Academia, PersonBand.TenToNineteen), new(StakeholderGroup.Business, PersonBand.FiveToNine), new(StakeholderGroup.Institutions, PersonBand.TwentyOrMore), new(StakeholderGroup.CivilSociety, PersonBand.FiveToNine)],
            room.Groups);
    }

    [Fact]
    public void Gathers_a_small_group_with_the_next_one_so_that_neither_can_be_told() =>
        Assert.Equal([new(StakeholderGroup.Academia, PersonBand.TenToNineteen), new(StakeholderGroup.Institutions, PersonBand.TwentyOrMore), new(null, PersonBand.TenToNineteen)], Of(12, 2, 20, 9)!.Groups);

    [Fact]
    public void Does_not_say_that_nobody_came_from_a_group() =>
        Assert.Equal([new(StakeholderGroup.Academia, PersonBand.TenToNineteen), new(StakeholderGroup.Institutions, PersonBand.TwentyOrMore), new(null, PersonBand.FiveToNine)], Of(12, 0, 20, 9)!.Groups);

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(4, 4, 4, 4)]
    [InlineData(40, 0, 0, 0)]
    [InlineData(1, 1, 1, 5)]
    public void Says_nothing_where_no_group_of_five_would_stand_beside_the_others(int academia, int business, int institutions, int civil) => Assert.Null(Of(academia, business, institutions, civil));

    /// <summary>Every room of up to twenty-two from each group: what a reader of the bands can still take for possible of a group that is not named.</summary>
    [Fact]
    public void Case_66_names_no_group_of_fewer_than_five_and_leaves_at_least_five_numbers_possible_for_each_that_is_not_named()
    {
        const int most = 22;
        var possible = new Dictionary<(int Shown, StakeholderGroup Hidden), HashSet<int>>();
        for (int at = 0; at < (most + 1) * (most + 1) * (most + 1) * (most + 1); at++)
        {
            int[] counts = [at % 23, at / 23 % 23, at / (23 * 23) % 23, at / (23 * 23 * 23)];
            if (Of(counts) is not { } room) continue;
            int shown = room.Groups.Aggregate(0, (key, g) => (key * 16) + (((int?)g.Group ?? Groups.Length) * 3) + (int)g.Persons + 1);
            foreach (var group in Groups)
            {
                if (room.Groups.Any(g => g.Group == group)) Assert.True(counts[(int)group] >= RoomComposition.SmallestGroup);
                else if (possible.TryGetValue((shown, group), out var numbers)) _ = numbers.Add(counts[(int)group]);
                else possible.Add((shown, group), [counts[(int)group]]);
            }
        }

        Assert.True(possible.Count > 20);
        Assert.All(possible, p => Assert.True(p.Value.Count >= RoomComposition.SmallestGroup, $"{p.Key}: {string.Join(' ', p.Value.Order())}"));
    }

    [Fact]
    public void The_same_people_make_the_same_room() => Assert.Equal(Of(12, 2, 20, 9), Of(12, 2, 20, 9));

    private static RoomComposition? Of(params int[] counts) => RoomComposition.Of(Groups.Zip(counts).ToDictionary(g => g.First, g => g.Second));
}
