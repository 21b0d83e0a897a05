using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Documents;

/// <summary>Numbers that single somebody out: long ones always, short ones as ages and in addresses, dates and telephone numbers.</summary>
internal static class EnglishNumbers
{
    private const int LongNumber = 3;

    public static void Find(Tokens tokens, Marks marks, HashSet<string> street)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!tokens[i].HasDigit || marks.Has(i)) continue;
            if (tokens[i].FoldLength >= LongNumber && !IsOrdinal(tokens.Word(i)) && !IsDecade(tokens.Word(i)) || tokens[i].FoldLength == 0 || IsAge(tokens, i)) marks.Set(i, FindingKind.Number);
        }
        Chains(tokens, marks);
        // Twice, so that a mark travels along a chain in both directions.
        for (var i = 1; i < tokens.Count; i++) Beside(tokens, i, i - 1, i - 1, marks, street);
        for (var i = tokens.Count - 2; i >= 0; i--) Beside(tokens, i, i + 1, i, marks, street);
    }

    private static void Beside(Tokens tokens, int i, int neighbour, int gap, Marks marks, HashSet<string> street)
    {
        if (marks.Has(i)) return;
        var between = tokens.Gap(gap);
        var word = tokens.Word(i);
        if (tokens[i].HasDigit)
        {
            var chained = tokens[neighbour].HasDigit && marks.Has(neighbour) && between.Length <= 3 && !between.ContainsAny(",\n");
            var address = (marks[neighbour] is FindingKind.PersonName or FindingKind.Place || street.Contains(tokens.Word(neighbour))) && between.Length <= 2;
            if (chained || address) marks.Set(i, FindingKind.Number);
        }
        else if (street.Contains(word) && marks.Has(neighbour) && between.Length <= 3 && (tokens[i].Capital || word is "st" or "str" or "apt" or "box" or "unit" or "suite"))
        {
            marks.Set(i, FindingKind.Place);
        }
        else if (tokens[i].AllCapitals && tokens[i].Length <= 3 && tokens[neighbour].HasDigit && marks.Has(neighbour) && between.Length <= 3)
        {
            marks.Set(i, FindingKind.Place);
        }
    }

    private static bool IsOrdinal(string word) => word.Length <= 4 && (word.EndsWith("th", StringComparison.Ordinal) || word.EndsWith("st", StringComparison.Ordinal)
        || word.EndsWith("nd", StringComparison.Ordinal) || word.EndsWith("rd", StringComparison.Ordinal));

    private static bool IsDecade(string word) => word.Length == 3 && word.EndsWith("0s", StringComparison.Ordinal);

    /// <summary>"28-64-66-98": short numbers in a chain of three or more are one long number.</summary>
    private static void Chains(Tokens tokens, Marks marks)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            var last = i;
            while (last + 1 < tokens.Count && tokens[last + 1].HasDigit && tokens.Gap(last) is "-" or " " or "." or "/") last++;
            if (tokens[i].HasDigit && last - i >= 2) marks.Set(i, last, FindingKind.Number);
            i = last;
        }
    }

    private static bool EndsClause(Tokens tokens, int i) => i + 1 >= tokens.Count || tokens.Gap(i)[0] is '.' or ',' or '?' or '!' or ';' or '\n';

    private static bool IsAge(Tokens tokens, int i) => tokens.Word(i + 1) is "year" or "years" or "yo" && tokens.Word(i + 2) is "old" or "" or "of"
        || tokens.Word(i + 1) is "y" && tokens.Word(i + 2) is "o" or "old"
        || tokens[i].Length == 2 && tokens.Word(i - 1) is "was" or "am" or "is" or "m" or "turn" or "turns" && EndsClause(tokens, i)
        || tokens.Word(i - 1) is "aged" or "age" or "turned" or "turning" || tokens.Word(i - 2) == "age" && tokens.Word(i - 1) is "of" or "is";
}
