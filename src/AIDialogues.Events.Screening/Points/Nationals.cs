using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Points;

/// <summary>
/// One person of one country, whatever the person does: "the Kenyan businessman", "a woman from Nigeria", "le Kényan". Whether that is one among many only a list
/// of those who were there can tell: where there is one, <see cref="AnonymitySets"/> counts; where there is none, the words are marked.
/// </summary>
internal static class Nationals
{
    private const int MostBetween = 2;

    private static readonly HashSet<string> Articles = Set("the a an one our le la l un une notre");
    private static readonly HashSet<string> Each = Set("every each any no most many chaque tout toute aucun aucune");
    private static readonly HashSet<string> From = Set("from de du des d");
    private static readonly HashSet<string> Links = Set("based working living born originaire venu venue base basee etabli etablie installe installee");
    private static readonly HashSet<string> Into = Set("in a au aux en from de du d");
    private static readonly string[] Collective = ["ch", "sh", "ss", "ese"];

    public static void Find(Tokens tokens, List<Finding> found)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if ((BehindACountry(tokens, i) ?? BeforeACountry(tokens, i) ?? FromACountry(tokens, i) ?? ACountrysOwn(tokens, i)) is not { } last) continue;
            var first = i;
            // "the young Kenyan entrepreneur": the article belongs to it, and so does a word between.
            if (IsBefore(tokens, first - 1, " ") && !Words.Function.Contains(tokens.Word(first - 1)) && Articles.Contains(tokens.Word(first - 2)) && IsBefore(tokens, first - 2, " ")) first--;
            if (first > 0 && Each.Contains(tokens.Word(first - 1))) continue;
            if (first > 0 && Articles.Contains(tokens.Word(first - 1)) && tokens.Gap(first - 1) is " " or "'" or "’") first--;
            found.Add(new(tokens[first].Start, tokens[last].End - tokens[first].Start, FindingKind.Role, "role", null));
        }
    }

    /// <summary>"Kenyan businessman", "Kenyan textile entrepreneur".</summary>
    private static int? BehindACountry(Tokens tokens, int i)
    {
        if (!Words.Nationalities.Contains(tokens.Word(i))) return null;
        for (var at = i + 1; at < tokens.Count && at <= i + 1 + MostBetween && Attributions.Near(tokens, at - 1); at++)
        {
            if (PersonWords.Is(tokens.Word(at))) return at;
            if (Words.Function.Contains(tokens.Word(at)) || tokens[at].HasDigit) return null;
        }
        return null;
    }

    /// <summary>"entrepreneur kényan", "entrepreneur textile kényan".</summary>
    private static int? BeforeACountry(Tokens tokens, int i)
    {
        if (!PersonWords.Is(tokens.Word(i)) || !Attributions.Near(tokens, i)) return null;
        if (Words.Nationalities.Contains(tokens.Word(i + 1))) return i + 1;
        var behind = i + 2 < tokens.Count && Attributions.Near(tokens, i + 1) && !tokens[i + 2].Capital && !Words.Function.Contains(tokens.Word(i + 1)) && Words.Nationalities.Contains(tokens.Word(i + 2));
        return behind ? i + 2 : null;
    }

    /// <summary>"woman from Nigeria", "lawyer based in Côte d’Ivoire", "assureur de Suisse", "femme originaire du Nigeria".</summary>
    private static int? FromACountry(Tokens tokens, int i)
    {
        if (!PersonWords.Is(tokens.Word(i)) || !Attributions.Near(tokens, i)) return null;
        var linked = Links.Contains(tokens.Word(i + 1)) && Attributions.Near(tokens, i + 1);
        var at = linked ? i + 2 : i + 1;
        if (!(linked ? Into : From).Contains(tokens.Word(at)) || !Attributions.Near(tokens, at)) return null;
        return Attributions.CountryAt(tokens, Attributions.PastArticles(tokens, at + 1));
    }

    /// <summary>"The Kenyan objected", "le Kényan": in French the capital makes it a person, in English the verb behind; "the French" are many.</summary>
    private static int? ACountrysOwn(Tokens tokens, int i)
    {
        var word = tokens.Word(i);
        if (!tokens[i].Capital || tokens.Shouted || !Words.Nationalities.Contains(word) || !Attributions.Near(tokens, i)) return null;
        var next = tokens.Word(i + 1);
        if (tokens[i + 1].Capital || tokens.Gap(i) is not (" " or ", ")) return null;
        if (tokens.Word(i - 1) is "le" or "la" or "un" or "une") return i;
        if (tokens.Word(i - 1) is not ("the" or "a" or "an") || Array.Exists(Collective, e => word.EndsWith(e, StringComparison.Ordinal))) return null;
        return next is "who" or "here" or "said" or "says" or "has" or "had" or "was" or "is" or "wants" or "would" || next.Length > 4 && next.EndsWith("ed", StringComparison.Ordinal) ? i : null;
    }

    private static bool IsBefore(Tokens tokens, int i, string gap) => i >= 0 && tokens.Gap(i).SequenceEqual(gap);

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
