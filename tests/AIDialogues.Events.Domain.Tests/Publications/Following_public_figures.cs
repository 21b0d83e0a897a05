using CsCheck;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Publications;

public sealed class Following_public_figures
{
    private static readonly StakeholderGroup[] Groups = Enum.GetValues<StakeholderGroup>();

    [Fact]
    public void Case_66_two_looks_that_differ_have_at_least_five_persons_between_them_in_every_number_that_moved()
    {
        int moves = 0;
        Gen.Select(Gen.Int[0, 30].Array[Groups.Length], Gen.Select(Gen.Int[0, Groups.Length - 1], Gen.Bool).Array[60]).Sample(
            (start, answers) =>
            {
                var room = Room(start);
                var figures = PublicFigures.Of(Id<Series>.New());
                figures.Follow(start.Sum(), room);
                foreach (var (at, comes) in answers)
                {
                    var (shares, experts, all) = (figures.Shares, figures.AboutExperts, figures.Experts);
                    var kept = Groups.ToDictionary(g => g, g => Kept(figures, g));
                    room[Groups[at]] = Math.Max(0, room[Groups[at]] + (comes ? 1 : -1));
                    figures.Follow(room.Values.Sum(), room);

                    var moved = Groups.Where(g => Kept(figures, g) != kept[g]).ToList();
                    moves += moved.Count;
                    Assert.All(moved, g => Assert.True(Math.Abs(Kept(figures, g) - kept[g]) >= PublicFigures.Step));
                    if (moved.Count == 0) Assert.Equal(shares, figures.Shares);
                    if (Math.Abs(figures.Experts - all) < PublicFigures.Step) Assert.Equal(experts, figures.AboutExperts);
                }
            },
            iter: 500, threads: 1);
        // Otherwise the property would hold of figures that never follow.
        Assert.True(moves > 300, $"only {moves} numbers moved");
    }

    [Theory]
    [InlineData(4, null)]
    [InlineData(9, null)]
    [InlineData(10, 10)]
    [InlineData(19, 10)]
    public void The_number_of_experts_is_rounded_down_to_tens(int experts, int? shown)
    {
        var figures = PublicFigures.Of(Id<Series>.New());

        figures.Follow(experts, new Dictionary<StakeholderGroup, int>());

        Assert.Equal(shown, figures.AboutExperts);
    }

    [Fact]
    public void A_group_that_grows_small_keeps_the_share_it_had_until_that_says_nothing_of_single_people()
    {
        var figures = PublicFigures.Of(Id<Series>.New());
        figures.Follow(24, Room(6, 6, 6, 6));
        var before = figures.Shares;

        figures.Follow(20, Room(6, 6, 6, 2));
        Assert.Equal(before, figures.Shares);
        Assert.Equal(4, before.Count);
        figures.Follow(18, Room(6, 6, 6, 1));
        Assert.Empty(figures.Shares);
    }

    private static int Kept(PublicFigures figures, StakeholderGroup group) => figures.Room.Single(g => g.Group == group).Persons;

    private static Dictionary<StakeholderGroup, int> Room(params int[] counts) => Groups.Zip(counts).ToDictionary(g => g.First, g => g.Second);
}
