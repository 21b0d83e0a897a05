using Xunit;

namespace AIDialogues.Events.Domain.Tests.Dialogues;

public sealed class Local_times
{
    [Theory]
    // Paris: summer time from 28 March 2027, 02:00, to 31 October 2027, 03:00.
    [InlineData("Europe/Paris", "2027-03-27", "02:30", "2027-03-27T01:30:00Z")]
    [InlineData("Europe/Paris", "2027-03-28", "02:30", "2027-03-28T01:30:00Z")] // skipped: lands at 03:30 summer time
    [InlineData("Europe/Paris", "2027-03-28", "03:30", "2027-03-28T01:30:00Z")]
    [InlineData("Europe/Paris", "2027-10-31", "02:30", "2027-10-31T00:30:00Z")] // twice: the first one
    [InlineData("Europe/Paris", "2027-10-31", "03:30", "2027-10-31T02:30:00Z")]
    [InlineData("America/New_York", "2027-03-14", "02:30", "2027-03-14T07:30:00Z")]
    [InlineData("America/New_York", "2027-11-07", "01:30", "2027-11-07T05:30:00Z")]
    [InlineData("Australia/Lord_Howe", "2027-10-03", "02:15", "2027-10-02T15:45:00Z")] // a gap of half an hour
    [InlineData("Asia/Kathmandu", "2027-05-12", "09:00", "2027-05-12T03:15:00Z")]
    [InlineData("UTC", "2027-05-12", "09:00", "2027-05-12T09:00:00Z")]
    public void Become_one_instant_also_when_clocks_change(string zone, string day, string time, string instant) =>
        Assert.Equal(DateTimeOffset.Parse(instant), zone.At(DateOnly.Parse(day), TimeOnly.Parse(time)));

    [Fact]
    public void A_day_with_a_change_of_clocks_ends_after_it_begins()
    {
        var dialogue = Days.Value(Dialogue.New(Days.Series(), Days.Details with { Day = new(2027, 3, 28), AnswerBy = new(2027, 3, 1), Begins = new(1, 30), Ends = new(4, 0) }));

        Assert.Equal(TimeSpan.FromMinutes(90), dialogue.EndsAt - dialogue.BeginsAt);
    }

    [Fact]
    public void A_day_within_the_hours_that_clocks_skip_is_refused() => Assert.Equal("hour-is-skipped", Days.Code(Dialogue.New(
        Days.Series(), Days.Details with { Day = new(2027, 3, 28), AnswerBy = new(2027, 3, 1), Begins = new(2, 15), Ends = new(3, 0) })));

    [Theory]
    [InlineData("Europe/Zurich", true)]
    [InlineData("UTC", true)]
    [InlineData("Etc/GMT+5", true)]
    [InlineData("CET", false)]
    [InlineData("Europe/Atlantis", false)]
    [InlineData("Romance Standard Time", false)]
    [InlineData("../../etc/passwd", false)]
    [InlineData("/etc/localtime", false)]
    [InlineData("", false)]
    public void A_zone_is_one_of_the_worlds_places(string zone, bool exists) => Assert.Equal(exists, EventZone.Exists(zone));

    [Fact]
    public void Every_zone_that_is_offered_is_taken()
    {
        Assert.Contains("Africa/Dakar", EventZone.All);
        Assert.True(EventZone.All.Count > 300);
        Assert.All(EventZone.All, zone => Assert.True(EventZone.Exists(zone)));
    }

    [Theory]
    [InlineData("Europe/Atlantis", "zone-unknown")]
    [InlineData("Europe/Paris", null)]
    public void A_day_needs_a_zone(string zone, string? code) => Assert.Equal(code, Days.Code(Dialogue.New(Days.Series(), Days.Details with { Zone = zone })));
}
