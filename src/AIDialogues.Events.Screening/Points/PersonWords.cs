using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Points;

/// <summary>Words for one person: those of the lists, and others that are made like them ("shipbuilder", "assureuse"). A plural speaks of many.</summary>
internal static class PersonWords
{
    private const int ShortestUnlisted = 6;
    private static readonly string[] Endings = ["er", "or", "ist", "ian", "man", "woman", "eur", "euse", "trice", "iste", "ien", "ienne", "logue"];

    public static bool Is(string word) => Words.Professions.Contains(word) || Words.Roles.Contains(word) && !word.EndsWith('s') || IsMadeLikeOne(word);

    private static bool IsMadeLikeOne(string word) => word.Length >= ShortestUnlisted && Array.Exists(Endings, e => word.EndsWith(e, StringComparison.Ordinal))
        && !(Words.IsOrdinary(word) || Words.Nationalities.Contains(word) || Words.Countries.Contains(word) || Words.Cities.Contains(word) || Words.OrganisationWords.Contains(word) || Words.GivenNames.Contains(word));
}
