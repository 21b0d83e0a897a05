namespace AIDialogues.Events.Domain;

/// <summary>
/// A name written in one piece, taken apart: "Awa Diallo", "DIALLO Awa", "Diallo, Awa". Particles stay with the family name they
/// lead ("Jean de La Chapelle"), and a title in front is not part of the name.
/// </summary>
public sealed record PersonName(string Given, string Family)
{
    private static readonly HashSet<string> Particles = new(StringComparer.OrdinalIgnoreCase)
    {
        "de", "da", "do", "dos", "das", "du", "des", "del", "della", "di", "la", "le", "van", "von", "der", "den", "ten", "ter", "vom", "zu", "zur",
        "af", "av", "bin", "bint", "ben", "ibn", "al", "el", "st.", "saint",
    };

    private static readonly HashSet<string> Titles = new(StringComparer.OrdinalIgnoreCase)
    {
        "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "m.", "mme", "mlle", "dr", "dr.", "prof", "prof.", "pr", "pr.", "professor", "professeur", "professeure",
    };

    public static PersonName Read(string? text)
    {
        string folded = PlainText.Fold(text).Trim('"', '\'', ',', ' ');
        int comma = folded.IndexOf(',', StringComparison.Ordinal);
        if (comma > 0) return new(string.Join(' ', WithoutTitles(folded[(comma + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries))), folded[..comma].Trim());

        string[] words = WithoutTitles(folded.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (words.Length < 2) return new("", string.Join(' ', words));
        return OfCapitals(words) ?? OfOrder(words);
    }

    private static string[] WithoutTitles(string[] words)
    {
        int titles = 0;
        while (titles < words.Length - 1 && Titles.Contains(words[titles])) titles++;
        return words[titles..];
    }

    /// <summary>The words in capitals, at one end, are the family name; null when all or none are.</summary>
    private static PersonName? OfCapitals(string[] words)
    {
        int first = Array.FindIndex(words, IsCapitals);
        int last = Array.FindLastIndex(words, IsCapitals);
        if (first < 0) return null;
        // "de LA TOUR Marie": a small particle before the capitals belongs to them.
        int start = first;
        while (start > 0 && Particles.Contains(words[start - 1])) start--;
        bool contiguous = words[first..(last + 1)].All(w => IsCapitals(w) || Particles.Contains(w));
        if (!contiguous || (start == 0 && last == words.Length - 1)) return null;
        if (start == 0) return new(Join(words[(last + 1)..]), Join(words[..(last + 1)]));
        return last == words.Length - 1 ? new(Join(words[..start]), Join(words[start..])) : null;
    }

    /// <summary>Given names first; the family name is the last word, with the particles that lead it.</summary>
    private static PersonName OfOrder(string[] words)
    {
        int family = Array.FindIndex(words, 1, w => Particles.Contains(w) || w.StartsWith("d'", StringComparison.OrdinalIgnoreCase) || w.StartsWith("d’", StringComparison.OrdinalIgnoreCase));
        if (family < 0 || (family == words.Length - 1 && Particles.Contains(words[family]))) family = words.Length - 1;
        return new(Join(words[..family]), Join(words[family..]));
    }

    // An initial ("J.") says nothing about capitals.
    private static bool IsCapitals(string word) => word.Count(char.IsLetter) >= 2 && word.All(c => !char.IsLetter(c) || char.IsUpper(c)) && !word.EndsWith('.');

    private static string Join(string[] words) => string.Join(' ', words);
}
