namespace AIDialogues.Events.Screening;

/// <summary>
/// How many of those who were there fit everything that a text hints at. The idea is that of k-anonymity (Sweeney 2002): what
/// fits fewer than k people singles somebody out.
/// </summary>
/// <param name="Size">How many fit; all of them when nothing is hinted at.</param>
/// <param name="Of">How many were there.</param>
public sealed record AnonymitySet(int Size, int Of, IReadOnlyList<Hint> Hints)
{
    /// <summary>True when the text hints at nothing, or at k people or more. A hint that fits nobody is not safe: the list may be wrong.</summary>
    public bool Suffices(int k) => Hints.Count == 0 || Size >= k;
}

/// <summary>A stretch of a text that narrows down who is meant. Start and Length count UTF-16 units.</summary>
public sealed record Hint(int Start, int Length, HintKind Kind, string Value);

public enum HintKind
{
    /// <summary>Value: an ISO 3166-1 code.</summary>
    Country,

    /// <summary>Value: a <see cref="Screening.Sector"/>.</summary>
    Sector,

    /// <summary>Value: a <see cref="Screening.Gender"/>.</summary>
    Gender,

    /// <summary>"The only …": the text itself says that it is one person.</summary>
    OneOfAKind,
}
