namespace AIDialogues.Events.Domain;

/// <summary>An IANA time zone. Local times of a dialogue become instants here and nowhere else.</summary>
public static class EventZone
{
    public static bool Exists(string zone) =>
        zone == "UTC" || (zone.Length <= 60 && zone.Contains('/', StringComparison.Ordinal) && zone.All(IsOfAName) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _));

    /// <summary>The zones of the world's places, in the order of their names.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. TimeZoneInfo.GetSystemTimeZones().Select(z => z.Id).Where(z => z.Contains('/', StringComparison.Ordinal) && !z.StartsWith("Etc/", StringComparison.Ordinal) && Exists(z)).Order(StringComparer.Ordinal), "UTC"];

    // A name of a zone is looked up as a file, so it may not walk through folders.
    private static bool IsOfAName(char c) => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+';

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
