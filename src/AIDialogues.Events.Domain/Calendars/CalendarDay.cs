namespace AIDialogues.Events.Domain;

/// <summary>One dialogue day as one person's calendar may know it: the person alone, no link, and no word of who else comes.</summary>
public sealed record CalendarDay(
    Guid Uid, int Sequence, string Zone, DateOnly Day, TimeOnly Begins, TimeOnly Ends, string Title, string Place, CalendarPerson Organiser, CalendarPerson Invitee)
{
    /// <summary>The day does not take place, or the person is no longer expected: a calendar that keeps it shows it as cancelled.</summary>
    public bool IsCancelled { get; init; }

    /// <summary>Under a neutral title neither the subject nor the place is shown on a lock screen.</summary>
    public static CalendarDay Of(Invitation invitation, Person person, Dialogue dialogue, Series series, bool neutral, CalendarPerson organiser, int sequence) => new(
        invitation.CalendarUid, sequence, dialogue.Zone, dialogue.Day, dialogue.Begins, dialogue.Ends,
        neutral ? Neutral(series, person.Language) : TitleOf(dialogue, series, person.Language),
        neutral ? "" : dialogue.Venue, organiser, new(person.Name, person.Email));

    /// <summary>What a reader would notice; two days with the same facts need no new file.</summary>
    public string Facts => string.Join('\n', Zone, Day.ToString("O"), Begins.ToString("O"), Ends.ToString("O"), Title, Place, Invitee.Address);

    /// <summary>As it was last told: who is not expected any more learns no later hour or place.</summary>
    public CalendarDay AsTold(string facts) => ToldDay.Read(facts) is not { } told ? this : this with
    {
        Zone = told.Zone,
        Day = told.Day,
        Begins = told.Begins,
        Ends = told.Ends,
        Title = told.Title,
        Place = told.Place,
    };

    /// <summary>As calendars show it where the title is not neutral.</summary>
    public static string TitleOf(Dialogue dialogue, Series series, Language language) => $"{series.Title.In(language)}: {dialogue.Title.In(language)}";

    /// <summary>Whether a title is one that says nothing of the day.</summary>
    public static bool IsNeutral(string title, Series series) => Enum.GetValues<Language>().Any(language => title == Neutral(series, language));

    private static string Neutral(Series series, Language language) =>
        series.Organisation.Length > 0 ? series.Organisation : language == Language.French ? "Réunion" : "Meeting";
}

public sealed record CalendarPerson(string Name, string Address);

/// <summary>What a calendar program is to do with a file (RFC 5546).</summary>
public enum CalendarMethod
{
    Publish,
    Request,
    Cancel,
}
