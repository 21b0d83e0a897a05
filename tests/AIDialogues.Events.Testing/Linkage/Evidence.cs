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
    public double Upper95 => Attribution + Error;

    /// <summary>The lower end of the other one-sided interval.</summary>
    public double Lower95 => Math.Max(0, Attribution - Error);

    /// <summary>How far chance alone takes the AUC of so many sessions from 0.5, in 95 of 100 runs: the spread of Kendall's tau among n people, halved.</summary>
    public double AucError95
    {
        get
        {
            double n = People, sessions = Guesses / n;
            return 1.96 * Math.Sqrt(((2 * n) + 5) / (18 * n * (n - 1)) / sessions);
        }
    }

    /// <summary>Below this the interval is wider than the promise, so that even an attacker who is exactly as good as chance could not be told from a better one.</summary>
    public const int FewestSessions = 17;

    public Judgement Judgement
    {
        get
        {
            if (Guesses < FewestSessions * People) return Judgement.TooFew;
            if (Stands) return Judgement.Stands;
            var falls = Lower95 > Chance + Margin || Math.Abs(Auc - 0.5) - AucError95 > MostAuc - 0.5;
            return falls ? Judgement.Falls : Judgement.TooFew;
        }
    }

    /// <summary>The promise of the explanation: chance and one hundredth, with 95 % confidence.</summary>
    public bool Stands => Upper95 <= Chance + Margin && Math.Abs(Auc - 0.5) <= MostAuc - 0.5;

    private double People => Math.Round(1 / Chance);

    private double Error
    {
        get
        {
            var share = Math.Max(Attribution, Chance);
            return 1.645 * Math.Sqrt(share * (1 - share) / Guesses);
        }
    }
}

/// <summary>What a score allows to be said about the promise.</summary>
public enum Judgement
{
    /// <summary>The promise holds with 95 % confidence.</summary>
    Stands,

    /// <summary>It is broken with 95 % confidence.</summary>
    Falls,

    /// <summary>The interval holds both: play more sessions.</summary>
    TooFew,
}
