using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Documents;

/// <summary>What identifies anybody in a French document: persons with their titles, places, bodies, numbers, dates, peoples.</summary>
internal static class FrenchDocument
{
    private static readonly HashSet<string> PersonTitles = Set("m mm mme mmes mlle mlles me mes dr pr sir lord lady monsieur madame maitre docteur");
    private static readonly HashSet<string> Institutions = Set(
        "etat etats cour commission convention gouvernement comite protocole reglement parlement conseil chambre section president presidente greffier greffe partie parties loi code "
        + "constitution republique ministre procureur juge tribunal eglise haute traite journal officiel assemblee union ue europe internet tva sa eh ecu ht ttc vs cp cpp cpc");
    private static readonly HashSet<string> Endings = Set("er ers ez ait aient ant ante ants antes e es ee ees ent a ai rent erent erait eraient era eront ons it is ie ies irent iss issant ment ments tion tions s x al aux elle elles el if ive ifs ives eur eurs euse ique iques iste istes able ables ible ibles");
    private static readonly HashSet<string> Links = Set("de du des d la le les l et von van of the and for y");

    public static void Find(Tokens tokens, List<Finding> found)
    {
        var marks = new Marks(tokens);
        for (var i = 0; i < tokens.Count; i++) Word(tokens, i, marks);
        for (var i = 0; i < tokens.Count; i++) Titled(tokens, i, marks);
        Spread(tokens, marks);
        FrenchBodies.Find(tokens, marks);
        FrenchNumbers.Find(tokens, marks);
        Connect(tokens, marks);
        FrenchEdges.Find(tokens, marks);
        marks.Report(found);
    }

    private static void Word(Tokens tokens, int i, Marks marks)
    {
        var word = tokens.Word(i);
        var token = tokens[i];
        if (word.Length == 0 || token.HasDigit) return;
        if (Words.Countries.Contains(word) && token.Capital || Words.Cities.Contains(word) && token.Capital && word is not "nice") marks.Set(i, FindingKind.Place);
        else if (Words.Nationalities.Contains(word) && word is not ("argentine" or "pole" or "european" or "europeen" or "christian" or "slave")) marks.Set(i, FindingKind.Group);
        else if (Words.Countries.Contains(word + "+" + tokens.Word(i + 1)) && token.Capital) marks.Set(i, i + 1, FindingKind.Place);
        else if (token.Capital && IsName(tokens, i)) marks.Set(i, FindingKind.PersonName);
    }

    private static bool IsName(Tokens tokens, int i)
    {
        var word = tokens.Word(i);
        if (tokens.Shouted && tokens[i].AllCapitals) return false;
        if (word.Length == 1) return IsInitial(tokens, i);
        if (Institutions.Contains(word)) return false;
        if (tokens[i].AllCapitals && tokens.Count > 3) return !IsRoman(word) && !IsOrdinary(word) || word.Length <= 4 && !IsRoman(word) && !Words.Function.Contains(word);
        if (tokens[i].StartsSentence) return !IsOrdinary(word) && !Words.Titles.Contains(word) && !Words.OrdinaryEnglish.Contains(word) || Words.GivenNames.Contains(word) && !Words.OrdinaryFrench.Contains(word);
        // A capital inside a sentence was meant, in French more than in English.
        return !IsOrdinary(word) || word.Length > 2 && !Words.Function.Contains(word) && !Words.Titles.Contains(word) && !tokens.Gap(i - 1).ContainsAny("\"«“.:()");
    }

    /// <summary>"K a été entendu", "Mme G.": one capital letter is a person unless it counts something or opens a list.</summary>
    private static bool IsInitial(Tokens tokens, int i)
    {
        var word = tokens.Word(i);
        if (tokens.Gap(i) is [')', ..] || tokens.Gap(i) is ['.', ' ', ..] && tokens[i].StartsSentence) return false;
        if (tokens.Word(i - 1) is "reglement" or "section" or "annexe" or "partie" or "appendice" or "paragraphe" or "article" or "categorie" or "protocole" or "chapitre") return false;
        if (word is "a" or "o" or "y" or "l" or "d") return !tokens[i].StartsSentence && tokens.Gap(i) is ['.', ..];
        if (word is "i" or "v" or "x" && tokens[i].StartsSentence) return false;
        return word is not ("m" or "n" or "c" or "s") || tokens.Gap(i) is ['.', ..] && !tokens[i].StartsSentence && word != "m" || tokens.Gap(i - 1) is ". " or ".";
    }

