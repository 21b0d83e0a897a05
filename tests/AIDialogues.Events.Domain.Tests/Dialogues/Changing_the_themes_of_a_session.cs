using Xunit;

namespace AIDialogues.Events.Domain.Tests.Dialogues;

public sealed class Changing_the_themes_of_a_session
{
    private readonly Dialogue _day;
    private readonly Session _session;

    public Changing_the_themes_of_a_session()
    {
        var series = Value(Series.New("rivers", new("Rivers", ""), new("", ""), "Institut", Days.Now));
        var day = DateOnly.FromDateTime(Days.Now.Date).AddDays(30);
        _day = Value(Dialogue.New(series, new DialogueDetails(new("Day", ""), day, new(9, 0), new(17, 0), "Venue", "Europe/Paris", Rule.ChathamHouse, day, [])));
        _ = Value(_day.AddRoom("Blue", 10));
        _session = Value(_day.AddSession(With("Trust", "Access", "Cost")));
    }

    [Fact]
    public void A_removed_theme_takes_no_other_themes_place()
    {
        var (access, cost) = (_session.Themes[1].Id, _session.Themes[2].Id);

        Assert.Null(_day.ChangeSession(_session, With("Access", "Cost")));

        Assert.Equal([(access, "Access"), (cost, "Cost")], InOrder());
    }

    [Fact]
    public void Themes_that_change_places_stay_themselves()
    {
        var ids = _session.Themes.ToDictionary(t => t.Name.En, t => t.Id);

        Assert.Null(_day.ChangeSession(_session, With("Cost", "Trust", "Access")));

        Assert.Equal([(ids["Cost"], "Cost"), (ids["Trust"], "Trust"), (ids["Access"], "Access")], InOrder());
    }

    [Fact]
    public void A_renamed_theme_keeps_what_was_said_about_it()
    {
        var access = _session.Themes[1].Id;

        Assert.Null(_day.ChangeSession(_session, With("Trust", "Access for small users", "Cost")));

        Assert.Equal((access, "Access for small users"), InOrder()[1]);
    }

    private List<(Id<Theme>, string)> InOrder() => [.. _session.Themes.OrderBy(t => t.Place).Select(t => (t.Id, t.Name.En))];

    private SessionDetails With(params string[] themes) =>
        new(new("Session", ""), _day.Rooms[0].Id, new(10, 0), new(11, 0), null, [.. themes.Select(t => new BilingualText(t, ""))], new("", ""));

    private static T Value<T>(Result<T> result) where T : notnull => result.Refused(out var refusal, out var value) ? throw new InvalidOperationException(refusal.Code) : value;
}
