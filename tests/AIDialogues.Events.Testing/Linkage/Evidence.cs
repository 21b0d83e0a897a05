namespace AIDialogues.Events.Testing.Linkage;

/// <summary>
/// One line of a site's log: who came, in which order, how long the request was, and the transaction of whatever the site
/// wrote about it.
/// </summary>
public sealed record Visit(int Session, int Person, int Arrival, uint? Transaction, int WireBytes);

/// <summary>One statement as a holder of the whole database reads it.</summary>
public sealed record Trace(Guid Id, int Session, uint Xmin, int Length);

/// <summary>
/// What the attacker holds, and apart from it who wrote what: only the scorer looks at that. <paramref name="Places"/> gives
/// for each artefact where in it a statement was found; one that is not in it has no place.
/// </summary>
public sealed record Evidence(
    IReadOnlyList<Visit> Visits, IReadOnlyList<Trace> Traces, IReadOnlyDictionary<string, IReadOnlyDictionary<Guid, long>> Places, IReadOnlyDictionary<Guid, int> Authors)
{
    /// <summary>Two games count as one: sessions are numbered on.</summary>
    public Evidence And(Evidence other)
    {
        var moved = Visits.Max(v => v.Session) + 1;
        return new(
            [.. Visits, .. other.Visits.Select(v => v with { Session = v.Session + moved })],
            [.. Traces, .. other.Traces.Select(t => t with { Session = t.Session + moved })],
            Places.ToDictionary(p => p.Key, IReadOnlyDictionary<Guid, long> (p) => p.Value.Concat(other.Places[p.Key]).ToDictionary(), StringComparer.Ordinal),
            Authors.Concat(other.Authors).ToDictionary());
    }
}

/// <param name="Design">What was attacked.</param>
/// <param name="Attack">With what.</param>
/// <param name="Guesses">One for each statement.</param>
/// <param name="Correct">How many are right on average over every way to break ties.</param>
/// <param name="Chance">The share that blind guessing gets right.</param>
/// <param name="Auc">Two worlds that differ in who of two people wrote which of two texts: how often the artefact tells them apart, 0.5 being never.</param>
public sealed record Score(string Design, string Attack, int Guesses, double Correct, double Chance, double Auc)
{
    /// <summary>How much more than chance the attacker may get, and how far the two worlds may be told apart.</summary>
    public const double Margin = 0.01, MostAuc = 0.52;

    public double Attribution => Correct / Guesses;

    /// <summary>The upper end of the one-sided 95 % interval.</summary>
    public double Upper95
    {
        get
        {
            var share = Math.Max(Attribution, Chance);
            return Attribution + 1.645 * Math.Sqrt(share * (1 - share) / Guesses);
        }
    }

    /// <summary>The promise of the explanation: chance and one hundredth, with 95 % confidence.</summary>
    public bool Stands => Upper95 <= Chance + Margin && Math.Abs(Auc - 0.5) <= MostAuc - 0.5;
}
