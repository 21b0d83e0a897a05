using AIDialogues.Events.Screening.Texts;

namespace AIDialogues.Events.Screening;

/// <summary>
/// Counts, for any text, how many attendees remain consistent with its hints. Knows attributes, never names. Immutable, safe for
/// many threads; the cost of a text does not grow with the attendees, because they are counted once by what they share.
/// </summary>
public sealed class AnonymitySets
{
    private readonly List<(Attendee Traits, int Count)> cells;
    private readonly int all;
    private readonly bool bySentence;

    /// <param name="attendees">Everybody whom a text might point at.</param>
    /// <param name="k">The smallest number of people that a text may fit.</param>
    /// <param name="bySentence">For prose about many people, where each sentence stands for itself. Without it all hints of a text are about one
    /// person, as in a point, whose speaker may be told by two sentences together.</param>
    public AnonymitySets(IEnumerable<Attendee> attendees, int k, bool bySentence = false)
    {
        ArgumentNullException.ThrowIfNull(attendees);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        cells = [.. attendees.GroupBy(a => a).Select(g => (g.Key, g.Count()))];
        all = cells.Sum(c => c.Count);
        SmallestSet = k;
        this.bySentence = bySentence;
    }

    public int SmallestSet { get; }

    public AnonymitySet Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Of(HintFinder.Find(Tokens.Of(text)).Hints);
    }

    /// <summary>Whom the words around a finding fit: its sentence, or the whole text where that is about one person.</summary>
    public AnonymitySet Around(string text, Finding finding)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(finding);
        var (start, end) = AboutOne(text).First(part => finding.Start < part.End);
        return Of(HintFinder.Find(Tokens.Of(text, start, end)).Hints);
    }

    /// <summary>The words that hint at fewer people than a text may fit.</summary>
    internal IEnumerable<Finding> TooFew(string text)
    {
        foreach (var (start, end) in AboutOne(text))
        {
            var (hints, phrases) = HintFinder.Find(Tokens.Of(text, start, end));
            if (Of(hints).Suffices(SmallestSet)) continue;
            foreach (var phrase in phrases) yield return new(phrase.Start, phrase.Length, FindingKind.Group, "small-set", null);
        }
    }

    private AnonymitySet Of(List<Hint> hints)
    {
        var size = hints.Exists(h => h.Kind == HintKind.OneOfAKind) ? Math.Min(1, all) : cells.Where(c => hints.TrueForAll(h => Fits(c.Traits, h))).Sum(c => c.Count);
        return new(size, all, hints);
    }

    private IEnumerable<(int Start, int End)> AboutOne(string text) => bySentence ? Sentences.Of(text) : [(0, text.Length)];

    /// <summary>What is not known of somebody does not fit: who reads the report may know it.</summary>
    private static bool Fits(Attendee attendee, Hint hint) => hint.Kind switch
    {
        HintKind.Country => attendee.Country is { } country && hint.Value == country,
        HintKind.Sector => attendee.Sector is { } sector && hint.Value == sector.ToString(),
        // Few lists hold it, so silence must not turn every "directrice" into nobody.
        HintKind.Gender => attendee.Gender is not { } gender || hint.Value == gender.ToString(),
        _ => true,
    };
}
