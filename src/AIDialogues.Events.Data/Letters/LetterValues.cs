using System.Globalization;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data;

/// <summary>What the fields of a letter say to one reader, in the language of the letter (not of the page, not of the server).</summary>
public static class LetterValues
{
    private static readonly CultureInfo English = CultureInfo.GetCultureInfo("en-GB");
    private static readonly CultureInfo French = CultureInfo.GetCultureInfo("fr-FR");

    public static IReadOnlyDictionary<string, string> For(Person person, Dialogue dialogue, Series series, Language language) => new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["given_name"] = person.GivenName,
        ["family_name"] = person.FamilyName,
        ["affiliation"] = person.Affiliation,
        ["series"] = series.Title.In(language),
        ["dialogue"] = dialogue.Title.In(language),
        ["day"] = Day(dialogue.Day, language),
        ["time"] = Hours(dialogue.Zone, dialogue.Day, dialogue.Begins, dialogue.Ends, language),
        ["venue"] = dialogue.Venue,
        ["answer_by"] = Day(dialogue.AnswerBy, language),
        ["organisation"] = series.Organisation,
        ["rule"] = RuleOf(dialogue, language),
    };

    /// <summary>"Monday 1 March 2027", « lundi 1er mars 2027 ».</summary>
    public static string Day(DateOnly day, Language language)
    {
        if (language == Language.English) return day.ToString("dddd d MMMM yyyy", English);
        string number = day.Day == 1 ? "1er" : day.Day.ToString(CultureInfo.InvariantCulture);
        return string.Create(French, $"{day:dddd} {number} {day:MMMM yyyy}");
    }

    /// <summary>"9:30", « 9 h 30 », « 9 h ».</summary>
    public static string Time(TimeOnly time, Language language)
    {
        if (language == Language.English) return time.ToString("H:mm", CultureInfo.InvariantCulture);
        return time.Minute == 0 ? $"{time.Hour}\u00a0h" : string.Create(CultureInfo.InvariantCulture, $"{time.Hour}\u00a0h\u00a0{time.Minute:00}");
    }

    /// <summary>With the zone's offset on that day, so that nobody from elsewhere misreads the hours.</summary>
    internal static string Hours(string zone, DateOnly day, TimeOnly begins, TimeOnly ends, Language language)
    {
        var offset = zone.Local(zone.At(day, begins)).Offset;
        string at = offset == TimeSpan.Zero ? "UTC" : string.Create(CultureInfo.InvariantCulture, $"UTC{(offset < TimeSpan.Zero ? '−' : '+')}{Math.Abs(offset.Hours)}{(offset.Minutes == 0 ? "" : $":{Math.Abs(offset.Minutes):00}")}");
        return language == Language.French
            ? $"de {Time(begins, language)} à {Time(ends, language)} ({at})"
            : $"from {Time(begins, language)} to {Time(ends, language)} ({at})";
    }

    private static string RuleOf(Dialogue dialogue, Language language)
    {
        bool french = language == Language.French;
        string rule = (dialogue.Rule, french) switch
        {
            (Rule.ChathamHouse, false) => "The day is held under the Chatham House Rule: what you hear may be used, but never who said it, whom they work for or who else was there.",
            (Rule.ChathamHouse, true) => "La journée se tient sous la règle de Chatham House\u00a0: ce qui s’y dit peut être utilisé, mais jamais qui l’a dit, pour qui cette personne travaille ni qui était présent.",
            (Rule.OffTheRecord, false) => "The day is off the record: nothing of what is said is used outside the room.",
            (Rule.OffTheRecord, true) => "La journée est confidentielle\u00a0: rien de ce qui s’y dit n’est utilisé au-dehors.",
            (_, false) => "The day is on the record: what you say may be quoted with your name.",
            (_, true) => "Les propos de cette journée sont attribuables\u00a0: ils peuvent être cités avec votre nom.",
        };
        if (!dialogue.Sessions.Any(s => dialogue.RuleIn(s) != dialogue.Rule)) return rule;
        return rule + (french ? " Certaines séances suivent une autre règle\u00a0; le programme l’indique." : " Some sessions follow another rule; the programme says which.");
    }
}
