namespace AIDialogues.Events.Domain;

/// <summary>An IANA time zone. Local times of a dialogue become instants here and nowhere else.</summary>
public static class EventZone
{
    public static bool Exists(string zone) =>
        zone.Contains('/', StringComparison.Ordinal) || zone == "UTC" ? TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) : false;

    /// <summary>
    /// The instant of a local time. A time that the clocks skip is read with the offset from before the change (so it lands as
    /// much later as the gap is long); a time that comes twice is its first occurrence.
    /// </summary>
    public static DateTimeOffset At(this string zone, DateOnly day, TimeOnly time)
    {
        var info = TimeZoneInfo.FindSystemTimeZoneById(zone);
        var local = day.ToDateTime(time, DateTimeKind.Unspecified);
        if (info.IsInvalidTime(local))
        {
            var before = info.GetUtcOffset(local.AddHours(-3));
            return new DateTimeOffset(local, before).ToUniversalTime();
        }

        var offset = info.IsAmbiguousTime(local) ? info.GetAmbiguousTimeOffsets(local).Max() : info.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    public static DateTimeOffset Local(this string zone, DateTimeOffset instant) =>
        TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(zone));
}
