using AIDialogues.Events.Screening.Directory;
using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Documents;

/// <summary>What identifies anybody in an English document: names, places, bodies, numbers, dates, peoples.</summary>
internal static class EnglishDocument
{
    private static readonly HashSet<string> Months = Set("january february march april may june july august september october november december");
    private static readonly HashSet<string> Weekdays = Set("monday tuesday wednesday thursday friday saturday sunday");
    private static readonly HashSet<string> Connectors = Set("and of de la van von der den the du da dos di del dei des y e ten nad ul u al el");
    private static readonly HashSet<string> NameCues = Set("named called partner kid son daughter ms mr mrs dr under attn");
    private static readonly HashSet<string> Street = Set("street st str avenue ave road rd lane ln drive dr boulevard blvd square squares court ct apt apartment suite unit box floor po psc unit rue via calle rua");
    private static readonly HashSet<string> Acronyms = Set("ssn atm ceo ceos asap id pin sms tv dvd cd faq url ip pdf usb gps gmt utc am pm ok rr press hello fuse iban cc cv hr it ai api aid vat bot bots sir chatbot");
    private static readonly string[] Endings = ["s", "es", "ed", "d", "ing", "ly", "er", "ers", "est", "ness", "ful", "less", "able", "ment", "ation", "ity", "ize", "ise", "ized", "ised", "y", "ies", "al"];

    public static void Find(Tokens tokens, List<Finding> found)
    {
        var marks = new Marks(tokens);
        var lower = IsAllLower(tokens);
        for (var i = 0; i < tokens.Count; i++) Word(tokens, i, marks, lower);
        Phrases(tokens, marks);
        Spread(tokens, marks);
        EnglishNumbers.Find(tokens, marks, Street);
        Spread(tokens, marks);
        Connect(tokens, marks);
        EnglishBlocks.Find(tokens, marks, Street);
        marks.Report(found);
    }

    private static void Word(Tokens tokens, int i, Marks marks, bool lower)
    {
        var word = tokens.Word(i);
        var token = tokens[i];
        if (word.Length == 0 || token.HasDigit) return;
        if (IsGroup(word) && (token.Capital || lower || word is not ("polish" or "pole" or "slave" or "finn" or "dane" or "orthodox" or "roma" or "rom"))) marks.Set(i, FindingKind.Group);
        else if (Weekdays.Contains(word) || Months.Contains(word) && token.Capital && word is not ("may" or "march")) marks.Set(i, FindingKind.Date);
        else if ((token.Capital || lower) && (Words.Countries.Contains(word) || Words.Cities.Contains(word))) marks.Set(i, FindingKind.Place);
        else if ((token.Capital || lower) && Words.Countries.Contains(word + "+" + tokens.Word(i + 1))) marks.Set(i, i + 1, FindingKind.Place);
        else if (token.Capital ? IsName(tokens, i) : lower && word.Length > 2 && (!IsOrdinary(word) || Words.GivenNames.Contains(word) && !Words.OrdinaryEnglish.Contains(word)) || token.Length > 2 && HasForeignLetter(tokens, i)) marks.Set(i, FindingKind.PersonName);
        else if (Words.Titles.Contains(word) && token.Capital && word is "mr" or "mrs" or "ms" or "dr" or "miss" or "prof") marks.Set(i, FindingKind.Role);
    }

    private static bool IsGroup(string word) => Words.Nationalities.Contains(word) || word.Length > 4 && word[^1] == 's' && Words.Nationalities.Contains(word[..^1]);

    private static bool IsName(Tokens tokens, int i)
    {
        var word = tokens.Word(i);
        if (tokens[i].AllCapitals && tokens[i].Length > 1 && !tokens.Shouted && !Acronyms.Contains(word)) return !IsContraction(tokens, i);
        if (!tokens[i].StartsSentence && !IsFunction(word) && !Acronyms.Contains(word) && AfterLowerCase(tokens, i)) return true;
        if (tokens[i].StartsSentence && IsTitleCase(tokens, i)) return true;
        if (IsOrdinary(word) || Acronyms.Contains(word)) return false;
        if (tokens[i].Length == 1) return false;
        return !IsContraction(tokens, i);
    }

    private static bool IsContraction(Tokens tokens, int i) => tokens.Gap(i - 1) is "'" or "’" && tokens[i].Length <= 2;

