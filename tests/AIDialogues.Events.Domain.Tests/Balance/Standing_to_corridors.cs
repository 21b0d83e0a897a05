using CsCheck;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Balance;

public sealed class Standing_to_corridors
{
    private static readonly Trait Women = Trait.Of(Gender.Woman);

    [Theory]
    [InlineData(40, 60, 46, 19, 27)]
    [InlineData(50, 50, 46, 23, 23)]
    [InlineData(33, 34, 100, 33, 34)]
    public void A_share_is_of_the_seats_and_rounded_inwards(int min, int max, int seats, int least, int most)
    {
        var corridor = new Corridor(Women, min, max, CorridorUnit.Percent);

        Assert.Equal((least, most), (corridor.Least(seats), corridor.Most(seats)));
    }

    [Theory]
    [InlineData(0, 5, null, "balance-seats")]
    [InlineData(10, -1, null, "balance-out-of-range")]
    [InlineData(10, 11, null, "balance-out-of-range")]
    [InlineData(10, 6, 5, "balance-upside-down")]
    [InlineData(10, 5, 5, null)]
    [InlineData(10, 0, null, null)]
    public void A_corridor_that_cannot_be_is_refused(int seats, int min, int? max, string? code) =>
        Assert.Equal(code, Target(10).Change(seats, [new(Women, min, max, CorridorUnit.People)])?.Code);

    [Fact]
    public void Corridors_of_one_dimension_that_together_need_more_than_the_seats_are_refused()
    {
        var target = Target(10);

        var refusal = target.Change(10, [new(Women, 6, null, CorridorUnit.People), new(Trait.Of(Gender.Man), 50, null, CorridorUnit.Percent)]);

        Assert.Equal("balance-more-than-seats", refusal!.Code);
        Assert.Equal([Dimension.Gender, 11, 10], refusal.Facts);
        Assert.Empty(target.Corridors);
        Assert.Equal("balance-trait-twice", target.Change(10, [new(Women, 1, null, CorridorUnit.People), new(Women, 2, null, CorridorUnit.People)])!.Code);
    }

    [Fact]
    public void Accepted_if_all_accept_and_expected_are_three_numbers()
    {
        var target = Target(10);
        Assert.Null(target.Change(10, [new(Women, 2, 3, CorridorUnit.People)]));
        Prospect[] people = [Somebody(Gender.Woman, 1), Somebody(Gender.Woman, 0.25), Somebody(Gender.Woman, 0.5), Somebody(Gender.Woman, 0.5), Somebody(Gender.Man, 1), Somebody(Gender.NotSaid, 1)];

        var standing = BalanceStanding.Of(target, people);
        var women = standing.Corridors.Single();

        Assert.Equal((3, 6, 4.25), (standing.Accepted, standing.IfAllAccept, standing.Expected));
        Assert.Equal((1, 4, 2.25), (women.Accepted, women.IfAllAccept, women.Expected));
        Assert.Equal((Fit.Below, Fit.Above, Fit.Within), (women.Of(women.Accepted), women.Of(women.IfAllAccept), women.Of(women.Expected)));
    }

    [Fact]
    public void A_decline_takes_one_person_out_of_every_number()
    {
        var target = Target(10);
        Assert.Null(target.Change(10, [new(Women, 1, null, CorridorUnit.People)]));
        Prospect[] people = [Somebody(Gender.Woman, 1), Somebody(Gender.Man, 0.5)];

        var after = BalanceStanding.Without(target, people, people[0].PersonId);

        Assert.Equal((0, 0, 0.0), (after.Corridors[0].Accepted, after.Corridors[0].IfAllAccept, after.Corridors[0].Expected));
        Assert.Equal((0, 1, 0.5), (after.Accepted, after.IfAllAccept, after.Expected));
    }

    [Fact]
    public void Without_any_answer_everybody_is_a_coin() =>
        Assert.All(Enum.GetValues<StakeholderGroup>(), group => Assert.Equal(0.5, AcceptanceRates.Of([]).Of(group)));

    [Fact]
    public void Each_group_begins_as_the_series_and_its_own_answers_outweigh_that()
    {
        var rates = AcceptanceRates.Of([.. Enumerable.Repeat((StakeholderGroup.Business, false), 10), .. Enumerable.Repeat((StakeholderGroup.Academia, true), 20)]);

        // The series: (20 + 5) of (30 + 10); business: (0 + 10 × 0.625) of (10 + 10); academia: (20 + 6.25) of (20 + 10).
        Assert.Equal(0.625, rates.Of(StakeholderGroup.CivilSociety), 9);
        Assert.Equal(0.3125, rates.Of(StakeholderGroup.Business), 9);
        Assert.Equal(0.875, rates.Of(StakeholderGroup.Academia), 9);
    }

    [Fact]
    public void A_rate_lies_between_none_and_all_and_one_more_yes_never_lowers_it() =>
        Gen.Select(Gen.Select(Gen.Enum<StakeholderGroup>(), Gen.Bool).Array[0, 60], Gen.Enum<StakeholderGroup>()).Sample((answers, group) =>
        {
            double rate = AcceptanceRates.Of(answers).Of(group);
            return rate is > 0 and < 1 && AcceptanceRates.Of([.. answers, (group, true)]).Of(group) >= rate;
        });

    [Theory]
    [InlineData("SN", Region.Africa)]
    [InlineData("TR", Region.Asia)]
    [InlineData("CY", Region.Asia)]
    [InlineData("RU", Region.Europe)]
    [InlineData("MX", Region.Americas)]
    [InlineData("NC", Region.Oceania)]
    [InlineData("", null)]
    public void A_region_is_that_of_the_country_in_the_standard(string country, Region? region) => Assert.Equal(region, Regions.Of(country));

    [Fact]
    public void Every_country_that_is_known_has_one_region() =>
        Assert.Empty(from first in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" from second in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" let code = $"{first}{second}" where Countries.Exists(code) && Regions.Of(code) is null select code);

    private static BalanceTarget Target(int seats) => BalanceTarget.For(Id<Series>.New(), Id<Dialogue>.New(), seats);

    private static Prospect Somebody(Gender gender, double chance) =>
        new(Id<Person>.New(), "", Trait.Of(StakeholderGroup.Academia, Region.Europe, gender, Language.English), chance == 1, chance);
}
