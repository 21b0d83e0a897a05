using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening.Directory;

/// <summary>The phrases of many participants, each under its folded key, and their misspellings under marked keys.</summary>
internal sealed class PhraseIndex : IPhrases
{
    private const PhraseTraits Restrictive = PhraseTraits.Given | PhraseTraits.Acronym | PhraseTraits.DottedInitial | PhraseTraits.OrdinaryWord | PhraseTraits.FunctionWord;

    private readonly Dictionary<string, PhraseTraits> byKey = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PhraseTraits>.AlternateLookup<ReadOnlySpan<char>> bySpan;

    public PhraseIndex(IEnumerable<Participant> people)
    {
        bySpan = byKey.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var (key, traits) in people.SelectMany(PhraseForms.Of)) Add(key, traits);
        foreach (var (key, traits) in byKey.Where(entry => entry.Value.HasFlag(PhraseTraits.Tolerant)).ToArray()) AddSlips(key, traits);
        var matcher = new PhraseMatcher(this);
        foreach (var word in Words.Known.Where(word => !byKey.ContainsKey(word) && matcher.SlipOf(word, out _)).ToArray()) Add(word, PhraseTraits.NotAName);
    }

    public IReadOnlyDictionary<string, PhraseTraits> All => byKey;

    /// <summary>The longest affiliation known here has twelve words; more is not looked up.</summary>
    public int MostWords => 12;

    public bool TryFind(ReadOnlySpan<char> key, out PhraseTraits traits) => bySpan.TryGetValue(key, out traits);

    private void AddSlips(string key, PhraseTraits traits)
    {
        traits &= PhraseTraits.Name | PhraseTraits.Given;
        for (var at = 0; at < key.Length; at++)
        {
            Add(string.Concat(key.AsSpan(0, at), "?", key.AsSpan(at + 1)), traits);
            Add(string.Concat("-", key.AsSpan(0, at), key.AsSpan(at + 1)), traits);
        }
    }

    // A restriction holds only if it holds for everybody who shares the phrase.
    private void Add(string key, PhraseTraits traits) => byKey[key] = byKey.TryGetValue(key, out var before)
        ? ((before | traits) & ~Restrictive) | (before & traits & Restrictive)
        : traits;
}