    /// <summary>"works for Chemical Abstracts": a capital right after a word in lower case was meant.</summary>
    private static bool AfterLowerCase(Tokens tokens, int i) => i > 0 && tokens.Gap(i - 1) is " " && !tokens[i - 1].Capital && !tokens[i - 1].HasDigit
        && tokens.Word(i - 1) is not ("the" or "a" or "an" or "to" or "like" or "other");

    /// <summary>"Rapid Cycle Solutions is …": three capitals in a row, or two that end in an organisation's word.</summary>
    private static bool IsTitleCase(Tokens tokens, int i)
    {
        var run = i;
        while (run + 1 < tokens.Count && tokens[run + 1].Capital && !tokens[run + 1].HasDigit && tokens[run + 1].Length > 1 && tokens.Gap(run) is " " && !tokens[run + 1].AllCapitals) run++;
        return run - i >= 1 && !IsFunction(tokens.Word(i)) && !IsStarter(tokens.Word(i)) && !tokens.Gap(run).Contains(':');
    }

    internal static bool IsFunction(string word) => Words.Function.Contains(word) && Words.OrdinaryEnglish.Contains(word);

    internal static bool IsOrdinary(string word)
    {
        if (Words.OrdinaryEnglish.Contains(word) || Words.Function.Contains(word)) return true;
        foreach (var ending in Endings)
        {
            if (word.Length <= ending.Length + 2 || !word.EndsWith(ending, StringComparison.Ordinal)) continue;
            var stem = word[..^ending.Length];
            if (stem.Length < 3) continue;
            if (Words.OrdinaryEnglish.Contains(stem) || Words.OrdinaryEnglish.Contains(stem + "e") || Words.OrdinaryEnglish.Contains(stem + "y")) return true;
            if (stem.Length > 3 && stem[^1] == stem[^2] && Words.OrdinaryEnglish.Contains(stem[..^1])) return true;
        }
        return false;
    }

