namespace AIDialogues.Events.Domain;

/// <summary>What reviewers do to single sentences.</summary>
public sealed partial class Summary
{
    /// <summary>Rewords an item; the screening's verdict on the new words comes with it. A submitted summary becomes a draft again.</summary>
    /// <param name="riskBy">Who would take the risk of the warning; the second person decides, with a reason.</param>
    public Refusal? Reword(Id<SummaryItem> item, string words, bool flagged, Guid? riskBy, bool setAside)
    {
        if (IsLocked) return SummaryRefusals.AlreadyPublished;
        if (_items.Find(i => i.Id == item) is not { } found) return SummaryRefusals.ItemUnknown;
        if (found.Reword(words, flagged, riskBy, setAside) is { } refusal) return refusal;
        if (Contested.Contains(found.Words)) found.Contest();
        if (State == SummaryState.Submitted) BackToDraft();
        return null;
    }

    /// <summary>The second person takes the risk of one warning, and says why.</summary>
    public Refusal? AcceptRisk(Id<SummaryItem> item, Guid by, string reason)
    {
        if (IsLocked) return SummaryRefusals.AlreadyPublished;
        return _items.Find(i => i.Id == item) is { } found ? found.AcceptRisk(by, reason) : SummaryRefusals.ItemUnknown;
    }

    /// <summary>A participant's objection holds: these words are not published, whatever else happens to them.</summary>
    public Refusal? Contest(Id<SummaryItem> item)
    {
        if (State == SummaryState.Published) return SummaryRefusals.AlreadyPublished;
        if (_items.Find(i => i.Id == item) is not { } found) return SummaryRefusals.ItemUnknown;
        found.Contest();
        Contested = [.. Contested.Union([found.Words])];
        BackToDraft();
        return null;
    }
}

public static class SummaryRefusals
{
    public static readonly Refusal AlreadyPublished = new("summary-already-published");
    public static readonly Refusal NotReviewed = new("summary-not-reviewed");
    public static readonly Refusal NotReleased = new("summary-not-released");
    public static readonly Refusal NotAssembling = new("summary-not-assembling");
    public static readonly Refusal SamePerson = new("summary-same-person");
    public static readonly Refusal NothingToReview = new("summary-nothing-to-review");
    public static readonly Refusal TooFewStatements = new("summary-too-few-statements");
    public static readonly Refusal ItemUnknown = new("summary-item-unknown");
    public static readonly Refusal OffTheRecord = new("summary-off-the-record");
    public static readonly Refusal WordsTooLong = new("summary-words-too-long");
    public static readonly Refusal ReasonMissing = new("summary-reason-missing");
    public static readonly Refusal NoRiskToAccept = new("summary-no-risk-to-accept");
    public static readonly Refusal ObjectionsOpen = new("summary-objections-open");
    public static readonly Refusal SessionSummedUp = new("summary-session-summed-up");

    public static Refusal FindingsOpen(int count) => Refusal.Of("summary-findings-open", count);

    public static Refusal RisksOpen(int count) => Refusal.Of("summary-risks-open", count);
}
