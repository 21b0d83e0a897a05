namespace AIDialogues.Events.Domain;

/// <summary>What a dialogue is balanced over.</summary>
public enum Dimension
{
    Group,
    Region,
    Gender,
    Language,
}

/// <summary>One value of one dimension: "Region: Africa". What is not known about a person is no trait.</summary>
public readonly record struct Trait(Dimension Dimension, string Value)
{
    /// <summary>Every trait that a corridor can be about, in the order in which pages show them.</summary>
    public static readonly IReadOnlyList<Trait> All =
    [
        .. Enum.GetValues<StakeholderGroup>().Select(Of), .. Enum.GetValues<Region>().Select(Of),
        .. Enum.GetValues<Gender>().Where(g => g != Gender.NotSaid).Select(Of), .. Enum.GetValues<Language>().Select(Of),
    ];

    public static Trait Of(StakeholderGroup group) => new(Dimension.Group, group.ToString());

    public static Trait Of(Region region) => new(Dimension.Region, region.ToString());

    public static Trait Of(Gender gender) => new(Dimension.Gender, gender.ToString());

    public static Trait Of(Language language) => new(Dimension.Language, language.ToString());

    public static IReadOnlyList<Trait> Of(StakeholderGroup group, Region? region, Gender gender, Language language) =>
        [Of(group), .. region is { } known ? [Of(known)] : (Trait[])[], .. gender == Gender.NotSaid ? (Trait[])[] : [Of(gender)], Of(language)];

    /// <summary>The enumeration's own value, which has a name in both languages.</summary>
    public static Enum WordOf(Trait trait) => trait.Dimension switch
    {
        Dimension.Group => Enum.Parse<StakeholderGroup>(trait.Value),
        Dimension.Region => Enum.Parse<Region>(trait.Value),
        Dimension.Gender => Enum.Parse<Gender>(trait.Value),
        _ => Enum.Parse<Language>(trait.Value),
    };

    /// <summary>Its place in the order in which traits are shown; one that is none comes last.</summary>
    public static int PositionOf(Trait trait)
    {
        for (int i = 0; i < All.Count; i++)
            if (All[i] == trait) return i;
        return All.Count;
    }
}

public enum CorridorUnit
{
    People,

    /// <summary>Of the seats, not of those who are there so far: so a corridor says the same from the first letter to the last.</summary>
    Percent,
}

/// <summary>Between how many and how many of one trait are wanted; without a most there is only a least.</summary>
public sealed record Corridor(Trait Trait, int Min, int? Max, CorridorUnit Unit)
{
    /// <summary>In people; a share is rounded towards the inside of the corridor.</summary>
    public int Least(int seats) => Unit == CorridorUnit.People ? Min : ((Min * seats) + 99) / 100;

    public int? Most(int seats) => Unit == CorridorUnit.People ? Max : Max * seats / 100;

    public Refusal? Check(int seats)
    {
        int highest = Unit == CorridorUnit.Percent ? 100 : seats;
        if (!Trait.All.Contains(Trait)) return BalanceRefusals.TraitUnknown(Trait.Value);
        if (Min < 0 || Min > highest || Max < 0 || Max > highest) return BalanceRefusals.OutOfRange(Trait, highest);
        return Max < Min || Most(seats) < Least(seats) ? BalanceRefusals.UpsideDown(Trait) : null;
    }
}

public static class BalanceRefusals
{
    public static readonly Refusal Seats = new("balance-seats");
    public static readonly Refusal TraitTwice = new("balance-trait-twice");

    public static Refusal TraitUnknown(string trait) => Refusal.Of("balance-trait-unknown", trait);

    public static Refusal NotANumber(Trait trait) => Refusal.Of("balance-not-a-number", Trait.WordOf(trait));

    public static Refusal OutOfRange(Trait trait, int highest) => Refusal.Of("balance-out-of-range", Trait.WordOf(trait), highest);

    public static Refusal UpsideDown(Trait trait) => Refusal.Of("balance-upside-down", Trait.WordOf(trait));

    public static Refusal MoreThanSeats(Dimension dimension, int least, int seats) => Refusal.Of("balance-more-than-seats", dimension, least, seats);
}
