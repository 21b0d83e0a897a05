namespace AIDialogues.Events.Domain;

/// <summary>What reviewers do to single sentences.</summary>
public sealed partial class Summary
{
    /// <summary>Rewords an item; the screening's verdict on the new words comes with it. A submitted summary becomes a draft again.</summary>
    /// <param name="findings">The marks of what the screening finds in the new words.</param>
    /// <param name="riskBy">Who would take the risk of the warning; the second person decides, with a reason.</param>
    public Refusal? Reword(Id<SummaryItem> item, string words, IReadOnlyCollection<string> findings, Guid? riskBy, bool setAside)
    {
        if (IsLocked) return SummaryRefusals.AlreadyPublished;
        if (_items.Find(i => i.Id == item) is not { } found) return SummaryRefusals.ItemUnknown;
        if (found.Reword(words, findings, riskBy, setAside) is { } refusal) return refusal;
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

    /// <summary>Words that an objection took out, here or in a summary about the same: in whichever sentence they stand, it must change.</summary>
    public void Bar(IReadOnlyCollection<string> words)
    {
        Contested = [.. Contested.Union(words, StringComparer.Ordinal)];
        foreach (var item in _items.Where(i => !i.IsContested && words.Contains(i.Words, StringComparer.Ordinal))) item.Contest();
    }

    /// <summary>An objection to these words holds: they are published nowhere, and what was out with them is taken back.</summary>
    /// <returns>Whether it was taken back.</returns>
    public bool Contest(IReadOnlyCollection<string> words)
    {
        Bar(words);
        if (State is not (SummaryState.Submitted or SummaryState.Released or SummaryState.Published)) return false;
        if (!_items.Exists(i => i.Shown && i.IsContested)) return false;
        BackToDraft();
        return true;
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
    /// <summary>It was made of a session too that was put off the record since.</summary>
    public static readonly Refusal AssembleAgain = new("summary-assemble-again");

    /// <summary>It was read under a laxer rule than the one that holds now.</summary>
    public static readonly Refusal RuleChanged = new("summary-rule-changed");

    /// <summary>A program must say which version it answers for.</summary>
    public static readonly Refusal VersionMissing = new("summary-version-missing");
    public static readonly Refusal WordsTooLong = new("summary-words-too-long");
    public static readonly Refusal ReasonMissing = new("summary-reason-missing");
    public static readonly Refusal NoRiskToAccept = new("summary-no-risk-to-accept");
    public static readonly Refusal ObjectionsOpen = new("summary-objections-open");
    public static readonly Refusal SessionSummedUp = new("summary-session-summed-up");

    public static Refusal FindingsOpen(int count) => Refusal.Of("summary-findings-open", count);

    public static Refusal RisksOpen(int count) => Refusal.Of("summary-risks-open", count);
}
