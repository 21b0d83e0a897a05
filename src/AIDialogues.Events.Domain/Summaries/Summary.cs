namespace AIDialogues.Events.Domain;

/// <summary>
/// What a session said, assembled from statements nobody wrote: asked for, drafted by the worker, reviewed, published. It cannot be
/// published while a check says that a text points at somebody and no reviewer has answered it.
/// </summary>
public sealed class Summary
{
    private readonly List<SummaryItem> _items = [];

    private Summary() { }

    public Id<Summary> Id { get; private set; } = Id<Summary>.New();
    public Id<Session> SessionId { get; private set; }
    public SummaryState State { get; private set; }
    public Language Language { get; private set; }
    public DateTimeOffset RequestedAt { get; private set; }
    public DateTimeOffset? ReviewedAt { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }
    public IReadOnlyList<SummaryItem> Items => _items;

    public int OpenFindings => _items.Count(i => i is { IsSetAside: false, IsFlagged: true, ReadAsHarmless: false });

    public static Summary Request(Id<Session> session, Language language, DateTimeOffset now) =>
        new() { SessionId = session, Language = language, State = SummaryState.Requested, RequestedAt = now };

    /// <summary>Asks for a fresh draft; edits of the old draft are lost, so a published one refuses.</summary>
    public Refusal? RequestAgain(DateTimeOffset now)
    {
        if (State == SummaryState.Published) return SummaryRefusals.AlreadyPublished;
        (State, RequestedAt, ReviewedAt) = (SummaryState.Requested, now, null);
        return null;
    }

    /// <summary>Takes the worker's draft. The order given is the order shown: by theme and kind, shuffled within.</summary>
    public void Assemble(IEnumerable<DraftItem> drafts)
    {
        _items.Clear();
        _items.AddRange(drafts.Select((draft, place) => new SummaryItem(Id, place, draft)));
        (State, ReviewedAt) = (SummaryState.Draft, null);
    }

    /// <summary>There are too few statements to publish any without pointing at who was there; how few is not kept.</summary>
    public void HoldBack()
    {
        _items.Clear();
        State = SummaryState.TooFew;
    }

    public Refusal? Review(DateTimeOffset now)
    {
        if (State == SummaryState.Published) return SummaryRefusals.AlreadyPublished;
        if (State == SummaryState.TooFew) return SummaryRefusals.TooFewStatements;
        if (State == SummaryState.Requested || _items.Count == 0) return SummaryRefusals.NothingToReview;
        if (OpenFindings > 0) return SummaryRefusals.FindingsOpen(OpenFindings);
        (State, ReviewedAt) = (SummaryState.Reviewed, now);
        return null;
    }

    /// <param name="rule">The session's rule: what was said off the record is not used outside the room, so it is not published.</param>
    public Refusal? Publish(Rule rule, DateTimeOffset now)
    {
        if (State == SummaryState.Published) return null;
        if (rule == Rule.OffTheRecord) return SummaryRefusals.OffTheRecord;
        if (OpenFindings > 0) return SummaryRefusals.FindingsOpen(OpenFindings);
        if (State != SummaryState.Reviewed) return SummaryRefusals.NotReviewed;
        if (_items.TrueForAll(i => i.IsSetAside)) return SummaryRefusals.NothingToReview;
        (State, PublishedAt) = (SummaryState.Published, now);
        return null;
    }

    /// <summary>
    /// Asks the screening once more, because people may have been invited since. A sentence that points at somebody now becomes a
    /// warning to read; one that was read as harmless stays so.
    /// </summary>
    public void ScreenAgain(Func<string, bool> pointsAtSomebody)
    {
        if (State == SummaryState.Published) return;
        foreach (var item in _items.Where(i => i is { IsFlagged: false, IsSetAside: false } && pointsAtSomebody(i.Words))) item.Flag();
    }

    /// <summary>Takes a published summary off the public page; it can be reworked and published again.</summary>
    public void Unpublish()
    {
        if (State == SummaryState.Published) (State, PublishedAt) = (SummaryState.Draft, null);
    }

    /// <summary>Rewords an item; the screening's verdict on the new words comes with it. A reviewed summary becomes a draft again.</summary>
    public Refusal? Reword(Id<SummaryItem> item, string words, bool flagged, bool readAsHarmless, bool setAside)
    {
        if (State is SummaryState.Published or SummaryState.Requested) return SummaryRefusals.AlreadyPublished;
        if (_items.Find(i => i.Id == item) is not { } found) return SummaryRefusals.ItemUnknown;
        if (found.Reword(words, flagged, readAsHarmless, setAside) is { } refusal) return refusal;
        (State, ReviewedAt) = (SummaryState.Draft, null);
        return null;
    }
}

public enum SummaryState
{
    Requested,

    /// <summary>Asked for, but the session has too few statements; asking again later may help.</summary>
    TooFew,
    Draft,
    Reviewed,
    Published,
}

public sealed record DraftItem(Id<Theme>? ThemeId, PointKind Kind, string Words, bool Flagged);

public static class SummaryRefusals
{
    public static readonly Refusal AlreadyPublished = new("summary-already-published");
    public static readonly Refusal NotReviewed = new("summary-not-reviewed");
    public static readonly Refusal NothingToReview = new("summary-nothing-to-review");
    public static readonly Refusal TooFewStatements = new("summary-too-few-statements");
    public static readonly Refusal ItemUnknown = new("summary-item-unknown");
    public static readonly Refusal OffTheRecord = new("summary-off-the-record");
    public static readonly Refusal WordsMissing = new("summary-words-missing");

    public static Refusal FindingsOpen(int count) => Refusal.Of("summary-findings-open", count);
}
