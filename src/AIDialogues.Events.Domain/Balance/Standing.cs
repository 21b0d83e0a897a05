namespace AIDialogues.Events.Domain;

/// <summary>An invitee as balance counts them: with a place, or still to answer.</summary>
/// <param name="Chance">How likely a place is: 1 once accepted.</param>
public sealed record Prospect(Id<Person> PersonId, string Name, IReadOnlyList<Trait> Traits, bool Accepted, double Chance);

public enum Fit
{
    Below,
    Within,
    Above,
}

/// <summary>One corridor and how many there are: with a place, if all accept who were asked, and to be expected.</summary>
public sealed record CorridorStanding(Corridor Corridor, int Least, int? Most, int Accepted, int IfAllAccept, double Expected)
{
    /// <summary>How many are missing or too many.</summary>
    public double Violation(double count) => count < Least ? Least - count : count > Most ? count - Most.Value : 0;

    public Fit Of(double count) => count < Least ? Fit.Below : count > Most ? Fit.Above : Fit.Within;
}

/// <summary>How a dialogue or a series stands to its corridors. Pure: the same people give the same numbers.</summary>
public sealed record BalanceStanding(int Seats, int Accepted, int IfAllAccept, double Expected, IReadOnlyList<CorridorStanding> Corridors)
{
    public static BalanceStanding Of(BalanceTarget target, IReadOnlyCollection<Prospect> prospects) => new(
        target.Seats, prospects.Count(p => p.Accepted), prospects.Count, prospects.Sum(p => p.Chance),
        [.. target.Corridors.Select(c => Of(c, target.Seats, [.. prospects.Where(p => p.Traits.Contains(c.Trait))]))]);

    /// <summary>The same without one of them: what a decline changes.</summary>
    public static BalanceStanding Without(BalanceTarget target, IReadOnlyCollection<Prospect> prospects, Id<Person> person) =>
        Of(target, [.. prospects.Where(p => p.PersonId != person)]);

    private static CorridorStanding Of(Corridor corridor, int seats, List<Prospect> those) =>
        new(corridor, corridor.Least(seats), corridor.Most(seats), those.Count(p => p.Accepted), those.Count, those.Sum(p => p.Chance));
}
