using AIDialogues.Events.Domain.Tests.Dialogues;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Calendars;

public sealed class Comparing_a_day_with_what_was_told
{
    private static readonly Series Series = Days.Series();

    [Fact]
    public void Nothing_about_the_day_is_another_where_only_the_reader_or_the_neutral_title_is()
    {
        var told = Told(Language.English, neutral: false);
        foreach (var same in (ToldDay[])[told, told with { Address = "old@bassin.test" }, Told(Language.French, neutral: false), Told(Language.French, neutral: true), told with { Zone = "Europe/Brussels" }])
            foreach (bool neutral in (bool[])[false, true]) Assert.True(DayDifference.Between(same, Days.New(out _, out _), Series, neutral).IsNone);
    }

    [Fact]
    public void Each_fact_is_told_for_itself()
    {
        var told = Told(Language.French, neutral: false);
        Assert.Equal([(true, false, false, false), (false, true, false, false), (false, false, true, false), (false, false, true, false), (false, false, false, true)],
            ((ToldDay[])[told with { Title = "Eau: Une autre journée" }, told with { Day = told.Day.AddDays(1) }, told with { Ends = new(18, 0) }, told with { Zone = "America/Toronto" }, told with { Place = "" }])
                .Select(was => DayDifference.Between(was, Days.New(out _, out _), Series, neutral: false)).Select(d => (d.Title, d.Day, d.Hours, d.Place)));
    }

    [Fact]
    public void A_calendar_that_was_told_neither_title_nor_place_cannot_have_them_wrong() =>
        Assert.Equal((false, true, false), DayDifference.Between(Told(Language.English, neutral: true) with { Day = new(2027, 5, 1) }, Days.New(out _, out _), Series, neutral: true) is var d ? (d.Title, d.Day, d.Place) : default);

    [Fact]
    public void Another_name_of_the_organisation_is_neither_another_title_nor_another_place_of_a_day_under_a_neutral_title()
    {
        var told = Told(Language.English, neutral: true);
        var renamed = Days.Series();
        Assert.Null(renamed.Describe(renamed.Title, renamed.Purpose, "Institut du Fleuve"));

        Assert.True(DayDifference.Between(told, Days.New(out _, out _), renamed, neutral: true).IsNone);
        // A place that an entry showed was told, whatever it shows now.
        Assert.True(DayDifference.Between(Told(Language.English, neutral: false) with { Place = "Lyon" }, Days.New(out _, out _), renamed, neutral: true).Place);
    }

    private static ToldDay Told(Language language, bool neutral)
    {
        var person = Days.Value(Person.New(new("Awa", "Diallo", "awa@bassin.test", "", StakeholderGroup.Institutions, "ML", language), Days.Now));
        var dialogue = Days.New(out _, out _);
        return ToldDay.Read(CalendarDay.Of(Invitation.Of(person, dialogue, Days.Now), person, dialogue, Series, neutral, new("", ""), 0).Facts)!;
    }
}
