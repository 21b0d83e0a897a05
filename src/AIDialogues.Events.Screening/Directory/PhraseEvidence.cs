using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Directory;

/// <summary>Whether what stands in the text is evidence enough for a phrase: capitals, titles, place in the sentence.</summary>
internal static class PhraseEvidence
{
    private const int ShortestJoinedSlip = 6;
    private const string Joiners = " \u00A0\u202F-\u2010\u2011\u2013'\u2018\u2019\u02BC.·_,&";

    /// <summary>What may stand inside a name: a few blanks, hyphens, apostrophes, dots; a comma only in "Diallo, Aminata".</summary>
    public static bool Joins(ReadOnlySpan<char> gap) => gap.Length is > 0 and <= 3 && !gap.ContainsAnyExcept(Joiners);

    public static bool HasTitle(Tokens tokens, int i) =>
        i > 0 && Words.Titles.Contains(tokens.Word(i - 1)) && tokens.Gap(i - 1).Length <= 2 && !tokens.Gap(i - 1).ContainsAnyExcept(" \u00A0\u202F.")
        && (tokens[i - 1].Length > 1 || tokens[i - 1].Capital);

    public static bool Suffices(Tokens tokens, int i, int count, PhraseTraits traits)
    {
        if (traits.HasFlag(PhraseTraits.NotAName)) return false;
        if (!traits.HasFlag(PhraseTraits.Full) && HasComma(tokens, i, count)) return false;
        return traits.HasFlag(PhraseTraits.Name) && NameSuffices(tokens, i, count, traits)
            || traits.HasFlag(PhraseTraits.Affiliation) && AffiliationSuffices(tokens, i, count, traits);
    }

    /// <summary>Only a capitalised word can be a misspelt name, and not one that opens as an acronym does.</summary>
    public static bool MayBeSlip(Tokens tokens, int i, int count)
    {
        if (!tokens[i].Capital && !IsElided(tokens, i, count) || tokens.Shouted && !HasTitle(tokens, i)) return false;
        if (count > 1 && tokens.Joined(i, count).Length < ShortestJoinedSlip) return false;
        if (count == 1) return !tokens[i].HasDigit && (!tokens[i].AllCapitals || tokens[i].Length > 5);
        for (var at = i; at < i + count - 1; at++)
        {
            if (tokens.Gap(at).ContainsAny(" ,.&") && !tokens[at + 1].Capital || HasComma(tokens, at, 2)) return false;
        }
        return tokens[i + count - 1].Length > 1;
    }

    /// <summary>"d'Entreont": the small letter before the apostrophe belongs to the name.</summary>
    public static bool IsElided(Tokens tokens, int i, int count) => count == 2 && tokens[i].Length == 1 && tokens[i + 1].Capital && tokens.Gap(i) is "'" or "’";

    private static bool HasComma(Tokens tokens, int i, int count)
    {
        for (var at = i; at < i + count - 1; at++)
        {
            if (tokens.Gap(at).ContainsAny(",&")) return true;
        }
        return false;
    }

    private static bool NameSuffices(Tokens tokens, int i, int count, PhraseTraits traits)
    {
        var length = tokens.Joined(i, count).Length;
        if (traits.HasFlag(PhraseTraits.DottedInitial) && !HasDot(tokens, i, count)) return false;
        if (count > 1 && !HasTitle(tokens, i))
        {
            if (traits.HasFlag(PhraseTraits.OrdinaryWord)) return AllCapital(tokens, i, count) && !tokens.Shouted;
            return tokens[i].Capital || length >= 8 || traits.HasFlag(PhraseTraits.Full) || tokens[i].Length == 1;
        }
        // "Premier ministre du pays" is not Mr Du.
        if (HasTitle(tokens, i)) return tokens[i].Capital || !traits.HasFlag(PhraseTraits.FunctionWord);
        if (traits.HasFlag(PhraseTraits.FunctionWord)) return false;
        if (traits.HasFlag(PhraseTraits.OrdinaryWord))
        {
            // A sentence that starts in lower case is typed in haste: "easter, you may go on".
            return !tokens.Shouted && (tokens[i].StartsSentence ? IsSubject(tokens, i) && (tokens[i].Capital || tokens.Gap(i) is ", ") : tokens[i].Capital);
        }
        if (!tokens[i].Capital) return length > 3;
        return length > 2 || !tokens[i].StartsSentence && !tokens[i].AllCapitals;
    }

    private static bool AffiliationSuffices(Tokens tokens, int i, int count, PhraseTraits traits)
    {
        if (traits.HasFlag(PhraseTraits.Acronym))
        {
            if (tokens.Shouted) return false;
            for (var at = i; at < i + count; at++)
            {
                if (!tokens[at].AllCapitals || at > i && !tokens.Gap(at - 1).SequenceEqual(".")) return false;
            }
            return true;
        }
        if (count > 1) return traits.HasFlag(PhraseTraits.OrdinaryWord) ? tokens[i].Capital && tokens[i + count - 1].Capital : tokens.Joined(i, count).Length >= 8 || tokens[i].Capital;
        if (traits.HasFlag(PhraseTraits.OrdinaryWord)) return tokens[i].Capital && !tokens.Shouted && !tokens[i].StartsSentence;
        return tokens[i].Capital || tokens[i].Length > 4;
    }

    /// <summary>At the start of a sentence every word has a capital: "Rose has the floor" and "Rose, you may go on" are the name.</summary>
    private static bool IsSubject(Tokens tokens, int i)
    {
        if (i + 1 >= tokens.Count) return true;
        var gap = tokens.Gap(i);
        if (gap[0] is ',' or ':' or '\'' or '’' or '—' or '.' or '?' or ')') return true;
        // "Petit a dit" is a person, "Petit à petit" is not: here the accent counts.
        if (tokens.Word(i + 1) is "a" && tokens.Text[tokens[i + 1].Start] != 'a') return false;
        return gap is " " && !tokens[i + 1].Capital && Words.Followers.Contains(tokens.Word(i + 1));
    }

    private static bool HasDot(Tokens tokens, int i, int count)
    {
        for (var at = i; at < i + count; at++)
        {
            if (tokens[at].Length == 1 && tokens[at].End < tokens.Text.Length && tokens.Text[tokens[at].End] == '.') return true;
        }
        return false;
    }

    private static bool AllCapital(Tokens tokens, int i, int count)
    {
        for (var at = i; at < i + count; at++)
        {
            if (!tokens[at].Capital && tokens[at].Length > 3) return false;
        }
        return tokens[i].Capital && tokens[i + count - 1].Capital;
    }
}
