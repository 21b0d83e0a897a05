namespace AIDialogues.Events.Domain;

/// <summary>
/// What was said, assembled from statements nobody wrote: asked for, drafted by the worker, reviewed, released by a second person,
/// published. Nothing leaves while a check says that a text points at somebody and no two people have answered it.
/// </summary>
public sealed partial class Summary
{
    private readonly List<SummaryItem> _items = [];
    private readonly List<SummarySource> _sources = [];

    private Summary() { }

    public Id<Summary> Id { get; private set; } = Id<Summary>.New();
    public Id<Session>? SessionId { get; private set; }
    public Id<Dialogue>? DialogueId { get; private set; }
    public Id<Series>? SeriesId { get; private set; }
    public SummaryState State { get; private set; }
    public Language Language { get; private set; }
    public DateTimeOffset RequestedAt { get; private set; }

    /// <summary>The first of the two people: who says that nothing points at anybody. The account, for the rule of two; never shown.</summary>
    public Guid? SubmittedBy { get; private set; }

    /// <summary>The second of the two; the database too refuses that both are one.</summary>
    public Guid? ReleasedBy { get; private set; }
    public DateTimeOffset? ReviewedAt { get; private set; }
    public DateTimeOffset? ReleasedAt { get; private set; }
    public DateTimeOffset? PublishedAt { get; private set; }

    /// <summary>Numbers by theme and kind as they may be published; null when no such table can be.</summary>
    public Breakdown? Breakdown { get; private set; }

    /// <summary>Who was in the room, where a day or a series is summed up; null when it cannot be published.</summary>
    public RoomComposition? Room { get; private set; }

    /// <summary>Set by the first publication: two tables about growing numbers would give the difference away. It holds for <see cref="Room"/> too.</summary>
    public bool BreakdownIsFrozen { get; private set; }

    /// <summary>Words that an objection took out. Assembling again gives the same words again, and somebody may write them anew; they stay contested.</summary>
    public IReadOnlyList<string> Contested { get; private set; } = [];

    /// <summary>The sessions that its draft was assembled from. One that goes off the record afterwards takes the draft along.</summary>
    public IReadOnlyList<Guid> Sessions { get; private set; } = [];

    /// <summary>The rule under which its words were screened and read; null before that was kept.</summary>
    public Rule? ScreenedUnder { get; private set; }

    public IReadOnlyList<SummaryItem> Items => _items;
    public IReadOnlyList<SummarySource> Sources => _sources;

    /// <summary>What must change before the summary can be submitted.</summary>
    public int OpenFindings => _items.Count(i => i.MustChange);

    /// <summary>Risks that the first person would take and the second has not yet given a reason for.</summary>
    public int OpenRisks => _items.Count(i => i is { Shown: true, RiskProposedBy: not null, RiskAcceptedBy: null });

    public static Summary Request(SummaryScope scope, Language language, DateTimeOffset now) => new()
    {
        SessionId = scope.Session,
        DialogueId = scope.Dialogue,
        SeriesId = scope.Series,
        Language = language,
        State = SummaryState.Requested,
        RequestedAt = now,
    };

    public bool IsLocked => State is SummaryState.Requested or SummaryState.Assembling or SummaryState.Released or SummaryState.Published;

    /// <summary>Whether it was read with the eyes that this rule needs: on the record nothing is marked.</summary>
    public bool IsReadFor(Rule rule) => rule != Rule.ChathamHouse || ScreenedUnder != Rule.OnTheRecord;

    /// <summary>The first person: read through, ready for the second pair of eyes.</summary>
    /// <param name="rule">The rule whose marks were read.</param>
    public Refusal? Submit(Guid by, DateTimeOffset now, Rule rule = Rule.ChathamHouse)
    {
        if (State is SummaryState.Published or SummaryState.Released) return SummaryRefusals.AlreadyPublished;
        if (State == SummaryState.TooFew) return SummaryRefusals.TooFewStatements;
        if (State is not (SummaryState.Draft or SummaryState.Submitted) || !_items.Exists(i => i.Shown)) return SummaryRefusals.NothingToReview;
        if (OpenFindings > 0) return SummaryRefusals.FindingsOpen(OpenFindings);
        (State, SubmittedBy, ReviewedAt, ScreenedUnder) = (SummaryState.Submitted, by, now, rule);
        return null;
    }

