using System.Globalization;

namespace AIDialogues.Events.Domain;

/// <summary>
/// A zone's own changes of clock around the days of a file, each written out (RFC 5545, 3.6.5), so that a program which does not
/// know the zone's name still shows the right hour.
/// </summary>
internal static class CalendarZone
{
    public static void Write(CalendarLines lines, string zone, DateOnly first, DateOnly last)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        lines.Add("BEGIN:VTIMEZONE", "TZID:" + zone);
        var begin = new DateTime(first.Year - 1, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var offset = info.GetUtcOffset(begin);
        // The first says what held before any change of the window.
        Write(lines, new DateTime(1970, 1, 1), offset, offset, info.IsDaylightSavingTime(begin));
        for (var hour = begin; hour.Year <= last.Year + 1; hour = hour.AddHours(1))
        {
            var next = info.GetUtcOffset(hour);
            if (next == offset) continue;
            var change = Exactly(info, hour.AddHours(-1), offset);
            // The onset is told in the wall clock that held until then.
            Write(lines, change + offset, offset, next, info.IsDaylightSavingTime(hour));
            offset = next;
        }

        lines.Add("END:VTIMEZONE");
    }

    private static DateTime Exactly(TimeZoneInfo info, DateTime after, TimeSpan offset)
    {
        while (info.GetUtcOffset(after) == offset) after = after.AddMinutes(1);
        return after;
    }

    private static void Write(CalendarLines lines, DateTime onset, TimeSpan from, TimeSpan to, bool summer)
    {
        string part = summer ? "DAYLIGHT" : "STANDARD";
        lines.Add("BEGIN:" + part, "DTSTART:" + onset.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture),
            "TZOFFSETFROM:" + Offset(from), "TZOFFSETTO:" + Offset(to), "END:" + part);
    }

    private static string Offset(TimeSpan offset) => (offset < TimeSpan.Zero ? "-" : "+") + offset.ToString("hhmm", CultureInfo.InvariantCulture);
}
