namespace AIDialogues.Events.Domain;

/// <summary>The seats and corridors of one dialogue, or of a whole series, where each place at each day counts. One corridor a trait; all of them can be met at once.</summary>
public sealed class BalanceTarget
{
    public const int MostSeats = 5000;

    private BalanceTarget() { }

    public Id<BalanceTarget> Id { get; private set; } = Id<BalanceTarget>.New();
    public Id<Series> SeriesId { get; private set; }

    /// <summary>Null: for all days of the series together.</summary>
    public Id<Dialogue>? DialogueId { get; private set; }
    public int Seats { get; private set; }

    /// <summary>In the order of their traits.</summary>
    public IReadOnlyList<Corridor> Corridors { get; private set; } = [];

    public static BalanceTarget For(Id<Series> series, Id<Dialogue>? dialogue, int seats) =>
        new() { SeriesId = series, DialogueId = dialogue, Seats = Math.Clamp(seats, 1, MostSeats) };

    public Refusal? Change(int seats, IReadOnlyList<Corridor> corridors)
    {
        if (seats is < 1 or > MostSeats) return BalanceRefusals.Seats;
        if (corridors.DistinctBy(c => c.Trait).Count() != corridors.Count) return BalanceRefusals.TraitTwice;
        if (corridors.Select(c => c.Check(seats)).FirstOrDefault(r => r is not null) is { } refusal) return refusal;
        foreach (var dimension in corridors.GroupBy(c => c.Trait.Dimension))
            if (dimension.Sum(c => c.Least(seats)) is var least && least > seats) return BalanceRefusals.MoreThanSeats(dimension.Key, least, seats);
        (Seats, Corridors) = (seats, [.. corridors.OrderBy(c => Trait.PositionOf(c.Trait))]);
        return null;
    }
}
