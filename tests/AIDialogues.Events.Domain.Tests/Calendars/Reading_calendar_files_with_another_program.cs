using System.Globalization;
using System.Text.RegularExpressions;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Calendars;

/// <summary>What our files say is what a reader that shares nothing with us finds in them, and no more.</summary>
public sealed partial class Reading_calendar_files_with_another_program
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly string[] Nasty =
    [
        "\r\nATTENDEE:mailto:x@y.test", "\"", "\";X=\"", "\\", "\\n", ";", ",", ":", "\n", "\r", "\t", " ", "\0", "\u0085", "\u2028", "\u2029", "\ud83d\ude00", "\ud800", "\udc00", "é", "BEGIN:VEVENT", "END:VCALENDAR", "\u007f", "^n", "^'", "^^", "=", "%0D%0A",
        "'", "\u202e", "\ufeff", "a", "Zoé", "العربية",
    ];

    [Fact]
    public async Task Case_22_six_hundred_hostile_days_hold_the_properties_that_were_meant_and_no_other()
    {
        // The same six hundred on every run: a failure can be looked at.
        uint state = 22;
        int Next(int below) => (int)((state = unchecked((state * 1664525) + 1013904223)) >> 8) % below;
        string Word() => string.Concat(Enumerable.Range(0, 1 + Next(13)).Select(_ => Next(3) == 0 ? ((char)(0x20 + Next(0x2e0))).ToString() : Nasty[Next(Nasty.Length)]));
        CalendarDay[] days = [.. Enumerable.Range(0, 600).Select(i => Day() with
        {
            Sequence = i, Title = Word(), Place = "x" + Word(), Organiser = new(Word(), "events@meridien.test"), Invitee = new(Word(), "o'neil+tag@bassin.test"), Zone = i % 2 == 0 ? "UTC" : "Europe/Paris",
        })];

        var read = await IcalJs.ReadAsync(days.Select(d => CalendarFile.Of(d, CalendarMethod.Request, Now)));

        Assert.Equal(days.Length, read.Count);
        Assert.All(days.Zip(read), both => Assert.Equal(Meant(both.First), both.Second.Properties.Where(p => !p.Contains("vtimezone", StringComparison.Ordinal)).Order(StringComparer.Ordinal)));
    }

    /// <summary>Where the clocks change within the day or the night before, every hour but the doubled one, of which programs do not agree which of the two it is.</summary>
    [Theory]
    [InlineData("2026-10-24")]
    [InlineData("2026-10-25")]
    [InlineData("2026-10-26")]
    [InlineData("2027-03-27")]
    [InlineData("2027-03-28")]
    [InlineData("2027-03-29")]
    public async Task Fault_20_every_hour_is_the_same_moment_by_the_rules_that_the_file_carries(string day)
    {
        var date = DateOnly.Parse(day, CultureInfo.InvariantCulture);
        bool isDoubled(TimeOnly time) => day == "2026-10-25" && time.Hour == 2;
        TimeOnly[] hours = [.. Enumerable.Range(0, 48).Select(i => new TimeOnly(i / 2, i % 2 * 30)).Where(time => !isDoubled(time))];

        var read = await IcalJs.ReadAsync(hours.Select(begins => CalendarFile.Of(Day() with { Day = date, Begins = begins, Ends = new(23, 45) }, CalendarMethod.Request, Now)));

        Assert.Equal(hours.Select(begins => ("Europe/Paris".At(date, begins), "Europe/Paris".At(date, new(23, 45)))), read.Select(file => Assert.Single(file.Events)));
        Assert.All(read, file => Assert.True(file.Events[0].Begins < file.Events[0].Ends));
    }

    private static IEnumerable<string> Meant(CalendarDay day)
    {
        const string All = "vcalendar", Event = "vcalendar/vevent";
        string z = day.Zone == "UTC" ? "Z" : "";
        (string, string)[] zone = day.Zone == "UTC" ? [] : [("tzid", day.Zone)];
        string[] lines =
        [
            IcalJs.Line(All, "version", "2.0"), IcalJs.Line(All, "prodid", "-//AIDialogues.Events//EN"), IcalJs.Line(All, "calscale", "GREGORIAN"), IcalJs.Line(All, "method", "REQUEST"),
            IcalJs.Line(Event, "uid", day.Uid.ToString()), IcalJs.Line(Event, "sequence", day.Sequence.ToString(CultureInfo.InvariantCulture)), IcalJs.Line(Event, "dtstamp", "2027-03-01T09:00:00Z"),
            IcalJs.Line(Event, "dtstart", "2027-05-12T09:00:00" + z, zone), IcalJs.Line(Event, "dtend", "2027-05-12T17:30:00" + z, zone),
            IcalJs.Line(Event, "summary", Text(day.Title)), IcalJs.Line(Event, "location", Text(day.Place)),
            IcalJs.Line(Event, "class", "PRIVATE"), IcalJs.Line(Event, "transp", "OPAQUE"), IcalJs.Line(Event, "status", "CONFIRMED"),
            IcalJs.Line(Event, "organizer", "mailto:events@meridien.test", ("cn", Name(day.Organiser.Name))),
            IcalJs.Line(Event, "attendee", "mailto:o'neil+tag@bassin.test", ("cn", Name(day.Invitee.Name)), ("role", "REQ-PARTICIPANT"), ("partstat", "ACCEPTED"), ("rsvp", "FALSE")),
        ];
        return lines.Order(StringComparer.Ordinal);
    }

    // What a TEXT value can carry: line ends become LF, other control characters go, half surrogates are replaced.
    private static string Text(string text) => string.Concat(text.ReplaceLineEndings("\n").EnumerateRunes().Where(r => r.Value == '\n' || !System.Text.Rune.IsControl(r)));

    // What a parameter can carry: one line without a double quote. The grammar knows no backslash in it; this one program reads it as in a text all the same.
    private static string Name(string text) => Escapes().Replace(
        string.Concat(text.EnumerateRunes().Select(r => System.Text.Rune.IsControl(r) || r.Value is 0x2028 or 0x2029 ? " " : r.Value == '"' ? "'" : r.ToString())),
        escape => escape.Value is "\\n" or "\\N" ? "\n" : escape.Value[1..]);

    [GeneratedRegex(@"\\\\|\\;|\\,|\\[Nn]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escapes();

    private static CalendarDay Day() => new(
        new Guid("6f1c0f5e-58f2-4b1e-9a55-0d6c8b1d2e11"), 0, "Europe/Paris", new(2027, 5, 12), new(9, 0), new(17, 30), "Eau et sécurité", "Maison de la paix, Genève",
        new("Institut Méridien", "events@meridien.test"), new("Awa Diallo", "awa@bassin.test"));
}
