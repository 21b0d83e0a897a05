using System.Text.Json;
using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening;

/// <summary>The word lists as a script module for the browser's twin of the screening. Public words, the same for every session: nobody's name is in them.</summary>
public static class WordLists
{
    public static string ToModule()
    {
        var lists = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["ordinary"] = Joined(Words.OrdinaryEnglish.Union(Words.OrdinaryFrench)),
            ["function"] = Joined(Words.Function),
            ["givenNames"] = Joined(Words.GivenNames),
            ["countries"] = Joined(Words.Countries),
            ["nationalities"] = Joined(Words.Nationalities),
            ["cities"] = Joined(Words.Cities),
            ["titles"] = Joined(Words.Titles),
            ["organisationWords"] = Joined(Words.OrganisationWords),
            ["roles"] = Joined(Words.Roles),
            ["professions"] = Joined(Words.Professions),
        };
        return "// Made from the lists of AIDialogues.Events.Screening.\nexport default " + JsonSerializer.Serialize(lists) + ";\n";
    }

    private static string Joined(IEnumerable<string> words) => string.Join(' ', words.Order(StringComparer.Ordinal));
}