    /// <summary>The title and the name behind it, initials and all: "Mme C. Westerling", "MM. L.-E. Pettiti".</summary>
    private static void Titled(Tokens tokens, int i, Marks marks)
    {
        var word = tokens.Word(i);
        if (!tokens[i].Capital || !PersonTitles.Contains(word) || i + 1 >= tokens.Count || !tokens[i + 1].Capital || tokens[i + 1].HasDigit) return;
        if (word is "m" or "mm" or "mes" or "me" or "dr" or "pr" ? tokens.Gap(i) is not (". " or " " or ".") : tokens.Gap(i) is not (" " or ". ")) return;
        if (word is "me" or "mes" && tokens[i].StartsSentence && IsOrdinary(tokens.Word(i + 1))) return;
        marks.Set(i, FindingKind.PersonName);
        for (var at = i + 1; at < tokens.Count && at < i + 8 && tokens[at].Capital && !tokens[at].HasDigit; at++)
        {
            marks.Set(at, FindingKind.PersonName);
            if (tokens.Gap(at) is not (" " or ". " or "." or "-" or " - " or "'" or "’" or ". - ")) break;
        }
    }

    internal static bool IsOrdinary(string word)
    {
        if (Words.OrdinaryFrench.Contains(word) || Words.Function.Contains(word) || Institutions.Contains(word)) return true;
        for (var cut = 1; cut <= 6 && word.Length - cut >= 4; cut++)
        {
            if (!Endings.Contains(word[^cut..])) continue;
            var stem = word[..^cut];
            if (Words.OrdinaryFrench.Contains(stem) || Words.OrdinaryFrench.Contains(stem + "e") || Words.OrdinaryFrench.Contains(stem + "er") || Words.OrdinaryFrench.Contains(stem + "ee")
                || Words.OrdinaryFrench.Contains(stem + "ent") || Words.OrdinaryFrench.Contains(stem + "s") || Words.OrdinaryFrench.Contains(stem + "ion")) return true;
        }
        return false;
    }

    private static bool IsRoman(string word) => word.All(c => c is 'i' or 'v' or 'x' or 'l' or 'c');

    /// <summary>Capitals beside a name belong to it, whatever they mean otherwise: "Anna Blanc", "Opole Lubelskie".</summary>
    private static void Spread(Tokens tokens, Marks marks)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (IsNameLike(marks, i) && !marks.Has(i + 1) && Belongs(tokens, i, i + 1) && !tokens[i + 1].StartsSentence) marks.Set(i + 1, marks[i]!.Value);
        }
        for (var i = tokens.Count - 1; i > 0; i--)
        {
            if (!IsNameLike(marks, i) || marks.Has(i - 1) || !Belongs(tokens, i - 1, i - 1)) continue;
            var initial = tokens[i - 1].Length == 1 && tokens.Gap(i - 1) is ". " && marks[i] == FindingKind.PersonName && tokens.Word(i) is var name && !IsOrdinary(name);
            if (initial || !tokens[i - 1].StartsSentence && tokens.Word(i - 1) is not ("cour" or "etat" or "gouvernement" or "commission" or "convention")) marks.Set(i - 1, marks[i]!.Value);
        }
    }

    private static bool IsNameLike(Marks marks, int i) => marks[i] is FindingKind.PersonName or FindingKind.Place or FindingKind.Organisation;

    private static bool Belongs(Tokens tokens, int gap, int i) => tokens[i].Capital && !tokens[i].HasDigit && tokens.Gap(gap) is " " or "-" or " - " or ". " or "'" or "’" or " / "
        && tokens.Word(i) is not ("le" or "la" or "les" or "il" or "elle" or "en" or "l" or "a");

    /// <summary>"République de Chypre", "Uni de Grande - Bretagne et d'Irlande du Nord".</summary>
    private static void Connect(Tokens tokens, Marks marks)
    {
        for (var i = 1; i + 1 < tokens.Count; i++)
        {
            if (marks.Has(i) || !IsNameLike(marks, i - 1) || !Links.Contains(tokens.Word(i))) continue;
            var next = i + 1;
            while (next < tokens.Count && next < i + 3 && !marks.Has(next) && Links.Contains(tokens.Word(next))) next++;
            if (IsNameLike(marks, next) && tokens.Gap(i - 1) is " " or "-" or " - " && tokens.Gap(next - 1).Length <= 3) marks.Set(i, next - 1, marks[i - 1]!.Value);
        }
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
