namespace AIDialogues.Events.Domain;

public sealed record DialogueDetails(
    BilingualText Title, DateOnly Day, TimeOnly Begins, TimeOnly Ends, string Venue, string Zone, Rule Rule, DateOnly AnswerBy,
    IReadOnlyList<int> RemindDaysBefore)
{
    internal IEnumerable<Refusal> Problems()
    {
        if (Title.IsEmpty) yield return SeriesRefusals.TitleMissing;
        if (PlainText.Check(Title, 300) is { } title) yield return title with { About = nameof(Title) };
        if (PlainText.Check(Venue, 300) is { } venue) yield return venue with { About = nameof(Venue) };
        bool isZone = EventZone.Exists(Zone), isDay = Day.Year is >= 2000 and <= 2199;
        if (!isZone) yield return DialogueRefusals.ZoneUnknown(Zone);
        if (!isDay) yield return DialogueRefusals.DayOutOfRange;
        if (Ends <= Begins) yield return DialogueRefusals.EndsBeforeItBegins;
        // Hours that the clocks skip on this day may turn round: then there is no such day.
        else if (isZone && isDay && Zone.At(Day, Ends) <= Zone.At(Day, Begins)) yield return DialogueRefusals.HourIsSkipped;
    }
}
