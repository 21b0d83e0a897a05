using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Directory;

internal readonly record struct PhraseMatch(int First, int Count, PhraseTraits Traits, bool Slip)
{
    public bool IsName => Traits.HasFlag(PhraseTraits.Name);
}

internal interface IPhrases
{
    int MostWords { get; }

    bool TryFind(ReadOnlySpan<char> key, out PhraseTraits traits);
}

/// <summary>Finds the directory's phrases in a text, longest first, by look-ups alone: the cost depends on the text, not on
/// how many people there are. screening.js is its twin; the shared vectors hold them together.</summary>
internal sealed class PhraseMatcher(IPhrases phrases)
{
    public const int LongestKey = 64;
    private const int ShortestSlip = 3;

    public List<PhraseMatch> Match(Tokens tokens)
    {
        var matches = new List<PhraseMatch>();
        for (var i = 0; i < tokens.Count;)
        {
            if (MatchAt(tokens, i) is { } match)
            {
                matches.Add(match);
                i += match.Count;
            }
            else
            {
                i++;
            }
        }
        return matches;
    }

    private PhraseMatch? MatchAt(Tokens tokens, int i)
    {
        if (tokens[i].FoldLength == 0) return null;
        var reach = Reach(tokens, i);
        for (var count = reach; count >= 1; count--)
        {
            var key = tokens.Joined(i, count);
            if (key.Length > LongestKey || !phrases.TryFind(key, out var traits)) continue;
            if (PhraseEvidence.Suffices(tokens, i, count, traits) && !NamesSomebodyElse(tokens, i, count, traits)) return new(i, count, traits, Slip: false);
        }
        for (var count = Math.Min(reach, 3); count >= 1; count--)
        {
            if (!PhraseEvidence.MayBeSlip(tokens, i, count)) continue;
            if (PhraseEvidence.IsElided(tokens, i, count) && phrases.TryFind(tokens.Joined(i + 1, 1), out _)) continue;
            var key = tokens.Joined(i, count);
            if (key.Length is < ShortestSlip or > LongestKey || phrases.TryFind(key, out _) && !PhraseEvidence.HasTitle(tokens, i)) continue;
            if (SlipOf(key, out var traits) && !NamesSomebodyElse(tokens, i, count, traits)) return new(i, count, traits, Slip: true);
        }
        return null;
    }

    private int Reach(Tokens tokens, int i)
    {
        var count = 1;
        while (count < phrases.MostWords && i + count < tokens.Count && tokens[i + count].FoldLength > 0 && PhraseEvidence.Joins(tokens.Gap(i + count - 1))) count++;
        return count;
    }

    /// <summary>"Emmanuel Example" is not our Emmanuel when Example is nobody here.</summary>
    private bool NamesSomebodyElse(Tokens tokens, int i, int count, PhraseTraits traits)
    {
        var next = i + count;
        if (!traits.HasFlag(PhraseTraits.Given) || next >= tokens.Count) return false;
        if (!tokens[next].Capital || tokens[next].Length < 2 || tokens[next].AllCapitals || tokens.Gap(next - 1) is not (" " or "-")) return false;
        var key = tokens.Joined(next, 1);
        return !phrases.TryFind(key, out _) && !SlipOf(key, out _);
    }

    /// <summary>One letter left out, one too many, one for another, or two neighbours swapped.</summary>
    internal bool SlipOf(ReadOnlySpan<char> key, out PhraseTraits traits)
    {
        traits = PhraseTraits.None;
        if (key.Length is < ShortestSlip or > LongestKey) return false;
        Span<char> other = stackalloc char[LongestKey + 1];
        other[0] = '-';
        key.CopyTo(other[1..]);
        if (phrases.TryFind(other[..(key.Length + 1)], out traits)) return true;
        for (var at = 0; at < key.Length; at++)
        {
            key.CopyTo(other);
            other[at] = '?';
            if (phrases.TryFind(other[..key.Length], out traits)) return true;
            key[(at + 1)..].CopyTo(other[at..]);
            if (phrases.TryFind(other[..(key.Length - 1)], out traits) && traits.HasFlag(PhraseTraits.Tolerant)) return true;
            if (at + 1 == key.Length || key[at] == key[at + 1]) continue;
            key.CopyTo(other);
            (other[at], other[at + 1]) = (other[at + 1], other[at]);
            if (phrases.TryFind(other[..key.Length], out traits) && traits.HasFlag(PhraseTraits.Tolerant)) return true;
        }
        traits = PhraseTraits.None;
        return false;
    }
}
