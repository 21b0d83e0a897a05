using System.Globalization;
using CsCheck;
using Xunit;

namespace AIDialogues.Events.Domain.Tests.Calendars;

public sealed class Writing_calendar_files
{
    private static readonly DateTimeOffset Now = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private static readonly string[] Expected =
        ["SEQUENCE", "UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "CLASS", "TRANSP", "STATUS", "ORGANIZER", "ATTENDEE"];

    [Fact]
    public void Case_22_no_name_title_or_place_adds_or_breaks_a_line()
    {
        string[] nasty = ["\r\nATTENDEE:mailto:x@y.test", "\"", "\";X=\"", "\\", "\\n", ";", ",", ":", "\n", "\t", "\0", "\u0085", "\u2028", "\ud83d\ude00", "\ud800", "é", "BEGIN:VEVENT", "\u007f"];
        var word = Gen.OneOf(Gen.String[0, 60], Gen.Int[0, nasty.Length - 1].Select(i => nasty[i]).Array[1, 12].Select(parts => string.Concat(parts)));
        Gen.Select(word, word, word, word).Sample((title, place, organiser, invitee) =>
        {
            var day = Day() with { Title = title, Place = place + "x", Organiser = new(organiser, "events@meridien.test"), Invitee = new(invitee, "o'neil+tag%x@bassin.test") };
            var read = CalendarReader.Read(CalendarFile.Of(day, CalendarMethod.Request, Now)).Where(p => p.Component == "VCALENDAR/VEVENT").ToList();
            return read.Select(p => p.Name).Order(StringComparer.Ordinal).SequenceEqual(Expected.Order(StringComparer.Ordinal))
                && CalendarReader.Text(read.Single(p => p.Name == "SUMMARY").Value) == Kept(title)
                && CalendarReader.Text(read.Single(p => p.Name == "LOCATION").Value) == Kept(place + "x");
        }, iter: 3000);
    }

    [Fact]
    public void Case_23_there_is_one_attendee_and_the_class_is_private()
    {
        var read = CalendarReader.Read(CalendarFile.Of(Day(), CalendarMethod.Request, Now));

        Assert.Equal("mailto:awa@bassin.test", Assert.Single(read, p => p.Name == "ATTENDEE").Value);
        Assert.Equal("PRIVATE", Assert.Single(read, p => p.Name == "CLASS").Value);
        Assert.Equal("REQUEST", Assert.Single(read, p => p.Name == "METHOD").Value);
    }

    [Theory]
    [InlineData("Europe/Paris", "2027-03-28", "20270328T020000", "+0100", "+0200")]
    [InlineData("Europe/Paris", "2026-10-25", "20261025T030000", "+0200", "+0100")]
    [InlineData("America/New_York", "2027-03-14", "20270314T020000", "-0500", "-0400")]
    public void The_zone_tells_its_own_changes_of_clock(string zone, string day, string onset, string from, string to)
    {
        var read = CalendarReader.Read(CalendarFile.Of(Day() with { Zone = zone, Day = DateOnly.Parse(day, CultureInfo.InvariantCulture) }, CalendarMethod.Request, Now));

        int at = read.ToList().FindIndex(p => p.Component.StartsWith("VCALENDAR/VTIMEZONE/", StringComparison.Ordinal) && p.Name == "DTSTART" && p.Value == onset);
        Assert.Equal([(onset, from, to)], [(read[at].Value, read[at + 1].Value, read[at + 2].Value)]);
        Assert.Equal(zone, Assert.Single(read, p => p.Name == "DTSTART" && p.Component == "VCALENDAR/VEVENT").Parameters["TZID"]);
    }

    [Fact]
    public void A_number_only_rises_and_a_day_that_did_not_change_is_told_once()
    {
        var entry = CalendarEntry.Of(Invitation.Of(Persons.Make("Awa", "Diallo", "awa@bassin.test"), Persons.Day(), Now));
        Assert.Equal(LetterKind.Confirmation, entry.Due(comes: true, "nine"));
        Assert.Equal(0, entry.Tell("nine", cancelled: false, Now));
        Assert.Null(entry.Due(comes: true, "nine"));
        Assert.Equal(LetterKind.Change, entry.Due(comes: true, "ten"));
        Assert.Equal(1, entry.Tell("ten", cancelled: false, Now));
        Assert.Equal(LetterKind.Cancellation, entry.Due(comes: false, "ten"));
        Assert.Equal(2, entry.Tell("ten", cancelled: true, Now));
        Assert.Null(entry.Due(comes: false, "eleven"));
        Assert.Equal(LetterKind.Confirmation, entry.Due(comes: true, "eleven"));
    }

    [Fact]
    public void A_day_that_is_off_is_shown_as_it_was_last_told()
    {
        var told = Day();
        var moved = told with { Day = new(2027, 6, 1), Begins = new(10, 0), Title = "Autre titre", Place = "Un lieu secret" };

        Assert.Equal(told with { IsCancelled = true }, moved.AsTold(told.Facts) with { IsCancelled = true });
        Assert.Equal(moved, moved.AsTold("not facts"));
        var read = CalendarReader.Read(CalendarFile.Of([moved.AsTold(told.Facts) with { IsCancelled = true }, moved], CalendarMethod.Publish, Now)).Where(p => p.Name is "STATUS" or "TRANSP").Select(p => p.Value);
        Assert.Equal(["TRANSPARENT", "CANCELLED", "OPAQUE", "CONFIRMED"], read);
    }

    private static CalendarDay Day() => new(
        new Guid("6f1c0f5e-58f2-4b1e-9a55-0d6c8b1d2e11"), 0, "Europe/Paris", new(2027, 5, 12), new(9, 0), new(17, 30), "Eau et sécurité: Première journée", "Maison de la paix, Genève",
        new("Institut Méridien", "events@meridien.test"), new("Awa Diallo", "awa@bassin.test"));

    // What a TEXT value can carry: line ends become LF, other control characters go, broken surrogates are replaced.
    private static string Kept(string text) => string.Concat(text.ReplaceLineEndings("\n").EnumerateRunes().Where(r => r.Value == '\n' || !System.Text.Rune.IsControl(r)));
}
