using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Points;

/// <summary>Words that say who spoke without a name: "as the French delegate", "chez nous au ministère", "the only judge here".</summary>
internal static class Attributions
{
    private static readonly HashSet<string> Own = Set("my our mon ma mes notre nos");
    private static readonly HashSet<string> Places = Set(
        "ministry company organisation organization employer university institute institution laboratory lab agency embassy delegation firm department foundation startup bank ngo "
        + "ministere entreprise societe organisation employeur universite institut institution laboratoire agence ambassade delegation cabinet fondation banque ong rectorat prefecture");
    private static readonly HashSet<string> Articles = Set("the a an our la le l un une notre les");
    private static readonly HashSet<string> From = Set("from of for de du des d");
    private static readonly HashSet<string> Within = Set("at in from within chez dans a au");
    private static readonly HashSet<string> Qualifiers = Set("former current only senior chief deputy ancien ancienne actuel actuelle seul seule haut haute only one few retired");
    private static readonly HashSet<string> Speakers = Set("speaker colleague gentleman lady delegate participant orateur oratrice collegue monsieur dame delegue deleguee intervenant intervenante participante");

    private static readonly HashSet<string> Lands = Set("country pays government gouvernement hometown");

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
            else if (FromOurs(tokens, i) is { } last)
            {
                Add(tokens, i, last, FindingKind.Attribution, Lands.Contains(tokens.Word(last)) ? "attribution-country" : "attribution-ours", found);
            }
            else if (TheOnly(tokens, i) is { } only)
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

    /// <summary>"the delegate from France", "la représentante de l'Allemagne", "the representative of Example".</summary>
    private static int? RoleOfPlace(Tokens tokens, int i)
    {
        if (!IsRole(tokens, i) && !Speakers.Contains(tokens.Word(i)) || !From.Contains(tokens.Word(i + 1)) || !Near(tokens, i)) return null;
        var at = i + 2;
        while (at < tokens.Count && at < i + 4 && tokens.Word(at) is "the" or "la" or "le" or "l" or "les") at++;
        if (at >= tokens.Count || !Near(tokens, at - 1)) return null;
        if (Words.Countries.Contains(tokens.Word(at)) || Words.Nationalities.Contains(tokens.Word(at)) || Words.Cities.Contains(tokens.Word(at))) return at;
        var two = tokens.Word(at) + "+" + tokens.Word(at + 1);
        if (Words.Countries.Contains(two)) return at + 1;
        if (Words.Countries.Contains(two + "+" + tokens.Word(at + 2))) return at + 2;
        // "the minister of Health" is an office that many hold; a speaker "from Health" is not.
        return tokens.Word(i + 1) is "from" && tokens[at].Capital && !Words.IsOrdinary(tokens.Word(at)) ? at : null;
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
        return at < tokens.Count && (Words.Professions.Contains(tokens.Word(at)) || IsRole(tokens, at)) ? at : null;
    }

    /// <summary>"chez nous au ministère", "at my company", "in my country", "notre ambassade", "we at Example".</summary>
    private static int? FromOurs(Tokens tokens, int i)
    {
        var word = tokens.Word(i);
        if (word == "chez" && tokens.Word(i + 1) == "nous")
        {
            var at = i + 2;
            while (at < tokens.Count && at < i + 5 && tokens.Word(at) is "a" or "au" or "dans" or "en" or "la" or "le" or "l") at++;
            return at < tokens.Count && at > i + 2 && Near(tokens, at - 1) ? at : i + 1;
        }
        if (word is "we" or "us" && tokens.Word(i + 1) is "at" or "in" && i + 2 < tokens.Count && tokens[i + 2].Capital && !Words.IsOrdinary(tokens.Word(i + 2))) return i + 2;
        var own = Own.Contains(word) ? i : Within.Contains(word) && Own.Contains(tokens.Word(i + 1)) ? i + 1 : -1;
        if (own < 0) return null;
        var mine = tokens.Word(own) is "my" or "mon" or "ma" || own > i;
        if (mine && Places.Contains(tokens.Word(own + 1))) return own + 1;
        return tokens.Word(own) is "my" or "mon" && Lands.Contains(tokens.Word(own + 1)) ? own + 1 : null;
    }

    /// <summary>"the only physicist", "la seule femme": one of a kind is somebody.</summary>
    private static int? TheOnly(Tokens tokens, int i)
    {
        if (tokens.Word(i) is not ("the" or "le" or "la") || tokens.Word(i + 1) is not ("only" or "seul" or "seule")) return null;
        for (var at = i + 2; at < tokens.Count && at <= i + 3; at++)
        {
            if (Words.Professions.Contains(tokens.Word(at)) || IsRole(tokens, at)) return at;
        }
        return null;
    }

    private static bool IsRole(Tokens tokens, int i) => Words.Roles.Contains(tokens.Word(i));

    private static bool Near(Tokens tokens, int i) => i + 1 < tokens.Count && !tokens.Gap(i).ContainsAny(".;:!?\n") && tokens.Gap(i).Length <= 2;

    private static bool Comma(Tokens tokens, int i) => i >= 0 && tokens.Gap(i).ContainsAny(",;:—(");

    private static void Add(Tokens tokens, int first, int last, FindingKind kind, string reason, List<Finding> found) =>
        found.Add(new(tokens[first].Start, tokens[last].End - tokens[first].Start, kind, reason, null));

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
