using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Documents;

/// <summary>Dates, case numbers, amounts and ages. A number that only points into a law or into the same text identifies nobody.</summary>
internal static class FrenchNumbers
{
    private static readonly HashSet<string> Months = Set("janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre");
    private static readonly HashSet<string> References = Set("article articles art arts paragraphe paragraphes par alinea alineas section sections chapitre titre annexe protocole reglement regle regles partie note page p pp point points n nos convention");
    private static readonly HashSet<string> Chain = Set("et a ou par art du de al in fine combine combines avec les le paragraphes paragraphe alinea alineas lu lus ci");
    private static readonly HashSet<string> NumberWords = Set(
        "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante cinquante soixante cent cents mille million millions milliard milliards moitie demi tiers quart dizaine dizaines douzaine quinzaine vingtaine trentaine centaine centaines millier milliers");
    private static readonly HashSet<string> Ordinals = Set("premier premiere deuxieme troisieme quatrieme cinquieme sixieme septieme huitieme dixieme");
    private static readonly HashSet<string> Money = Set("sek nok dkk eur usd gbp frf chf itl pln huf czk try trl rub couronne couronnes livre livres sterling franc francs euro euros dollar dollars lire lires rouble roubles zloty zlotys peseta pesetas mark marks florin florins drachme drachmes forint forints hryvnia lev leva leu lei");

