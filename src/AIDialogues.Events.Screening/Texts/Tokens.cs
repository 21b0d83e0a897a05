using System.Text;

namespace AIDialogues.Events.Screening.Texts;

internal readonly record struct Token(int Start, int Length, int FoldStart, int FoldLength, bool Capital, bool AllCapitals, bool HasDigit, bool StartsSentence)
{
    public int End => Start + Length;
}

/// <summary>The words of one stretch of text with their folded forms. Everything that is not a letter, digit or mark parts words.</summary>
internal sealed class Tokens
{
    /// <summary>Longer words are nobody's name; their folded form is empty and matches nothing.</summary>
    public const int LongestWord = 40;

    private readonly List<Token> tokens = [];
    private readonly StringBuilder building = new();
    private readonly string[] folded;

    private Tokens(string text, int start, int end)
    {
        Text = text;
        Read(start, end);
        folded = new string[tokens.Count];
        var all = building.ToString();
        Folded = all;
        var capitals = 0;
        for (var i = 0; i < tokens.Count; i++)
        {
            folded[i] = all.Substring(tokens[i].FoldStart, tokens[i].FoldLength);
            if (tokens[i].AllCapitals && tokens[i].Length > 1) capitals++;
        }
        Shouted = tokens.Count > 2 && capitals * 10 > tokens.Count * 6;
    }

    public string Text { get; }

    /// <summary>All folded words run together, so that neighbours can be looked up joined without copying.</summary>
    public string Folded { get; }

    /// <summary>Nearly everything is in capitals, so that a capital tells nothing.</summary>
    public bool Shouted { get; }

    public int Count => tokens.Count;

    public Token this[int i] => tokens[i];

    public static Tokens Of(string text, int start, int end) => new(text, start, end);

    public static Tokens Of(string text) => new(text, 0, text.Length);

    public string Word(int i) => i >= 0 && i < folded.Length ? folded[i] : "";

    public ReadOnlySpan<char> Joined(int first, int count)
    {
        var last = tokens[first + count - 1];
        return Folded.AsSpan(tokens[first].FoldStart, last.FoldStart + last.FoldLength - tokens[first].FoldStart);
    }

    /// <summary>What stands between a word and the next one.</summary>
    public ReadOnlySpan<char> Gap(int i)
    {
        if (i < 0 || i + 1 >= tokens.Count) return [];
        return Text.AsSpan(tokens[i].End, tokens[i + 1].Start - tokens[i].End);
    }

    private void Read(int start, int end)
    {
        var at = start;
        while (at < end)
        {
            var rune = RuneAt(at, end, out var width);
            if (!Folding.IsWord(rune))
            {
                at += width;
                continue;
            }
            at = ReadWord(at, end);
        }
    }

    private int ReadWord(int start, int end)
    {
        var foldStart = building.Length;
        int letters = 0, capitals = 0, at = start;
        var digit = false;
        var capital = false;
        while (at < end)
        {
            var rune = RuneAt(at, end, out var width);
            if (Folding.IsWord(rune))
            {
                var upper = Rune.IsUpper(rune);
                if (at == start) capital = upper;
                if (upper) capitals++;
                if (Rune.IsLetter(rune)) letters++;
                else digit = true;
                if (building.Length - foldStart <= LongestWord) building.Append(Folding.Fold(rune));
            }
            else if (!Folding.IsInside(rune))
            {
                break;
            }
            at += width;
        }
        if (building.Length - foldStart > LongestWord) building.Length = foldStart;
        tokens.Add(new(start, at - start, foldStart, building.Length - foldStart, capital, capitals > 0 && capitals == letters, digit, StartsSentence(start)));
        return at;
    }

    /// <summary>A word starts a sentence after the text's start, a new line, or an end mark that is not an abbreviation's dot.</summary>
    private bool StartsSentence(int start)
    {
        var previous = tokens.Count - 1;
        var from = previous >= 0 ? tokens[previous].End : 0;
        if (previous < 0) return true;
        for (var at = start - 1; at >= from; at--)
        {
            var c = Text[at];
            if (c is '\n' or '\r' or '!' or '?' or '…' or '•' or ';') return true;
            if (c == '.') return tokens[previous].Length > 1 && !Words.Titles.Contains(building.ToString(tokens[previous].FoldStart, tokens[previous].FoldLength));
            if (c is ':' or '"' or '“' or '«') return true;
        }
        return false;
    }

    private Rune RuneAt(int at, int end, out int width)
    {
        // A lone surrogate becomes the replacement character, which is no letter: it parts words and harms nothing.
        if (Rune.DecodeFromUtf16(Text.AsSpan(at, end - at), out var rune, out width) != System.Buffers.OperationStatus.Done)
        {
            width = Math.Max(1, width);
            return Rune.ReplacementChar;
        }
        return rune;
    }
}
