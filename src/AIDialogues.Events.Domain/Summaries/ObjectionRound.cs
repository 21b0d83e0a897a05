namespace AIDialogues.Events.Domain;

/// <summary>
/// The time in which participants may say of a released draft "this identifies me" or "this is not what was said". Nothing is read
/// before all of it is there; then all is decided together. No outcome knows who objected, because nobody does.
/// </summary>
public sealed class ObjectionRound
{
    public static readonly TimeSpan Shortest = TimeSpan.FromHours(24);
    public static readonly TimeSpan Longest = TimeSpan.FromDays(60);

    /// <summary>
    /// How long after the end objections still come in: devices that were away send again for a day, and Room writes what came at its next
    /// fixed time, an hour later at the most.
    /// </summary>
    public static readonly TimeSpan Gathering = TimeSpan.FromHours(26);

    private readonly List<ObjectionOutcome> _outcomes = [];

    private ObjectionRound() { }

    public Id<ObjectionRound> Id { get; private set; } = Id<ObjectionRound>.New();
    public Id<Summary> SummaryId { get; private set; }
    public DateTimeOffset OpensAt { get; private set; }
    public DateTimeOffset ClosesAt { get; private set; }
    public DateTimeOffset? HandledAt { get; private set; }
    public IReadOnlyList<ObjectionOutcome> Outcomes => _outcomes;

    /// <summary>The sentences as they stood when participants were asked: what is objected to is these words, whatever becomes of the draft.</summary>
    public IReadOnlyList<AskedSentence> Asked { get; private set; } = [];

    /// <summary>Whether enough of those who were there could read the draft and object, for a day at least. Only then may anybody say that they could.</summary>
    public bool CouldObject { get; private set; }

    /// <summary>From when on nothing more can come.</summary>
    public DateTimeOffset DecidableAt => ClosesAt + Gathering;

    public bool IsOpen(DateTimeOffset now) => now >= OpensAt && now < ClosesAt;

    /// <param name="couldObject">Whether those who can read it hold enough tokens for any to be taken.</param>
    public static Result<ObjectionRound> Open(Summary summary, DateTimeOffset closesAt, DateTimeOffset now, bool couldObject = false)
    {
        if (summary.State != SummaryState.Released) return ObjectionRefusals.NotReleased;
        if (closesAt < now + Shortest || closesAt > now + Longest) return ObjectionRefusals.Window;
        return new ObjectionRound
        {
            SummaryId = summary.Id,
            OpensAt = now,
            ClosesAt = closesAt,
            CouldObject = couldObject,
            Asked = [.. summary.Items.Where(i => i.Shown).OrderBy(i => i.Place).Select(i => new AskedSentence(i.Id.Value, i.Words))],
        };
    }

    /// <summary>The draft is taken back; who had less than a day for it was not asked.</summary>
    public void TakenBack(DateTimeOffset now) => CouldObject = CouldObject && now >= OpensAt + Shortest;

    /// <summary>What participants read under this sentence; null when they were not asked about it.</summary>
    public string? WordsOf(Guid item) => Asked.FirstOrDefault(a => a.Item == item)?.Words;

    /// <summary>The words that these verdicts take out.</summary>
    public IReadOnlyCollection<string> TakenOut(IEnumerable<Objection> objections, IReadOnlyDictionary<Guid, bool> sustained) =>
        [.. objections.Where(o => sustained.GetValueOrDefault(o.Id)).Select(o => WordsOf(o.Item)).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>Decides all of them at once: a verdict for each, or none is taken.</summary>
    public Refusal? Handle(Summary summary, IReadOnlyList<Objection> objections, IReadOnlyDictionary<Guid, bool> sustained, DateTimeOffset now)
    {
        if (HandledAt is not null) return ObjectionRefusals.Handled;
        if (now < DecidableAt) return ObjectionRefusals.StillOpen;
        if (objections.Any(o => !sustained.ContainsKey(o.Id))) return ObjectionRefusals.VerdictMissing;
        // What was rewritten meanwhile needs no rewrite any more, and the words may not come back.
        _ = summary.Contest(TakenOut(objections, sustained));
        _outcomes.AddRange(objections.Select(o => new ObjectionOutcome(Id, o, sustained[o.Id])));
        HandledAt = now;
        return null;
    }
}

/// <summary>A sentence as participants were asked about it.</summary>
public sealed record AskedSentence(Guid Item, string Words)
{
    /// <summary>A record would print its words; a log must not hold them.</summary>
    public override string ToString() => Item.ToString();
}

/// <summary>What an anonymous participant says of one sentence, and perhaps why.</summary>
public sealed record Objection(Guid Id, Guid Item, ObjectionKind Kind, string? Words = null)
{
    /// <summary>A record would print its words; a log must not hold them.</summary>
    public override string ToString() => Id.ToString();
}

public enum ObjectionKind
{
    IdentifiesMe,
    NotWhatWasSaid,
}

/// <summary>How one objection ended. The sentence and the kind, no person and no time of its own; the id so that a later round does not ask about it again.</summary>
public sealed class ObjectionOutcome
{
    private ObjectionOutcome() { }

    internal ObjectionOutcome(Id<ObjectionRound> round, Objection objection, bool sustained) =>
        (RoundId, ObjectionId, ItemId, Kind, Sustained) = (round, objection.Id, objection.Item, objection.Kind, sustained);

    public Id<ObjectionOutcome> Id { get; private set; } = Id<ObjectionOutcome>.New();
    public Id<ObjectionRound> RoundId { get; private set; }
    public Guid ObjectionId { get; private set; }
    public Guid ItemId { get; private set; }
    public ObjectionKind Kind { get; private set; }
    public bool Sustained { get; private set; }
}

public static class ObjectionRefusals
{
    public static readonly Refusal NotReleased = new("objections-not-released");
    public static readonly Refusal Window = new("objections-window");
    public static readonly Refusal AlreadyOpen = new("objections-already-open");
    /// <summary>Nobody was checked in, or the pages of all who were there are closed.</summary>
    public static readonly Refusal NobodyReads = new("objections-nobody-reads");
    public static readonly Refusal StillOpen = new("objections-still-open");
    public static readonly Refusal Handled = new("objections-handled");
    /// <summary>The round is over, or its draft was taken back.</summary>
    public static readonly Refusal AsksNobody = new("objections-asks-nobody");
    public static readonly Refusal VerdictMissing = new("objections-verdict-missing");
}
