namespace AIDialogues.Events.Domain;

/// <summary>
/// The time in which participants may say of a released draft "this identifies me" or "this is not what was said". Nothing is read
/// before it closes; then all is decided together. No outcome knows who objected, because nobody does.
/// </summary>
public sealed class ObjectionRound
{
    public static readonly TimeSpan Shortest = TimeSpan.FromHours(24);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(60);

    private readonly List<ObjectionOutcome> _outcomes = [];

    private ObjectionRound() { }

    public Id<ObjectionRound> Id { get; private set; } = Id<ObjectionRound>.New();
    public Id<Summary> SummaryId { get; private set; }
    public DateTimeOffset OpensAt { get; private set; }
    public DateTimeOffset ClosesAt { get; private set; }
    public DateTimeOffset? HandledAt { get; private set; }
    public IReadOnlyList<ObjectionOutcome> Outcomes => _outcomes;

    public bool IsOpen(DateTimeOffset now) => now >= OpensAt && now < ClosesAt;

    public static Result<ObjectionRound> Open(Summary summary, DateTimeOffset closesAt, DateTimeOffset now)
    {
        if (summary.State != SummaryState.Released) return ObjectionRefusals.NotReleased;
        if (closesAt < now + Shortest || closesAt > now + Longest) return ObjectionRefusals.Window;
        return new ObjectionRound { SummaryId = summary.Id, OpensAt = now, ClosesAt = closesAt };
    }

    /// <summary>Decides all of them at once: a verdict for each, or none is taken.</summary>
    public Refusal? Handle(Summary summary, IReadOnlyList<Objection> objections, IReadOnlyDictionary<Guid, bool> sustained, DateTimeOffset now)
    {
        if (HandledAt is not null) return ObjectionRefusals.Handled;
        if (now < ClosesAt) return ObjectionRefusals.StillOpen;
        if (objections.Any(o => !sustained.ContainsKey(o.Id))) return ObjectionRefusals.VerdictMissing;
        foreach (var objection in objections)
        {
            // What was taken out meanwhile needs no rewrite any more.
            if (sustained[objection.Id] && summary.Contest(new(objection.Item)) is { } refusal && refusal != SummaryRefusals.ItemUnknown) return refusal;
            _outcomes.Add(new ObjectionOutcome(Id, objection, sustained[objection.Id]));
        }

        HandledAt = now;
        return null;
    }
}

/// <summary>What an anonymous participant says of one sentence.</summary>
public sealed record Objection(Guid Id, Guid Item, ObjectionKind Kind);

public enum ObjectionKind
{
    IdentifiesMe,
    NotWhatWasSaid,
}

/// <summary>How one objection ended. The sentence and the kind, no person and no time of its own.</summary>
public sealed class ObjectionOutcome
{
    private ObjectionOutcome() { }

    internal ObjectionOutcome(Id<ObjectionRound> round, Objection objection, bool sustained) =>
        (RoundId, ItemId, Kind, Sustained) = (round, objection.Item, objection.Kind, sustained);

    public Id<ObjectionOutcome> Id { get; private set; } = Id<ObjectionOutcome>.New();
    public Id<ObjectionRound> RoundId { get; private set; }
    public Guid ItemId { get; private set; }
    public ObjectionKind Kind { get; private set; }
    public bool Sustained { get; private set; }
}

public static class ObjectionRefusals
{
    public static readonly Refusal NotReleased = new("objections-not-released");
    public static readonly Refusal Window = new("objections-window");
    public static readonly Refusal AlreadyOpen = new("objections-already-open");
    public static readonly Refusal StillOpen = new("objections-still-open");
    public static readonly Refusal Handled = new("objections-handled");
    public static readonly Refusal VerdictMissing = new("objections-verdict-missing");
}
