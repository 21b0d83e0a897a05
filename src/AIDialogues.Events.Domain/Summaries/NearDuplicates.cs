namespace AIDialogues.Events.Domain;

/// <summary>
/// Gathers sentences that say the same in nearly the same words. Exact and without chance: every pair with enough stems in common is
/// found through an index of each sentence's rarest stems, and the order in which sentences are given changes nothing.
/// </summary>
public static class NearDuplicates
{
    /// <summary>The share of stems that two sentences must have in common (Jaccard).</summary>
    public const double Enough = 0.75;

    /// <summary>Groups of indexes into <paramref name="texts"/>: every index in exactly one, groups and members by their words.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Groups(IReadOnlyList<string> texts)
    {
        var prints = Prints(texts);
        var together = new Unions(prints.Count);
        foreach (var alike in Enumerable.Range(0, prints.Count).Where(p => prints[p].Gist.Stems.Count > 0).GroupBy(p => prints[p].Gist.Firm, StringComparer.Ordinal))
            Join([.. alike], prints, together);
        return [.. Enumerable.Range(0, prints.Count).GroupBy(together.Find)
            .Select(g => (IReadOnlyList<int>)[.. g.SelectMany(p => prints[p].Texts).OrderBy(i => texts[i], StringComparer.Ordinal)])
            .OrderBy(g => texts[g[0]], StringComparer.Ordinal)];
    }

    /// <summary>How alike two gists are, from 0 to 1; 0 when what is firm in them differs.</summary>
    public static double Likeness(Gist one, Gist other)
    {
        if (one.Firm != other.Firm || one.Stems.Count == 0) return 0;
        int common = one.Stems.Intersect(other.Stems, StringComparer.Ordinal).Count();
        return (double)common / (one.Stems.Count + other.Stems.Count - common);
    }

    private static List<Print> Prints(IReadOnlyList<string> texts)
    {
        var prints = new Dictionary<string, Print>(StringComparer.Ordinal);
        for (int at = 0; at < texts.Count; at++)
        {
            var gist = Gist.Of(texts[at]);
            // Without a stem only the same words are the same.
            string key = gist.Stems.Count == 0 ? "\0" + texts[at] : gist.Firm + "\0" + string.Join(' ', gist.Stems);
            if (!prints.TryGetValue(key, out var print)) prints.Add(key, print = new(gist, []));
            print.Texts.Add(at);
        }

        return [.. prints.Values];
    }

    private static void Join(List<int> alike, List<Print> prints, Unions together)
    {
        var records = Ranked(alike, prints);
        var index = new Dictionary<int, List<int>>();
        int[] seen = new int[records.Count];
        for (int at = 0; at < records.Count; at++)
        {
            var (print, stems) = records[at];
            // Two sets with the share in common meet in this many of their rarest stems, or not at all.
            int prefix = stems.Length - (int)Math.Ceiling(Enough * stems.Length) + 1;
            foreach (int stem in stems.AsSpan(0, prefix))
            {
                if (!index.TryGetValue(stem, out var holders)) index.Add(stem, holders = []);
                foreach (int other in holders)
                {
                    if (seen[other] == at + 1 || records[other].Stems.Length < Enough * stems.Length) continue;
                    seen[other] = at + 1;
                    if (together.Find(print) != together.Find(records[other].Print) && Alike(stems, records[other].Stems)) together.Unite(print, records[other].Print);
                }

                holders.Add(at);
            }
        }
    }

    /// <summary>Stems as numbers, the rarest first; the shortest sentence first.</summary>
    private static List<(int Print, int[] Stems)> Ranked(List<int> alike, List<Print> prints)
    {
        var rank = alike.SelectMany(p => prints[p].Gist.Stems).CountBy(s => s, StringComparer.Ordinal)
            .OrderBy(s => s.Value).ThenBy(s => s.Key, StringComparer.Ordinal).Select((s, place) => (s.Key, place)).ToDictionary(s => s.Key, s => s.place, StringComparer.Ordinal);
        return [.. alike.Select(p => (p, prints[p].Gist.Stems.Select(s => rank[s]).Order().ToArray())).OrderBy(r => r.Item2.Length)];
    }

    private static bool Alike(int[] one, int[] other)
    {
        int common = 0;
        for (int i = 0, j = 0; i < one.Length && j < other.Length;)
        {
            if (one[i] == other[j]) (common, i, j) = (common + 1, i + 1, j + 1);
            else if (one[i] < other[j]) i++;
            else j++;
        }

        return common >= Enough * (one.Length + other.Length - common);
    }

    private sealed record Print(Gist Gist, List<int> Texts);

    /// <summary>Which prints belong together so far.</summary>
    private sealed class Unions(int count)
    {
        private readonly int[] _parents = [.. Enumerable.Range(0, count)];

        public int Find(int one)
        {
            while (_parents[one] != one) one = _parents[one] = _parents[_parents[one]];
            return one;
        }

        public void Unite(int one, int other) => _parents[Find(one)] = Find(other);
    }
}
