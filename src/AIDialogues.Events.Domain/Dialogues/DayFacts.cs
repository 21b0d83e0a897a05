namespace AIDialogues.Events.Domain;

/// <summary>What people know a day by, and what its letters say of it.</summary>
public sealed record DayFacts(BilingualText Title, DateOnly Day, TimeOnly Begins, TimeOnly Ends, string Venue, string Zone)
{
    internal DateTimeOffset BeginsAt => Zone.At(Day, Begins);

    internal DateTimeOffset EndsAt => Zone.At(Day, Ends);

    /// <summary>Whether somebody who knows the other would come at another time or to another place; a title corrected misleads nobody.</summary>
    public bool Misleads(DayFacts other) => this with { Title = other.Title } != other;

    /// <summary>Whether a calendar would show one otherwise than the other.</summary>
    /// <param name="neutral">It shows neither title nor place.</param>
    public bool ShowsOtherwise(DayFacts other, bool neutral) => neutral ? this with { Title = other.Title, Venue = other.Venue } != other : this != other;
}

/// <summary>What a day was until it was changed.</summary>
public sealed record PastDay(DayFacts Facts, DateTimeOffset Until)
{
    /// <summary>How many are kept of one day; whoever knows an older one is taken to know the oldest of these.</summary>
    public const int Most = 50;
}
