namespace AIDialogues.Events.Domain;

/// <summary>What people know a day by, and what its letters say of it.</summary>
public sealed record DayFacts(BilingualText Title, DateOnly Day, TimeOnly Begins, TimeOnly Ends, string Venue, string Zone)
{
    /// <summary>Whether somebody who knows the other would come at another time or to another place; a title corrected misleads nobody.</summary>
    public bool Misleads(DayFacts other) => this with { Title = other.Title } != other;

    /// <summary>Whether a calendar would show one otherwise than the other.</summary>
    /// <param name="neutral">It shows neither title nor place.</param>
    public bool ShowsOtherwise(DayFacts other, bool neutral) => neutral ? this with { Title = other.Title, Venue = other.Venue } != other : this != other;
}
