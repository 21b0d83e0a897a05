using CsCheck;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Dialogues;

public sealed class Planning_sessions
{
    private readonly Dialogue _day;
    private readonly Room _blue, _green;

    public Planning_sessions() => _day = Days.New(out _blue, out _green);

    [Theory]
    [InlineData("10:30", "11:30", "room-busy")]
    [InlineData("09:30", "11:00", "room-busy")]
    [InlineData("10:00", "10:15", "room-busy")]
    [InlineData("09:00", "12:00", "room-busy")]
    [InlineData("11:00", "12:00", null)]
    [InlineData("09:00", "09:30", null)]
    [InlineData("08:59", "09:30", "session-outside-the-day")]
    [InlineData("17:00", "17:31", "session-outside-the-day")]
    [InlineData("12:00", "12:00", "ends-before-it-begins")]
    public void A_room_takes_one_at_a_time_within_the_day(string begins, string ends, string? code)
    {
        _ = Days.Value(_day.AddSession(Days.Session(_blue)));

        Assert.Equal(code, Days.Code(_day.AddSession(Days.Session(_blue, begins, ends))));
        Assert.Equal(code is null ? 2 : 1, _day.Sessions.Count);
    }

    /// <summary>English | French; an empty French name is shown in English.</summary>
    [Theory]
    [InlineData("Access|Accès", "ACCESS|Autre", "theme-twice")]
    [InlineData("Access|Accès", "Entry|acces", "theme-twice")]
    [InlineData("Who  pays?|Qui paie", "who pays |Qui paiera", "theme-twice")]
    [InlineData("Accès|", "Entry|Acces", "theme-twice")]
    [InlineData("Access|Accès", "Access to water|Accès à l’eau", null)]
    public void Two_themes_of_one_name_are_refused_whatever_their_case_accents_and_spaces(string first, string second, string? code)
    {
        BilingualText[] themes = [.. new[] { first, second }.Select(t => t.Split('|')).Select(t => BilingualText.Of(t[0], t[1]))];
        var session = Days.Session(_blue) with { Themes = themes };

        Assert.Equal(code, Days.Code(_day.AddSession(session)));
        var other = Days.Value(_day.AddSession(Days.Session(_green)));
        Assert.Equal(code, _day.ChangeSession(other, session with { RoomId = _green.Id })?.Code);
    }

    [Fact]
    public void Two_rooms_are_used_at_once()
    {
        _ = Days.Value(_day.AddSession(Days.Session(_blue)));

        Assert.Null(Days.Code(_day.AddSession(Days.Session(_green))));
    }

    [Fact]
    public void A_session_may_be_changed_within_its_own_hours()
    {
        var session = Days.Value(_day.AddSession(Days.Session(_blue)));

        Assert.Null(_day.ChangeSession(session, Days.Session(_blue, "10:00", "11:30")));
        Assert.Equal(new TimeOnly(10, 0), session.Begins);
    }

    [Fact]
    public void A_refused_change_leaves_everything_as_it_was()
    {
        var first = Days.Value(_day.AddSession(Days.Session(_blue)));
        _ = Days.Value(_day.AddSession(Days.Session(_blue, "11:00", "12:00")));

        Assert.Equal("room-busy", _day.ChangeSession(first, Days.Session(_blue, "09:30", "11:30") with { OwnRule = Rule.OnTheRecord, Title = new("Other", "") })?.Code);
        Assert.Equal(("Opening", new TimeOnly(11, 0), null), (first.Title.En, first.Ends, first.OwnRule));
    }

    [Fact]
    public void The_rule_of_a_session_is_its_own_else_the_days()
    {
        var asTheDay = Days.Value(_day.AddSession(Days.Session(_blue)));
        var own = Days.Value(_day.AddSession(Days.Session(_green) with { OwnRule = Rule.OnTheRecord }));
        Assert.Equal((Rule.ChathamHouse, Rule.OnTheRecord), (_day.RuleIn(asTheDay), _day.RuleIn(own)));

        Assert.Null(_day.Change(Days.Details with { Rule = Rule.OffTheRecord }));

        Assert.Equal((Rule.OffTheRecord, Rule.OnTheRecord), (_day.RuleIn(asTheDay), _day.RuleIn(own)));
    }

