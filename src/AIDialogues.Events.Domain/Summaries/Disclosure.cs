namespace AIDialogues.Events.Domain;

/// <summary>
/// What a published number must hold. With unlinkable tokens only a bound of the persons behind n statements is known: at least
/// n divided by the most that one person can give, rounded up. That bound, not n, must reach k.
/// </summary>
public sealed record Disclosure(int K, int MostPerPerson, int SmallestPopulation)
{
    /// <summary>Counts of statements by theme and kind: a kind is no trait of a person.</summary>
    public static readonly Disclosure OfStatements = new(K: 5, MostPerPerson: 1, SmallestPopulation: 0);

    /// <summary>Counts by stakeholder group: at least five persons, in groups of at least ten.</summary>
    public static Disclosure OfGroups(int mostPerPerson) => new(K: 5, mostPerPerson, SmallestPopulation: 10);

    /// <summary>The smallest number of statements that surely came from k persons.</summary>
    public int Least => ((K - 1) * MostPerPerson) + 1;

    public int PersonsAtLeast(int statements) => (statements + MostPerPerson - 1) / MostPerPerson;

    public bool Enough(int statements) => PersonsAtLeast(statements) >= K;
}
