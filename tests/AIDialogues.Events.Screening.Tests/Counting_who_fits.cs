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
    [InlineData("The Norwegian businessman disagreed.", 0)]
    [InlineData("The British entrepreneur disagreed.", 1)]
    [InlineData("A beekeeper from Norway disagreed.", 1)]
    [InlineData("The French shipbuilder disagreed.", 11)]
    [InlineData("The Norwegian textile insurer disagreed.", 0)]
    [InlineData("Le Norvégien n’est pas d’accord.", 1)]
    [InlineData("Une femme originaire de Norvège l’a dit.", 1)]
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
        // Without a list of who was there nobody can tell whether that is one of many.
        Assert.Single(screener.Screen("A French judge would see it otherwise.", TextLanguage.English));
        Assert.Empty(screener.Screen("A French judge would see it otherwise.", TextLanguage.English, Sets));
        var found = Assert.Single(screener.Screen("There a Norwegian judge would see it otherwise.", TextLanguage.English, Sets));
        Assert.Equal((FindingKind.Group, "small-set", 6, 17), (found.Kind, found.Reason, found.Start, found.Length));
    }

    /// <summary>In a report, which speaks of many people. A point has one speaker, whom two sentences may tell together.</summary>
    [Fact]
    public void Counts_each_sentence_of_a_report_by_itself_and_a_point_as_one()
    {
        const string Text = "A French judge said so. At my university we log everything.\nThe Norwegian judge agreed.";
        var report = new AnonymitySets([.. Enumerable.Repeat(new Attendee("FR", Sector.Institutions), 5), .. Enumerable.Repeat(new Attendee("FR", Sector.Academia), 6), new Attendee("NO", Sector.Institutions)], k: 5, bySentence: true);
        var screener = new Screener(ParticipantDirectory.Empty);

        Assert.Equal([("At my university", 6), ("The Norwegian judge", 1)], screener.Screen(Text, TextLanguage.English, report).Select(f => (Text.Substring(f.Start, f.Length), report.Around(Text, f).Size)));
        Assert.Equal(["A French judge", "At my university", "The Norwegian judge"], screener.Screen(Text, TextLanguage.English, Sets).Select(f => Text.Substring(f.Start, f.Length)));
        Assert.Equal(0, Sets.Around(Text, screener.Screen(Text, TextLanguage.English, Sets)[0]).Size);
    }

    [Theory]
    [InlineData("A Norwegian judge would see it otherwise.", TextLanguage.English, "A participant would see it otherwise.")]
    [InlineData("Un juge norvégien y verrait autre chose.", TextLanguage.French, "Un participant y verrait autre chose.")]
    [InlineData("Selon l’avis de la juge norvégienne, non.", TextLanguage.French, "Selon l’avis d’un participant, non.")]
    public void Offers_words_that_fit_everybody(string text, TextLanguage language, string rewritten)
    {
        var screener = new Screener(ParticipantDirectory.Empty);
        var finding = Assert.Single(screener.Screen(text, language, Sets));
        Assert.Equal(rewritten, screener.RewritePoint(text, finding, language, Sets)?.Text);
    }

    /// <summary>A long text without a stop costs no more than its length.</summary>
    [Theory]
    [InlineData("the only judge ")]
    [InlineData("a norwegian judge and ")]
    [InlineData("x")]
    public void Reads_a_long_text_in_time_that_grows_with_its_length(string part)
    {
        var sets = new AnonymitySets([new Attendee("NO", Sector.Institutions)], k: 5, bySentence: true);
        var text = string.Concat(Enumerable.Repeat(part, 200_000 / part.Length));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Assert.Equal(part == "x", new Screener(ParticipantDirectory.Empty).Screen(text, TextLanguage.English, sets).Count == 0);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
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
