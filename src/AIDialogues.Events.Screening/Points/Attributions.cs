using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Points;

/// <summary>Words that say who spoke without a name: "as the French delegate", "chez nous au ministère", "the only judge here".</summary>
internal static class Attributions
{
    private static readonly HashSet<string> Own = Set("my our mon ma mes notre nos");
    private static readonly HashSet<string> Articles = Set("the a an our la le l un une notre les");
    private static readonly HashSet<string> From = Set("from of for de du des d");
    private static readonly HashSet<string> Qualifiers = Set("former current only senior chief deputy ancien ancienne actuel actuelle seul seule haut haute only one few retired");
    private static readonly HashSet<string> Speakers = Set("speaker colleague gentleman lady delegate participant orateur oratrice collegue monsieur dame delegue deleguee intervenant intervenante participante");

    public static void Find(Tokens tokens, List<Finding> found)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var end = NationalRole(tokens, i) ?? RoleOfPlace(tokens, i);
            if (end is { } role)
            {
                var first = i > 0 && Articles.Contains(tokens.Word(i - 1)) ? i - 1 : i;
                if (first > 0 && tokens.Word(first - 1) is "as" or "comme") first--;
                Add(tokens, first, role, FindingKind.Role, "role", found);
            }
            else if (AsA(tokens, i) is { } self)
            {
                Add(tokens, i, self, FindingKind.Attribution, "attribution-own", found);
            }
            else if (Ours.At(tokens, i) is { } ours)
            {
                Add(tokens, i, ours.Last, FindingKind.Attribution, ours.Reason, found);
            }
            else if (OneOfAKind.At(tokens, i) is { } only)
            {
                Add(tokens, i, only, FindingKind.Attribution, "attribution-only", found);
            }
        }
    }

    /// <summary>"French delegate", "délégué français", "representative of the French government".</summary>
    private static int? NationalRole(Tokens tokens, int i)
    {
        if (Words.Nationalities.Contains(tokens.Word(i)) && Near(tokens, i))
        {
            if (IsRole(tokens, i + 1)) return i + 1;
            if (i + 2 < tokens.Count && IsRole(tokens, i + 2) && Near(tokens, i + 1) && !Words.Function.Contains(tokens.Word(i + 1))) return i + 2;
        }
        if (IsRole(tokens, i) && Near(tokens, i) && Words.Nationalities.Contains(tokens.Word(i + 1))) return i + 1;
        return null;
    }

    /// <summary>"the delegate from France", "la représentante de l'Allemagne", "the representative of Example"; of anybody only the town, since a list can tell how many are from a country.</summary>
    private static int? RoleOfPlace(Tokens tokens, int i)
    {
        var role = IsRole(tokens, i) || Speakers.Contains(tokens.Word(i));
        if (!role && !PersonWords.Is(tokens.Word(i)) || !From.Contains(tokens.Word(i + 1)) || !Near(tokens, i)) return null;
        var from = tokens.Word(i + 1) is "from";
        if (!role && !from) return null;
        var at = PastArticles(tokens, i + 2);
        if (at >= tokens.Count || !Near(tokens, at - 1)) return null;
        if (Words.Cities.Contains(tokens.Word(at)) || role && Words.Nationalities.Contains(tokens.Word(at))) return at;
        if (CountryAt(tokens, at) is { } country) return role ? country : null;
        // "the minister of Health" is an office that many hold; a speaker "from Health" is not.
        return from && tokens[at].Capital && !Words.IsOrdinary(tokens.Word(at)) ? at : null;
    }

    /// <summary>The last word of a country's name that begins here.</summary>
    internal static int? CountryAt(Tokens tokens, int at)
    {
        if (at >= tokens.Count) return null;
        if (Words.Countries.Contains(tokens.Word(at))) return at;
        var two = tokens.Word(at) + "+" + tokens.Word(at + 1);
        if (Words.Countries.Contains(two)) return at + 1;
        return Words.Countries.Contains(two + "+" + tokens.Word(at + 2)) ? at + 2 : null;
    }

    internal static int PastArticles(Tokens tokens, int from)
    {
        var at = from;
        while (at < tokens.Count && at < from + 2 && tokens.Word(at) is "the" or "la" or "le" or "l" or "les") at++;
        return at;
    }

    /// <summary>"As a former judge", "speaking as head of", "en tant que représentante", "en ma qualité de directeur".</summary>
    private static int? AsA(Tokens tokens, int i)
    {
        var at = tokens.Word(i) switch
        {
            "as" => i + 1,
            "en" when tokens.Word(i + 1) == "tant" && tokens.Word(i + 2) is "que" or "qu" => i + 3,
            "en" when Own.Contains(tokens.Word(i + 1)) && tokens.Word(i + 2) == "qualite" => i + 4,
            "moi" when tokens.Word(i + 1) is "comme" => i + 2,
            _ => -1,
        };
        if (at < 0) return null;
        var english = tokens.Word(i) == "as";
        var from = at;
        while (at < tokens.Count && at < from + 4 && (Articles.Contains(tokens.Word(at)) || Qualifiers.Contains(tokens.Word(at)) || Words.Nationalities.Contains(tokens.Word(at)))) at++;
        // "as mother tongue" or "seen as head": in English an article must stand between.
        if (english && (at == from || !tokens[i].StartsSentence && !Comma(tokens, i - 1) && tokens.Word(i - 1) is not ("speaking" or "i" or "me" or "said" or "and"))) return null;
        for (var k = at; k < tokens.Count && k < at + 3 && Near(tokens, k - 1) && (k == at || !Comma(tokens, k - 1)); k++)
        {
            if (PersonWords.Is(tokens.Word(k)) || IsRole(tokens, k)) return k;
            // "As an angler, I": whatever the word, "I" says that it is the speaker.
            if (Words.Function.Contains(tokens.Word(k))) return null;
            if (!Words.IsOrdinary(tokens.Word(k)) && tokens.Gap(k) is ", " && tokens.Word(k + 1) is "i" or "we" or "my" or "our" or "je" or "j" or "nous" or "mon" or "notre") return k;
        }
        return null;
    }

    private static bool IsRole(Tokens tokens, int i) => Words.Roles.Contains(tokens.Word(i));

    internal static bool Near(Tokens tokens, int i) => i + 1 < tokens.Count && !tokens.Gap(i).ContainsAny(".;:!?\n") && tokens.Gap(i).Length <= 2;

    private static bool Comma(Tokens tokens, int i) => i >= 0 && tokens.Gap(i).ContainsAny(",;:—(");

    private static void Add(Tokens tokens, int first, int last, FindingKind kind, string reason, List<Finding> found) =>
        found.Add(new(tokens[first].Start, tokens[last].End - tokens[first].Start, kind, reason, null));

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
