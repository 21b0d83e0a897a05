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

    /// <param name="attendees">Everybody whom a text might point at.</param>
    /// <param name="k">The smallest number of people that a text may fit.</param>
    public AnonymitySets(IEnumerable<Attendee> attendees, int k)
    {
        ArgumentNullException.ThrowIfNull(attendees);
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        cells = [.. attendees.GroupBy(a => a).Select(g => (g.Key, g.Count()))];
        all = cells.Sum(c => c.Count);
        SmallestSet = k;
    }

    public int SmallestSet { get; }

    public AnonymitySet Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Of(Tokens.Of(text));
    }

    internal AnonymitySet Of(Tokens tokens)
    {
        var hints = HintFinder.Find(tokens);
        var size = hints.Exists(h => h.Kind == HintKind.OneOfAKind) ? Math.Min(1, all) : cells.Where(c => hints.TrueForAll(h => Fits(c.Traits, h))).Sum(c => c.Count);
        return new(size, all, hints);
    }

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
