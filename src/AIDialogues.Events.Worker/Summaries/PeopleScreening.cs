using AIDialogues.Events.Data.People;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;

namespace AIDialogues.Events.Worker.Summaries;

/// <summary>The screening of texts that will be published, against people of the directory.</summary>
internal static class PeopleScreening
{
    public static Screener Of(IEnumerable<Person> people) => new(ParticipantDirectory.Of(people.Select(p => new Participant(p.GivenName, p.FamilyName, p.Affiliation))));

    /// <summary>Who fits what a sentence hints at, of those who were there.</summary>
    public static AnonymitySets SetsOf(IEnumerable<Present> present, bool bySentence = false) => new(
        present.Select(p => Attendee.Of(p.Country, p.Group.ToString(), p.Gender.ToString())), RoomComposition.SmallestGroup, bySentence);

    /// <param name="screener">Knows who must not be pointed at.</param>
    /// <param name="sets">Knows how many a hint fits.</param>
    /// <param name="words">In whichever of the two languages.</param>
    /// <param name="usual">The language where the words do not show theirs.</param>
    public static bool PointsAtSomebody(this Screener screener, AnonymitySets sets, string words, Language usual) =>
        screener.Screen(words, Gist.LanguageOf(words, usual) == Language.French ? TextLanguage.French : TextLanguage.English, sets).Count > 0;
}
