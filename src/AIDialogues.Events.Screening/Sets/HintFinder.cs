using System.Collections.Frozen;
using AIDialogues.Events.Screening.Points;
using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening;

/// <summary>
/// Finds what a text says about who is meant: a country, a part of society, a form that tells a woman from a man. Only where the words speak of
/// a person ("the Norwegian judge", "chez nous au ministère"): "Norwegian law" hints at nobody.
/// </summary>
internal static class HintFinder
{
    private static readonly FrozenDictionary<string, string> Nations = Read("nations.txt");
    private static readonly FrozenDictionary<string, string> Sectors = Read("sectors.txt");
    private static readonly FrozenSet<string> Articles = Set("a an the un une le la l");
    private static readonly FrozenSet<string> Feminine = Set(
        "deleguee representante ambassadrice envoyee negociatrice participante intervenante oratrice professeure avocate physicienne infirmiere chercheuse enseignante militante senatrice deputee directrice "
        + "presidente fondatrice cheffe banquiere historienne developpeuse consultante conseillere mere femme etudiante agricultrice magistrate lady dame woman mother chairwoman spokeswoman");
    private static readonly FrozenSet<string> Masculine = Set("gentleman monsieur pere father man homme chairman spokesman ambassadeur directeur representant senateur conseiller");

    /// <returns>The hints in the order of the text, and the stretches they stand in: with the article and the word for the person, so that other words fit in their place.</returns>
    public static (List<Hint> Hints, List<(int Start, int Length)> Phrases) Find(Tokens tokens)
    {
        var spans = new List<Finding>();
        Attributions.Find(tokens, spans);
        Nationals.Find(tokens, spans);
        var hints = new List<Hint>();
        var phrases = new List<(int Start, int Length)>();
        var seen = new HashSet<int>();
        var from = 0;
        foreach (var span in spans.OrderBy(s => s.Start))
        {
            var before = hints.Count;
            while (from < tokens.Count && tokens[from].Start < span.Start) from++;
            for (var i = from; i < tokens.Count && tokens[i].End <= span.End; i++)
            {
                if (seen.Add(i)) Word(tokens, i, hints);
            }
            if (span.Reason == "attribution-only") hints.Add(new(span.Start, span.Length, HintKind.OneOfAKind, ""));
            if (hints.Count > before) phrases.Add((span.Start, span.Length));
        }
        for (var i = 0; i < tokens.Count; i++)
        {
            if (!PersonWords.Is(tokens.Word(i))) continue;
            foreach (var beside in Beside(tokens, i))
            {
                if (!Nations.ContainsKey(tokens.Word(beside))) continue;
                if (seen.Add(beside)) Word(tokens, beside, hints);
                if (seen.Add(i)) Word(tokens, i, hints);
                phrases.Add(Phrase(tokens, Math.Min(i, beside), Math.Max(i, beside)));
            }
        }
        return ([.. hints.OrderBy(h => h.Start).ThenBy(h => h.Kind)], phrases);
    }

    private static (int Start, int Length) Phrase(Tokens tokens, int first, int last)
    {
        if (first > 0 && Articles.Contains(tokens.Word(first - 1)) && tokens.Gap(first - 1) is " " or "'" or "’") first--;
        return (tokens[first].Start, tokens[last].End - tokens[first].Start);
    }

    /// <summary>The word before and the word behind, without a stop between: "Norwegian judge", "juge norvégienne".</summary>
    private static IEnumerable<int> Beside(Tokens tokens, int i)
    {
        if (i > 0 && tokens.Gap(i - 1) is " " or "-") yield return i - 1;
        if (i + 1 < tokens.Count && tokens.Gap(i) is " ") yield return i + 1;
    }

    private static void Word(Tokens tokens, int i, List<Hint> hints)
    {
        var word = tokens.Word(i);
        foreach (var count in (int[])[3, 2, 1])
        {
            var joined = string.Join('+', Enumerable.Range(i, count).Select(tokens.Word));
            if (!Nations.TryGetValue(joined, out var nation)) continue;
            hints.Add(new(tokens[i].Start, tokens[i + count - 1].End - tokens[i].Start, HintKind.Country, nation));
            break;
        }
        if (Sectors.TryGetValue(word, out var sector)) Add(HintKind.Sector, sector);
        if (Feminine.Contains(word)) Add(HintKind.Gender, nameof(Gender.Woman));
        else if (Masculine.Contains(word)) Add(HintKind.Gender, nameof(Gender.Man));

        void Add(HintKind kind, string value) => hints.Add(new(tokens[i].Start, tokens[i].Length, kind, value));
    }

    private static FrozenDictionary<string, string> Read(string resource) => Words.Lines(resource)
        .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .SelectMany(line => line.Skip(1).Select(word => (Word: word, Of: line[0])))
        .DistinctBy(pair => pair.Word, StringComparer.Ordinal).ToFrozenDictionary(pair => pair.Word, pair => pair.Of, StringComparer.Ordinal);

    private static FrozenSet<string> Set(string words) => words.Split(' ').ToFrozenSet(StringComparer.Ordinal);
}
