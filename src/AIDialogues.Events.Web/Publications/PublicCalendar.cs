using System.Globalization;
using System.Text;
using AIDialogues.Events.Data.Publication;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Publications;

/// <summary>The days of a public series as a calendar to subscribe to (RFC 5545). Nobody is in it: no attendee, no organiser's address.</summary>
internal static class PublicCalendar
{
    private const int LongestLine = 73;

    public static string Of(PublicSeries shown, SiteOptions site, T texts)
    {
        var calendar = new StringBuilder();
        Line("BEGIN:VCALENDAR");
        Line("VERSION:2.0");
        Line("PRODID:-//AIDialogues.Events//Series//EN");
        Line("METHOD:PUBLISH");
        Line("X-WR-CALNAME:" + Text(texts.In(shown.Series.Title)));
        foreach (var day in shown.Days)
        {
            Line("BEGIN:VEVENT");
            Line($"UID:{day.Id.Value:n}@{site.Url.Host}");
            // It says when an entry was made; the day itself will do, and the same request gives the same calendar.
            Line("DTSTAMP:" + Moment(day.BeginsAt));
            Line("DTSTART:" + Moment(day.BeginsAt));
            Line("DTEND:" + Moment(day.EndsAt));
            Line("SUMMARY:" + Text(texts.In(day.Title)));
            if (day.Venue.Length > 0) Line("LOCATION:" + Text(day.Venue));
            // A number higher than the day had before, so that a calendar which holds it takes the change.
            if (day.IsOff)
            {
                Line("STATUS:CANCELLED");
                Line("SEQUENCE:1");
            }

            Line("URL:" + site.Of(shown.Series).AbsoluteUri);
            Line("END:VEVENT");
        }

        Line("END:VCALENDAR");
        return calendar.ToString();

        void Line(string line) => _ = calendar.Append(Folded(line)).Append("\r\n");
    }

    private static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    /// <summary>RFC 5545 3.3.11: backslash, semicolon, comma and line ends; other control characters have no place in it.</summary>
    private static string Text(string text) => new StringBuilder(new string([.. text.ReplaceLineEndings("\n").Where(c => c == '\n' || !char.IsControl(c))]))
        .Replace("\\", "\\\\").Replace(";", "\\;").Replace(",", "\\,").Replace("\n", "\\n").ToString();

    /// <summary>RFC 5545 3.1: no line is longer than 75 octets; the next one begins with a space.</summary>
    private static string Folded(string line)
    {
        var folded = new StringBuilder();
        int octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > LongestLine) (_, octets) = (folded.Append("\r\n "), 1);
            _ = folded.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        return folded.ToString();
    }
}
