using CsCheck;
using Xunit;

namespace AIDialogues.Events.Screening.Tests;

public sealed class Counting_who_fits
{
    private static readonly AnonymitySets Sets = new(
        [
            .. Enumerable.Repeat(new Attendee("FR", Sector.Institutions), 6), .. Enumerable.Repeat(new Attendee("FR", Sector.Academia), 4), new Attendee("FR", Sector.Business, Gender.Woman),
            new Attendee("NO", Sector.Institutions), new Attendee("GB", Sector.Business), new Attendee("CI", Sector.CivilSociety), new Attendee(null, Sector.Academia),
        ], k: 5);

    [Theory]
    [InlineData("Costs matter.", 15)]
    [InlineData("French law is stricter than the regulation.", 15)]
    [InlineData("As the French delegate put it, costs matter.", 11)]
    [InlineData("The delegate from Norway disagreed.", 1)]
    [InlineData("The representative of the United Kingdom disagreed.", 1)]
    [InlineData("The Norwegian judge disagreed.", 1)]
    [InlineData("The Japanese ambassador disagreed.", 0)]
    [InlineData("As a former judge, I would wait.", 7)]
    [InlineData("At my company we log everything.", 2)]
    [InlineData("The only physicist in the room disagreed.", 1)]
    [InlineData("In my country this is law.", 15)]
    [InlineData("Le délégué français n'est pas d'accord.", 11)]
    [InlineData("Chez nous au ministère, c'est interdit.", 7)]
    [InlineData("La représentante de la Côte d'Ivoire insiste.", 1)]
    [InlineData("La chercheuse française insiste.", 4)]
    public void In_both_languages(string text, int size)
    {
        var set = Sets.Of(text);
        Assert.Equal((size, 15), (set.Size, set.Of));
        Assert.Equal(set.Hints.Count == 0 || size >= 5, set.Suffices(5));
    }

    [Fact]
    public void Says_which_words_narrow_it_down() => Assert.Equal(
        [(HintKind.Sector, "Institutions", "judge"), (HintKind.Country, "NO", "Norwegian")],
        Sets.Of("The Norwegian judge disagreed.").Hints.OrderByDescending(h => h.Kind).Select(h => (h.Kind, h.Value, "The Norwegian judge disagreed.".Substring(h.Start, h.Length))));

    [Fact]
    public void Marks_what_no_other_rule_sees_once_fewer_than_k_fit()
    {
        var screener = new Screener(ParticipantDirectory.Empty);
        Assert.Empty(screener.Screen("A French judge would see it otherwise.", TextLanguage.English));
        Assert.Empty(screener.Screen("A French judge would see it otherwise.", TextLanguage.English, Sets));
        var found = screener.Screen("A Norwegian judge would see it otherwise.", TextLanguage.English, Sets);
        Assert.Equal(["small-set", "small-set"], found.Select(f => f.Reason));
        Assert.Equal((2, 9), (found[0].Start, found[0].Length));
    }

    [Fact]
    public void Never_grows_when_a_text_says_more() => PointingTexts.Any.Select(PointingTexts.Any).Sample((one, more) =>
    {
        var less = Sets.Of(one);
        var both = Sets.Of(one + "\n" + more);
        return both.Size <= less.Size || both.Hints.Count < less.Hints.Count;
    });

    [Fact]
    public void Is_the_number_of_attendees_who_fit_every_hint() => Gen.Select(Gen.Int[0, 3].Select(i => new[] { "FR", "NO", "GB", null }[i]), Gen.Enum<Sector>()).Array[0, 40].Sample(people =>
    {
        var sets = new AnonymitySets(people.Select(p => new Attendee(p.Item1, p.Item2)), 5);
        Assert.Equal(people.Count(p => p is ("NO", Sector.Institutions)), sets.Of("The Norwegian judge disagreed.").Size);
        Assert.Equal(people.Length, sets.Of("Nothing points at anybody.").Size);
    });
}
