namespace AIDialogues.Events.Testing.Linkage;

/// <summary>One line of the web log: who came, in which order, and the transaction of whatever the site wrote about it.</summary>
public sealed record Visit(int Session, int Person, int Arrival, uint? Transaction);

/// <summary>One statement as a holder of the whole database sees it.</summary>
public sealed record Trace(Guid Id, int Session, uint Xmin, uint Block, uint Offset, int DumpPosition);

/// <summary>What the attacker holds, and apart from it who wrote what: only the scorer looks at that.</summary>
public sealed record Evidence(IReadOnlyList<Visit> Visits, IReadOnlyList<Trace> Traces, IReadOnlyDictionary<Guid, int> Authors);

public sealed record Score(string Design, string Attack, int Guesses, int Correct, double Chance)
{
    public double Attribution => (double)Correct / Guesses;
}
