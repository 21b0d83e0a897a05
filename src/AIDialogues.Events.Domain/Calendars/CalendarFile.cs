using System.Globalization;
using System.Text;

namespace AIDialogues.Events.Domain;

/// <summary>
/// Writes calendar files (RFC 5545, 5546): one person, one attendee, the zone's own rules, and no value that could begin a line of
/// its own. No file holds a personal link: calendars are copied to servers that nobody here knows.
/// </summary>
public static class CalendarFile
{
    private const string Form = "yyyyMMdd'T'HHmmss";

    public static string Of(CalendarDay day, CalendarMethod method, DateTimeOffset now) => Of([day], method, now);

    public static string Of(IReadOnlyList<CalendarDay> days, CalendarMethod method, DateTimeOffset now)
    {
        var lines = new CalendarLines();
        lines.Add("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//AIDialogues.Events//EN", "CALSCALE:GREGORIAN", "METHOD:" + method.ToString().ToUpperInvariant());
        foreach (var zone in days.Where(d => d.Zone != "UTC").GroupBy(d => d.Zone, StringComparer.Ordinal)) CalendarZone.Write(lines, zone.Key, zone.Min(d => d.Day), zone.Max(d => d.Day));
        foreach (var day in days) Write(lines, day, method, now);
        lines.Add("END:VCALENDAR");
        return lines.ToString();
    }

    private static void Write(CalendarLines lines, CalendarDay day, CalendarMethod method, DateTimeOffset now)
    {
        bool cancelled = day.IsCancelled || method == CalendarMethod.Cancel;
        lines.Add("BEGIN:VEVENT", $"UID:{day.Uid:D}", string.Create(CultureInfo.InvariantCulture, $"SEQUENCE:{day.Sequence}"),
            "DTSTAMP:" + now.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture) + "Z",
            Time("DTSTART", day, day.Begins), Time("DTEND", day, day.Ends),
            "SUMMARY:" + CalendarLines.Text(day.Title));
        if (day.Place.Length > 0) lines.Add("LOCATION:" + CalendarLines.Text(day.Place));
        lines.Add("CLASS:PRIVATE", "TRANSP:" + (cancelled ? "TRANSPARENT" : "OPAQUE"), "STATUS:" + (cancelled ? "CANCELLED" : "CONFIRMED"));
        // A published copy is nobody's answer to anybody: only a request or a cancellation names the two it is between (RFC 5546, 3.2).
        if (method != CalendarMethod.Publish)
            lines.Add($"ORGANIZER;CN={Name(day.Organiser)}:{Address(day.Organiser)}",
                $"ATTENDEE;CN={Name(day.Invitee)};ROLE=REQ-PARTICIPANT;PARTSTAT={(cancelled ? "DECLINED" : "ACCEPTED")};RSVP=FALSE:{Address(day.Invitee)}");
        lines.Add("END:VEVENT");
    }

    private static string Time(string property, CalendarDay day, TimeOnly time)
    {
        // An hour that the clocks skip is told as the one that it becomes: programs do not agree on what it would be.
        string local = day.Zone.Local(day.Zone.At(day.Day, time)).DateTime.ToString(Form, CultureInfo.InvariantCulture);
        return day.Zone == "UTC" ? $"{property}:{local}Z" : $"{property};TZID={day.Zone}:{local}";
    }

    private static string Name(CalendarPerson person) => CalendarLines.Parameter(person.Name);

    // Everything that is not plainly part of an address is percent-encoded (RFC 6068), so an address can end neither value nor line.
    private static string Address(CalendarPerson person)
    {
        var address = new StringBuilder("mailto:");
        foreach (byte b in Encoding.UTF8.GetBytes(person.Address))
            _ = char.IsAsciiLetterOrDigit((char)b) || "@.-_+!#$'*/=?~".Contains((char)b, StringComparison.Ordinal) ? address.Append((char)b) : address.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        return address.ToString();
    }
}
