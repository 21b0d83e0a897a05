using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Documents;

/// <summary>Addresses and signature blocks: what stands between or right beside identifying words belongs to them.</summary>
internal static class EnglishBlocks
{
    private const int MostFilled = 3;
    private const int LongestLine = 6;

    public static void Find(Tokens tokens, Marks marks, HashSet<string> street)
    {
        DottedCapitals(tokens, marks);
        Corners(tokens, marks);
        Fill(tokens, marks, street);
        Beside(tokens, marks);
        Lines(tokens, marks);
    }

    /// <summary>"U.N."</summary>
    private static void DottedCapitals(Tokens tokens, Marks marks)
    {
        for (var i = 0; i + 1 < tokens.Count; i++)
        {
            if (tokens[i].Capital && tokens[i].Length == 1 && tokens[i + 1].Capital && tokens[i + 1].Length == 1 && tokens.Gap(i) is ".") marks.Set(i, i + 1, FindingKind.Organisation);
        }
    }

    /// <summary>"the corner of Alpha Street and Beta Road".</summary>
    private static void Corners(Tokens tokens, Marks marks)
    {
        for (var i = 0; i + 2 < tokens.Count; i++)
        {
            if (tokens.Word(i) != "corner" || tokens.Word(i + 1) != "of") continue;
            var last = i + 1;
            while (last + 1 < tokens.Count && last < i + 12 && !tokens.Gap(last).ContainsAny("\n?!,;")
                && (marks.Has(last + 1) || tokens[last + 1].Capital || tokens[last + 1].HasDigit || tokens[last + 1].Length <= 4 && tokens.Word(last + 1) is not ("for" or "at" or "in" or "to" or "is"))) last++;
            if (last > i + 1) marks.Set(tokens.Word(i - 1) == "the" ? i - 1 : i, last, FindingKind.Place);
        }
    }

    /// <summary>A few short or capitalised words between two marks in an address.</summary>
    private static void Fill(Tokens tokens, Marks marks, HashSet<string> street)
    {
        for (var i = 1; i < tokens.Count; i++)
        {
            if (marks.Has(i) || !marks.Has(i - 1)) continue;
            var end = i;
            while (end < tokens.Count && !marks.Has(end) && end - i < MostFilled && Fillable(tokens, end, street)) end++;
            if (end >= tokens.Count || !marks.Has(end) || Parted(tokens, end - 1)) continue;
            if (marks[i - 1] is FindingKind.Number or FindingKind.Place || marks[end] is FindingKind.Number or FindingKind.Place) marks.Set(i, end - 1, FindingKind.Place);
        }
    }

    private static bool Fillable(Tokens tokens, int i, HashSet<string> street)
    {
        if (Parted(tokens, i - 1)) return false;
        var word = tokens.Word(i);
        if (EnglishDocument.IsFunction(word)) return false;
        return tokens[i].Capital || tokens[i].HasDigit || street.Contains(word) || word.Length <= 3 || word is "corner" || !EnglishDocument.IsOrdinary(word);
    }

    private static bool Parted(Tokens tokens, int gap) => tokens.Gap(gap).Length > 6 || tokens.Gap(gap).ContainsAny("?!:;\"");

    /// <summary>An unknown word in lower case right beside an address is part of it.</summary>
    private static void Beside(Tokens tokens, Marks marks)
    {
        for (var i = 1; i < tokens.Count; i++)
        {
            if (marks.Has(i) || marks[i - 1] is not (FindingKind.Number or FindingKind.Place or FindingKind.PersonName) || tokens[i].HasDigit || tokens[i].Length < 3) continue;
            if (!Parted(tokens, i - 1) && tokens.Gap(i - 1)[0] is ' ' or '\n' or ',' && !EnglishDocument.IsOrdinary(tokens.Word(i))) marks.Set(i, FindingKind.Place);
        }
    }

    /// <summary>In a signature a short line under or over a name is a post or an employer.</summary>
    private static void Lines(Tokens tokens, Marks marks)
    {
        var lines = new List<(int First, int Last)>();
        for (var i = 0; i < tokens.Count; i++)
        {
            if (i == 0 || tokens.Gap(i - 1).Contains('\n')) lines.Add((i, i));
            else lines[^1] = (lines[^1].First, i);
        }
        if (lines.Count < 3) return;
        for (var n = 0; n < lines.Count; n++)
        {
            var (first, last) = lines[n];
            if (last - first >= LongestLine || !tokens[first].Capital && tokens[first].StartsSentence && AnyCapital(tokens) || tokens.Gap(last).ContainsAny(":?!")) continue;
            if (n > 0 && Whole(marks, lines[n - 1]) || n == 0 && Whole(marks, lines[1])) marks.Set(first, last, FindingKind.Organisation);
        }
    }

    private static bool AnyCapital(Tokens tokens) => Enumerable.Range(0, tokens.Count).Any(i => tokens[i].Capital);

    private static bool Whole(Marks marks, (int First, int Last) line)
    {
        for (var i = line.First; i <= line.Last; i++)
        {
            if (!marks.Has(i)) return false;
        }
        return true;
    }
}