    [Fact]
    public void Another_day_keeps_the_sessions_and_their_hours()
    {
        var session = Days.Value(_day.AddSession(Days.Session(_blue)));

        Assert.Null(_day.Change(Days.Details with { Day = new(2027, 6, 2), Zone = "America/Toronto" }));

        Assert.Equal((session, new TimeOnly(9, 30)), (_day.Sessions[0], _day.Sessions[0].Begins));
        Assert.Equal("session-outside-the-day", _day.Change(Days.Details with { Begins = new(10, 0) })?.Code);
        Assert.Equal("America/Toronto", _day.Zone);
    }

    [Fact]
    public void A_renamed_theme_stays_the_same_theme()
    {
        var session = Days.Value(_day.AddSession(Days.Session(_blue)));
        var ids = session.Themes.Select(t => t.Id).ToList();

        Assert.Null(_day.ChangeSession(session, Days.Session(_blue) with { Themes = [new("Confidence", "Confiance")] }));

        Assert.Equal([(ids[0], "Confidence")], session.Themes.Select(t => (t.Id, t.Name.En)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(13)]
    public void Themes_are_one_to_twelve(int count) =>
        Assert.Equal("themes-missing", Days.Code(_day.AddSession(Days.Session(_blue) with { Themes = [.. Enumerable.Range(0, count).Select(i => new BilingualText($"Theme {i}", ""))] })));

    [Fact]
    public void A_theme_without_a_name_is_none() =>
        Assert.Equal("themes-missing", Days.Code(_day.AddSession(Days.Session(_blue) with { Themes = [new("Trust", ""), new("", "")] })));

    [Fact]
    public void A_text_the_database_could_not_hold_is_refused()
    {
        Assert.Equal("text-too-long", Days.Code(_day.AddSession(Days.Session(_blue) with { Title = new(new string('x', 301), "") })));
        Assert.Equal("control-characters", Days.Code(_day.AddSession(Days.Session(_blue) with { Title = new("a\0b", "") })));
        Assert.Equal("control-characters", _day.Change(Days.Details with { Venue = "a\u001bb" })?.Code);
    }

    [Fact]
    public void A_room_in_use_stays_and_a_free_one_goes()
    {
        _ = Days.Value(_day.AddSession(Days.Session(_blue)));

        Assert.Equal("room-in-use", _day.RemoveRoom(_blue.Id)?.Code);
        Assert.Null(_day.RemoveRoom(_green.Id));
        Assert.Equal(["Salle bleue"], _day.Rooms.Select(r => r.Name));
    }

    [Fact]
    public void No_sequence_of_adding_and_changing_lets_two_sessions_overlap_in_a_room()
    {
        var minute = Gen.Int[8 * 60, 19 * 60];
        var step = Gen.Select(Gen.Bool, Gen.Int[0, 9], Gen.Bool, minute, minute);
        step.List[0, 40].Sample(steps =>
        {
            var day = Days.New(out var blue, out var green);
            foreach (var (adds, which, isBlue, begins, ends) in steps)
            {
                var details = Days.Session(isBlue ? blue : green) with { Begins = TimeOnly.MinValue.AddMinutes(begins), Ends = TimeOnly.MinValue.AddMinutes(ends) };
                if (adds || day.Sessions.Count == 0) _ = day.AddSession(details);
                else _ = day.ChangeSession(day.Sessions[which % day.Sessions.Count], details);
            }

            return day.Sessions.All(s => s.Begins >= day.Begins && s.Ends <= day.Ends && s.Begins < s.Ends)
                && day.Sessions.All(a => day.Sessions.All(b => a == b || a.RoomId != b.RoomId || a.Ends <= b.Begins || b.Ends <= a.Begins));
        });
    }
}