    /// <summary>Names made of ordinary words: given names that are words, two-word countries, "my name is …", job titles after a name.</summary>
    private static void Phrases(Tokens tokens, Marks marks)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var word = tokens.Word(i);
            if (Words.Countries.Contains(word + "+" + tokens.Word(i + 1)) || Words.Cities.Contains(word + "+" + tokens.Word(i + 1))) marks.Set(i, i + 1, FindingKind.Place);
            if (Words.GivenNames.Contains(word) && tokens[i].Capital && !IsFunction(word) && (!tokens[i].StartsSentence || marks.Has(i + 1))) marks.Set(i, FindingKind.PersonName);
            if (word == "name" && tokens.Word(i + 1) is "is" or "to") Introduced(tokens, i + 2, marks);
            if (word is "name" && tokens.Gap(i) is " " or "? " or ": " && tokens.Word(i + 1) is not ("is" or "to")) Introduced(tokens, i + 1, marks);
            if (NameCues.Contains(word) && !tokens[i].HasDigit) Introduced(tokens, i + 1, marks);
            if (PhraseEvidence.HasTitle(tokens, i)) Introduced(tokens, i, marks);
            if (marks[i] == FindingKind.PersonName && tokens.Gap(i) is ", " && tokens.Word(i + 1) == "the") JobTitle(tokens, i + 2, marks);
        }
    }

    private static void Introduced(Tokens tokens, int i, Marks marks)
    {
        if (i >= tokens.Count || tokens[i].HasDigit || tokens.Gap(i - 1).ContainsAny("\n'’,") || tokens.Gap(i - 1).Length > 3) return;
        var word = tokens.Word(i);
        if (tokens[i].Capital ? IsFunction(word) && tokens[i].Length > 1 : IsOrdinary(word) || word.Length < 3) return;
        marks.Set(i, FindingKind.PersonName);
    }

    /// <summary>"Marie Langrova, the Dairy scientist, said".</summary>
    private static void JobTitle(Tokens tokens, int first, Marks marks)
    {
        if (first >= tokens.Count || !tokens[first].Capital && !marks.Has(first)) return;
        for (var last = first; last < tokens.Count && last < first + 7; last++)
        {
            if (!tokens.Gap(last).Contains(',') || tokens.Word(last + 1) is not ("said" or "says" or "who" or "told")) continue;
            marks.Set(first, last, FindingKind.Role);
            return;
        }
    }

    /// <summary>Capitals beside a marked capital belong to the same name: "Rand Corporation", "White, Willis and Hoffman".</summary>
    private static void Spread(Tokens tokens, Marks marks)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (IsNameLike(marks, i) && !marks.Has(i + 1) && Belongs(tokens, i, i + 1) && !tokens[i + 1].StartsSentence) marks.Set(i + 1, marks[i]!.Value);
        }
        for (var i = tokens.Count - 1; i > 0; i--)
        {
            if (!IsNameLike(marks, i) || marks.Has(i - 1) || !Belongs(tokens, i - 1, i - 1)) continue;
            if (!tokens[i - 1].StartsSentence || Words.GivenNames.Contains(tokens.Word(i - 1)) || tokens[i - 1].Length == 1 && tokens.Word(i - 1) is not ("i" or "a")
                || tokens[i].Capital && !IsStarter(tokens.Word(i - 1))) marks.Set(i - 1, marks[i]!.Value);
        }
    }

    private static bool IsNameLike(Marks marks, int i) => marks[i] is FindingKind.PersonName or FindingKind.Place or FindingKind.Organisation;

    private static bool Belongs(Tokens tokens, int gap, int i) => tokens[i].Capital && !tokens[i].HasDigit && tokens.Gap(gap) is " " or "-" or ". " or " & " or "'" or "’"
        && (tokens[i].Length > 1 ? !IsFunction(tokens.Word(i)) : tokens.Word(i) is not "i") && !Acronyms.Contains(tokens.Word(i));

    private static bool IsStarter(string word) => IsFunction(word)
        || word is "hello" or "hi" or "dear" or "unlike" or "during" or "hey" or "thanks" or "meet" or "contact" or "call" or "tell" or "ask" or "maybe" or "please" or "producer" or "without";

    /// <summary>Little words inside a name: "Bank of Example", "Smith and Sons", "J of the K".</summary>
    private static void Connect(Tokens tokens, Marks marks)
    {
        for (var i = 1; i + 1 < tokens.Count; i++)
        {
            if (marks.Has(i)) continue;
            if (tokens.Word(i) == "and" && tokens[i - 1].Capital && tokens[i + 1].Capital && tokens.Gap(i) is " " && tokens.Gap(i - 1) is " "
                && (IsNameLike(marks, i - 1) || IsNameLike(marks, i + 1)) && !IsFunction(tokens.Word(i + 1)) && !tokens[i + 1].HasDigit)
            {
                marks.Set(i - 1, i + 1, FindingKind.PersonName);
                if (i > 1 && tokens.Gap(i - 2) is ", " && tokens[i - 2].Capital && !IsFunction(tokens.Word(i - 2))) marks.Set(i - 2, FindingKind.Organisation);
            }
            if (!marks.Has(i - 1) || tokens.Gap(i - 1) is not (" " or ", " or "-")) continue;
            var next = i + 1;
            if (tokens.Gap(i - 1) is "-")
            {
                if (marks[i - 1] == FindingKind.PersonName && !IsOrdinary(tokens.Word(i))) marks.Set(i, FindingKind.PersonName);
                continue;
            }
            if (Connectors.Contains(tokens.Word(i)) && tokens.Gap(i) is " " && IsNameLike(marks, next) && IsNameLike(marks, i - 1)) marks.Set(i, marks[i - 1]!.Value);
            else if (tokens[i].Length == 1 && tokens.Word(i)[0] is >= 'a' and <= 'z' && IsNameLike(marks, i - 1) && IsNameLike(marks, next) && tokens.Gap(i) is " " or ". ") marks.Set(i, marks[i - 1]!.Value);
        }
    }

    private static bool HasForeignLetter(Tokens tokens, int i)
    {
        foreach (var c in tokens.Text.AsSpan(tokens[i].Start, tokens[i].Length))
        {
            if (c is > '\u00BF' and < '\u2000') return true;
        }
        return false;
    }

    private static bool IsAllLower(Tokens tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            // Who types all in small letters still writes "I"; with any other capital, as the "A" that begins a sentence, small letters are meant.
            if (tokens[i].Capital && tokens.Word(i) != "i") return false;
        }
        return true;
    }

    private static HashSet<string> Set(string words) => new(words.Split(' '), StringComparer.Ordinal);
}