    /// <summary>The second person lets it out to the participants.</summary>
    public Refusal? Release(Guid by, Rule rule, DateTimeOffset now)
    {
        if (State is SummaryState.Released or SummaryState.Published) return null;
        if (rule == Rule.OffTheRecord) return SummaryRefusals.OffTheRecord;
        if (State != SummaryState.Submitted) return SummaryRefusals.NotReviewed;
        if (!IsReadFor(rule)) return SummaryRefusals.RuleChanged;
        if (OpenFindings > 0) return SummaryRefusals.FindingsOpen(OpenFindings);
        if (SubmittedBy == by) return SummaryRefusals.SamePerson;
        if (OpenRisks > 0) return SummaryRefusals.RisksOpen(OpenRisks);
        (State, ReleasedBy, ReleasedAt) = (SummaryState.Released, by, now);
        return null;
    }

    /// <param name="rule">The session's rule: what was said off the record is not used outside the room, so it is not published.</param>
    public Refusal? Publish(Rule rule, DateTimeOffset now)
    {
        if (State == SummaryState.Published) return null;
        if (rule == Rule.OffTheRecord) return SummaryRefusals.OffTheRecord;
        if (State == SummaryState.Released && !IsReadFor(rule)) return SummaryRefusals.RuleChanged;
        if (OpenFindings > 0) return SummaryRefusals.FindingsOpen(OpenFindings);
        if (State != SummaryState.Released) return State == SummaryState.Submitted ? SummaryRefusals.NotReleased : SummaryRefusals.NotReviewed;
        if (!_items.Exists(i => i.Shown)) return SummaryRefusals.NothingToReview;
        (State, PublishedAt, BreakdownIsFrozen) = (SummaryState.Published, now, true);
        return null;
    }

    /// <summary>
    /// Asks the screening once more, because people may have been invited since. A sentence that points at somebody now becomes a
    /// warning to read; a risk that was taken stands while nothing else is found in it.
    /// </summary>
    /// <param name="findings">The marks of what is found in some words.</param>
    public void ScreenAgain(Func<string, IReadOnlyCollection<string>> findings)
    {
        if (State == SummaryState.Published) return;
        foreach (var item in _items.Where(i => i.Shown)) item.Screen(findings(item.Words));
    }

    /// <summary>Takes it back to be worked on: off the public page, away from the participants.</summary>
    public void Unpublish()
    {
        if (State is SummaryState.Published or SummaryState.Released) BackToDraft();
    }

    /// <summary>Another summary about some of the same statements has a published table: the difference of two would tell.</summary>
    public void WithholdBreakdown() => Breakdown = null;

    /// <summary>Another summary about the same day has published who was in the room.</summary>
    public void WithholdRoom() => Room = null;

    private void BackToDraft()
    {
        State = SummaryState.Draft;
        (SubmittedBy, ReleasedBy, ReviewedAt, ReleasedAt, PublishedAt) = (null, null, null, null, null);
    }
}

public enum SummaryState
{
    Requested,

    /// <summary>A worker is at it.</summary>
    Assembling,

    /// <summary>It could not be assembled, three times; asking again tries again.</summary>
    Failed,

    /// <summary>Somebody stopped it before there was a draft.</summary>
    Cancelled,

    /// <summary>Asked for, but there are too few statements; asking again later may help.</summary>
    TooFew,
    Draft,

    /// <summary>Read by a first person, waiting for the second.</summary>
    Submitted,

    /// <summary>Let out by the second person; participants may object.</summary>
    Released,
    Published,
}
