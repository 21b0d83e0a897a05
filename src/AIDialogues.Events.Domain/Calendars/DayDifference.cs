using System.Globalization;

namespace AIDialogues.Events.Domain;

/// <summary>A day as one person's calendar was last told it.</summary>
public sealed record ToldDay(string Zone, DateOnly Day, TimeOnly Begins, TimeOnly Ends, string Title, string Place, string Address)
{
    /// <returns>Null for facts that cannot be read, such as those whose key is gone.</returns>
    public static ToldDay? Read(string facts)
    {
        string[] told = facts.Split('\n');
        return told.Length != 7 ? null : new(
            told[0], DateOnly.ParseExact(told[1], "O", CultureInfo.InvariantCulture), TimeOnly.ParseExact(told[2], "O", CultureInfo.InvariantCulture),
            TimeOnly.ParseExact(told[3], "O", CultureInfo.InvariantCulture), told[4], told[5], told[6]);
    }
}

/// <summary>
/// What about a day is another than its reader was told. A calendar's entry can need correcting although nothing is: another address, a title that
/// stands there in another language, or none any more.
/// </summary>
public sealed record DayDifference(ToldDay Told, bool Title, bool Day, bool Hours, bool Place)
{
    public bool IsNone => !(Title || Day || Hours || Place);

    /// <param name="neutral">Whether the entry shows neither title nor place now.</param>
    public static DayDifference Between(ToldDay told, Dialogue dialogue, Series series, bool neutral)
    {
        // A neutral title under another name of the organisation is still one; an entry that shows a place never was.
        bool wasNeutral = CalendarDay.IsNeutral(told.Title, series) || (neutral && told.Place.Length == 0);
        return new(
            told,
            Title: !wasNeutral && Enum.GetValues<Language>().All(language => told.Title != CalendarDay.TitleOf(dialogue, series, language)),
            Day: told.Day != dialogue.Day,
            Hours: told.Begins != dialogue.Begins || told.Ends != dialogue.Ends || told.Zone.At(dialogue.Day, told.Begins) != dialogue.BeginsAt,
            Place: !wasNeutral && told.Place != dialogue.Venue);
    }
}