    public static void Find(Tokens tokens, Marks marks)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (Months.Contains(tokens.Word(i)) && Date(tokens, i, marks)) continue;
            if (Relative(tokens, i) is { } last)
            {
                marks.Set(i, last, FindingKind.Date);
                continue;
            }
            if (NumberWords.Contains(tokens.Word(i)) && !marks.Has(i) && !IsReference(tokens, i)) Quantity(tokens, i, marks);
            else if (Ordinals.Contains(tokens.Word(i)) && tokens.Word(i + 1) == "jour") marks.Set(tokens.Word(i - 1) == "le" ? i - 1 : i, i + 1, FindingKind.Date);
            else if (Money.Contains(tokens.Word(i)) && IsMoney(tokens, i)) marks.Set(i, FindingKind.Number);
            else if (Hour(tokens, i)) marks.Set(i, i + 1, FindingKind.Date);
        }
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].HasDigit || marks.Has(i)) continue;
            if (IsCaseNumber(tokens, i) || !IsReference(tokens, i)) marks.Set(i, FindingKind.Number);
        }
    }

    /// <summary>"le 12 juillet 1993", "Les 19 et 20 août 1995", "mai 1990"; the article counts as part of the date.</summary>
    private static bool Date(Tokens tokens, int month, Marks marks)
    {
        var first = month;
        while (first > 0 && (IsDay(tokens, first - 1) || tokens.Word(first - 1) is "et" or "ou" or "au" && first > 1 && IsDay(tokens, first - 2)) && tokens.Gap(first - 1).Length <= 3) first--;
        var last = month + 1 < tokens.Count && tokens[month + 1].FoldLength == 4 && tokens[month + 1].HasDigit && tokens.Gap(month).Length <= 2 ? month + 1 : month;
        // "juin et août 1983", "17 mai, 3 juin et 19 août 1999": months share the year.
        first = Enumerated(tokens, first, month);
        if (first == month && last == month && tokens.Word(month) is "mars" or "mai" && tokens.Word(month - 1) is not ("en" or "de" or "debut" or "fin")) return false;
        if (first > 0 && tokens.Word(first - 1) is "le" or "les") first--;
        marks.Set(first, last, FindingKind.Date);
        return true;
    }

    private static int Enumerated(Tokens tokens, int first, int month)
    {
        for (var steps = 0; steps < 12 && first > 0; steps++)
        {
            var joined = tokens.Word(first - 1) is "et" or "ou" or "a" ? first - 2 : tokens.Gap(first - 1) is ", " ? first - 1 : -1;
            if (joined < 0 || !Months.Contains(tokens.Word(joined))) return first;
            first = joined;
            while (first > 0 && IsDay(tokens, first - 1) && tokens.Gap(first - 1).Length <= 3) first--;
        }
        return first;
    }

    /// <summary>"le lendemain", "le même jour", "tôt le matin".</summary>
    private static int? Relative(Tokens tokens, int i) => (tokens.Word(i), tokens.Word(i + 1), tokens.Word(i + 2)) switch
    {
        ("le", "lendemain", _) or ("le", "matin", _) or ("le", "soir", _) => i + 1,
        ("le" or "ce", "meme", "jour") or ("tot", "le", "matin") => i + 2,
        ("la", "veille", _) => i + 1,
        ("le" or "la", "semaine" or "mois" or "annee" or "jour", "suivant" or "suivante" or "precedent" or "precedente") => i + 2,
        ("printemps" or "ete" or "automne" or "hiver", var year, _) when year.Length == 4 && year.All(char.IsAsciiDigit) => i + 1,
        ("l", "ete" or "automne" or "hiver", var year) when year.Length == 4 && year.All(char.IsAsciiDigit) => i + 2,
        ("la", "fin", "du") when tokens.Word(i + 3) is "mois" => i + 3,
        ("premieres", "heures", _) => i + 1,
        ("matin" or "lendemain", _, _) => i,
        ("heures" or "h", "du", "matin" or "soir") => i + 2,
        _ => null,
    };

    private static bool IsDay(Tokens tokens, int i) => i >= 0 && tokens[i].HasDigit && tokens[i].FoldLength <= 2 || i >= 0 && tokens.Word(i) == "1er";

    private static void Quantity(Tokens tokens, int i, Marks marks)
    {
        if (tokens.Word(i) is "quart" or "tiers" && tokens.Word(i - 1) is "un" or "le" or "les" or "de" or "d" or "des" && tokens.Word(i) == "tiers") return;
        var first = i;
        if (tokens.Word(i) is "moitie" && tokens.Word(i - 1) == "la" || tokens.Word(i) is "demi" or "dizaine" or "douzaine" or "quinzaine" or "vingtaine" or "centaine" && tokens.Word(i - 1) is "une" or "un") first--;
        var last = tokens.Word(i) == "demi" && tokens.Gap(i).Contains('-') ? Math.Min(i + 1, tokens.Count - 1) : i;
        marks.Set(first, last, FindingKind.Number);
    }

    /// <summary>"requête no 18949/91": not "article 6", but a file that leads to a person.</summary>
    private static bool IsCaseNumber(Tokens tokens, int i)
    {
        var slash = tokens.Gap(i) is " / " or "/" && i + 1 < tokens.Count && tokens[i + 1].HasDigit || tokens.Gap(i - 1) is " / " or "/" && tokens[i - 1].HasDigit;
        return slash && !InLaw(tokens, i);
    }

    private static bool InLaw(Tokens tokens, int i) => tokens.Word(i - 1) is "loi" or "directive" or "reglement" || tokens.Word(i - 2) is "loi" or "directive";

    /// <summary>Walks back over "et", commas and other numbers to see whether the chain began with "article" or its like.</summary>
    private static bool IsReference(Tokens tokens, int i)
    {
        if (tokens.Gap(i - 1).Contains('§')) return true;
        for (var at = i - 1; at >= 0 && at > i - 14; at--)
        {
            var gap = tokens.Gap(at);
            if (gap.Contains('§')) return true;
            if (gap.ContainsAny(";\n")) return false;
            var word = tokens.Word(at);
            if (References.Contains(word)) return word is not ("n" or "nos") || tokens.Word(at - 1) is "protocole" or "protocoles" or "annexe";
            if (word == "no") return tokens.Word(at - 1) is "protocole" or "protocoles" or "annexe" or "article" or "serie" or "a";
            if (!tokens[at].HasDigit && !Chain.Contains(word) && word.Length > 1) return false;
        }
        // "1. La Cour …" numbers a paragraph.
        return i == 0 && (tokens.Gap(0) is ['.', ..] or [')', ..] || tokens.Count == 1);
    }

    private static bool IsMoney(Tokens tokens, int i) => tokens[i].AllCapitals || tokens.Word(i) is not ("livre" or "livres" or "mark" or "marks" or "couronne" or "lei" or "lev" or "lire" or "franc")
        || i > 0 && (tokens[i - 1].HasDigit || NumberWords.Contains(tokens.Word(i - 1)));

    private static bool Hour(Tokens tokens, int i) => tokens[i].HasDigit && tokens[i].FoldLength <= 2 && tokens.Word(i + 1) is "h" or "heures" or "heure";

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
