using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Directory;

/// <summary>The ways in which one participant can stand in a text, as folded phrases without spaces.</summary>
internal static class PhraseForms
{
    private const int ShortestTolerant = 4;

    private static readonly HashSet<string> Particles = new(StringComparer.Ordinal)
    {
        "de", "la", "le", "les", "du", "des", "d", "l", "von", "van", "der", "den", "zu", "zum", "da", "das", "do", "dos", "di", "del", "della", "ten",
        "ter", "el", "al", "ben", "bin", "ibn", "abu", "mac", "mc", "o", "st", "ste", "saint", "sainte", "san", "santa", "af", "av",
    };

    private static readonly HashSet<string> Small = new(StringComparer.Ordinal) { "of", "for", "and", "the", "to", "in", "on", "et", "pour", "sur", "en", "aux", "au", "a" };

    // What such letters mean to everybody is nobody's institution.
    private static readonly HashSet<string> CommonAcronyms = new(StringComparer.Ordinal) { "ict", "ceo", "cfo", "cto", "gps", "api", "pdf", "usa", "url", "vat", "ngo", "ong", "tva", "pib", "gdp", "faq", "hiv", "dna", "adn", "tic" };

    public static IEnumerable<(string Key, PhraseTraits Traits)> Of(Participant person) =>
        Names(person).Concat(Affiliations(person)).Where(form => form.Key.Length is > 1 and <= PhraseMatcher.LongestKey);

    private static IEnumerable<(string Key, PhraseTraits Traits)> Names(Participant person)
    {
        foreach (var spelling in Spellings(person.GivenName).Zip(Spellings(person.FamilyName)))
        {
            var given = Parts(spelling.First);
            var family = Parts(spelling.Second);
            foreach (var form in Alone(family, PhraseTraits.None)) yield return form;
            foreach (var form in Alone(given, PhraseTraits.Given)) yield return form;
            foreach (var form in Together(given, family)) yield return form;
        }
    }

    /// <summary>Accents folded, accented letters lost, and umlauts written out; equal ones are harmless.</summary>
    private static IEnumerable<string> Spellings(string? name)
    {
        name = (name ?? "").Trim();
        yield return name;
        yield return new string([.. name.Where(c => c < 128 || !char.IsLetter(c))]);
        yield return name.Replace("ä", "ae", StringComparison.OrdinalIgnoreCase).Replace("ö", "oe", StringComparison.OrdinalIgnoreCase)
            .Replace("ü", "ue", StringComparison.OrdinalIgnoreCase).Replace("ø", "oe", StringComparison.OrdinalIgnoreCase)
            .Replace("å", "aa", StringComparison.OrdinalIgnoreCase);
    }

    private static string[] Parts(string name)
    {
        var tokens = Tokens.Of(name.Length > 200 ? name[..200] : name);
        return [.. Enumerable.Range(0, tokens.Count).Select(tokens.Word).Where(word => word.Length > 0)];
    }

    private static IEnumerable<(string, PhraseTraits)> Alone(string[] parts, PhraseTraits traits)
    {
        if (parts.Length == 0) yield break;
        yield return Name(string.Concat(parts), parts, traits);
        var bare = parts.SkipWhile(Particles.Contains).ToArray();
        if (bare.Length == 0 || parts.Length == 1) yield break;
        yield return Name(string.Concat(bare), bare, traits);
        if (bare.Length == 1 || traits.HasFlag(PhraseTraits.Given)) yield break;
        // Of a double name people often say one half.
        foreach (var half in bare.Where(part => part.Length >= ShortestTolerant)) yield return Name(half, [half], traits);
    }

    private static (string, PhraseTraits) Name(string key, string[] parts, PhraseTraits traits)
    {
        traits |= PhraseTraits.Name;
        if (Words.Function.Contains(key)) traits |= PhraseTraits.FunctionWord;
        if (Words.IsOrdinary(key) || Array.TrueForAll(parts, Words.IsOrdinary)) traits |= PhraseTraits.OrdinaryWord;
        if (key.Length >= ShortestTolerant) traits |= PhraseTraits.Tolerant;
        return (key, traits);
    }

    private static IEnumerable<(string, PhraseTraits)> Together(string[] given, string[] family)
    {
        if (given.Length == 0 || family.Length == 0) yield break;
        var bare = family.SkipWhile(Particles.Contains).ToArray();
        string[] families = bare.Length > 0 && bare.Length < family.Length ? [string.Concat(family), string.Concat(bare)] : [string.Concat(family)];
        var ordinary = Array.TrueForAll(given, Words.IsOrdinary) && Array.TrueForAll(family, Words.IsOrdinary) ? PhraseTraits.OrdinaryWord : PhraseTraits.None;
        var dotted = Array.TrueForAll(family, Words.IsOrdinary) || family[0].Length < 3 ? PhraseTraits.DottedInitial : PhraseTraits.None;
        foreach (var name in families)
        {
            foreach (var first in new[] { string.Concat(given), given[0] }.Distinct(StringComparer.Ordinal))
            {
                yield return (first + name, PhraseTraits.Name | PhraseTraits.Full | ordinary);
                yield return (name + first, PhraseTraits.Name | PhraseTraits.Full | ordinary);
            }
            foreach (var initials in new[] { string.Concat(given.Select(part => part[0])), given[0][..1] }.Distinct(StringComparer.Ordinal))
            {
                yield return (initials + name, PhraseTraits.Name | dotted);
                yield return (name + initials, PhraseTraits.Name | PhraseTraits.Full | PhraseTraits.DottedInitial);
            }
        }
        yield return (string.Concat(given) + family[0][0], PhraseTraits.Name | PhraseTraits.DottedInitial);
    }

    private static IEnumerable<(string Key, PhraseTraits Traits)> Affiliations(Participant person)
    {
        if (Initials(person.Affiliation) is { } initials) yield return (initials, PhraseTraits.Affiliation | PhraseTraits.Acronym);
        foreach (var written in KnownBodies.FormsOf(person.Affiliation, person.Acronym))
        {
            var parts = Parts(written);
            var bare = parts.Length > 1 && parts[0] is "the" or "la" or "le" or "l" or "les" ? parts[1..] : parts;
            var key = string.Concat(bare);
            if (key.Length < 2) continue;
            var letters = written.Where(char.IsLetter).ToArray();
            if (bare.Length == 1 && letters.Length <= 8 && Array.TrueForAll(letters, char.IsUpper))
            {
                yield return (key, PhraseTraits.Affiliation | (key.Length <= 4 || Words.IsOrdinary(key) ? PhraseTraits.Acronym : PhraseTraits.None));
            }
            else if (bare.Length > 1 || !(Words.Countries.Contains(key) || Words.OrganisationWords.Contains(key) || Words.Function.Contains(key)))
            {
                yield return (key, PhraseTraits.Affiliation | (Array.TrueForAll(bare, Words.IsOrdinary) && bare.Length < 3 ? PhraseTraits.OrdinaryWord : PhraseTraits.None));
            }
        }
    }

    /// <summary>"Autorité du bassin du Sénébou" is the ABS to those who work there, whether or not the list says so.</summary>
    private static string? Initials(string? affiliation)
    {
        var letters = string.Concat(Parts(affiliation ?? "").Where(part => !Particles.Contains(part) && !Small.Contains(part)).Select(part => part[0]));
        return letters.Length is >= 3 and <= 8 && letters.All(char.IsAsciiLetter) && !CommonAcronyms.Contains(letters) ? letters : null;
    }
}
