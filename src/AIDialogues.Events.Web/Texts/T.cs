using System.Globalization;
using AIDialogues.Events.Domain;
using Microsoft.Extensions.Localization;

namespace AIDialogues.Events.Web.Texts;

/// <summary>
/// The words of the pages. The key is the English sentence itself, French stands in T.fr.resx; refusals stand in both files under
/// their code. A test reads every key in the sources and fails on one that is missing in a language.
/// </summary>
public sealed class T(IStringLocalizer<T> words)
{
    public string this[string english] => words[english];

    /// <summary>With places {0}, {1}… filled by values in the page's culture.</summary>
    public string this[string english, params object[] values] => string.Format(CultureInfo.CurrentCulture, words[english], values);

    public string Of(Refusal refusal) => string.Format(CultureInfo.CurrentCulture, words["refusal:" + refusal.Code], [.. refusal.Facts.Select(fact => fact is Enum word ? Of(word) : fact)]);

    /// <summary>The name of an enum's value: key "Type.Value".</summary>
    public string Of(Enum value) => words[$"{value.GetType().Name}.{value}"];

    /// <summary>What a rule means, as a key.</summary>
    public static string MeaningOf(Rule rule) => rule switch
    {
        Rule.OffTheRecord => "What is said is not used outside the room.",
        Rule.OnTheRecord => "What is said may be quoted with the speaker’s name.",
        _ => "What is said may be used; who said it is never revealed.",
    };

    /// <summary>One or many: French counts 0 and 1 as one, English only 1.</summary>
    /// <param name="more">Fills {1}, {2}… after the count.</param>
    public string Count(int count, string one, string many, params object[] more)
    {
        bool single = Language == Language.French ? count is 0 or 1 : count == 1;
        return string.Format(CultureInfo.CurrentCulture, words[single ? one : many], [count, .. more]);
    }

    public Language Language => Languages.Read(CultureInfo.CurrentUICulture.Name) ?? Language.English;

    public string Tag => Language.Tag();

    public string In(BilingualText text) => text.In(Language);

    /// <summary>The tag of a text's own language where the other one stands in for the page's; null, and so no attribute, where it is the page's.</summary>
    public string? LangOf(BilingualText text) => text.LanguageIn(Language) is var own && own != Language ? own.Tag() : null;

    /// <summary>A day in words: "Monday 23 November 2026", « lundi 23 novembre 2026 ».</summary>
    public string Day(DateOnly day) => day.ToString($"dddd {Number(day)} MMMM yyyy", CultureInfo.CurrentCulture);

    /// <summary>A day where place is short: "23 Nov 2026", « 23 nov. 2026 ».</summary>
    public string ShortDay(DateOnly day) => day.ToString($"{Number(day)} MMM yyyy", CultureInfo.CurrentCulture);

    // In French the first of a month is « 1er ».
    private string Number(DateOnly day) => Language == Language.French && day.Day == 1 ? "d'er'" : "d";

    /// <summary>"15:24", « 15 h 24 », which no line breaks.</summary>
    public string Time(TimeOnly time) => Language == Language.French ? time.ToString("H'\u00a0h\u00a0'mm", CultureInfo.InvariantCulture) : time.ToString("HH:mm", CultureInfo.InvariantCulture);

    /// <summary>An instant in a zone that its reader may not live in, with the zone's name: "30 Nov 2026, 20:59 (Pacific/Auckland)".</summary>
    public string MomentIn(DateTimeOffset instant, string zone) => zone == "UTC" ? Moment(instant, zone) + " UTC" : $"{Moment(instant, zone)} ({zone})";

    /// <summary>An instant in a zone that the page names elsewhere.</summary>
    public string Moment(DateTimeOffset instant, string zone)
    {
        var local = zone.Local(instant);
        return $"{local.ToString("d MMM yyyy", CultureInfo.CurrentCulture)}, {Time(TimeOnly.FromDateTime(local.DateTime))}";
    }
}
