namespace AIDialogues.Events.Domain;

/// <summary>One sentence of a summary, under a theme and a kind. It has no author, no time and no link back to a person.</summary>
public sealed class SummaryItem
{
    public const int LongestWords = 4000;
    public const int LongestReason = 500;

    /// <summary>One letter is no reason.</summary>
    public const int ShortestReason = Publication.ShortestReason;

    private SummaryItem() { }

    internal SummaryItem(Id<Summary> summary, int place, DraftItem draft, Id<SummarySource>? source)
    {
        (SummaryId, Place, ThemeId, Kind, Words, IsFlagged) = (summary, place, draft.ThemeId, draft.Kind, draft.Words, draft.Flagged);
        (Support, SourceId, WrittenByModel) = (draft.Support, source, draft.WrittenByModel);
    }

    public Id<SummaryItem> Id { get; private set; } = Id<SummaryItem>.New();
    public Id<Summary> SummaryId { get; private set; }
    public int Place { get; private set; }
    public Id<Theme>? ThemeId { get; private set; }
    public PointKind Kind { get; private set; }

    /// <summary>What is published. Empty means nothing: it never falls back to what stood here before.</summary>
    public string Words { get; private set; } = "";

    public SupportBand Support { get; private set; }
    public Id<SummarySource>? SourceId { get; private set; }
    public bool WrittenByModel { get; private set; }

    /// <summary>The screening says these words may point at somebody.</summary>
    public bool IsFlagged { get; private set; }

    /// <summary>Who read the warning and found it harmless.</summary>
    public Guid? RiskProposedBy { get; private set; }

    /// <summary>The second person, who took that risk with <see cref="RiskReason"/>.</summary>
    public Guid? RiskAcceptedBy { get; private set; }

    public string? RiskReason { get; private set; }

    /// <summary>What the two answered for, each finding by a mark of its own: one that comes later was never read.</summary>
    public IReadOnlyList<string> RiskFindings { get; private set; } = [];

    /// <summary>Left out of what is published.</summary>
    public bool IsSetAside { get; private set; }

    /// <summary>Words that a participant objected to and that may not stand; kept so that they cannot come back.</summary>
    public string? Contested { get; private set; }

    public bool Shown => !IsSetAside && Words.Length > 0;

    public bool IsContested => Contested is not null && Contested == Words;

    public bool MustChange => Shown && (IsContested || (IsFlagged && RiskProposedBy is null));

    /// <summary>May stand in a file: nothing is open about these words, and a risk was taken by two.</summary>
    public bool MayLeave => Shown && !IsContested && (!IsFlagged || RiskAcceptedBy is not null);

    public Strand Strand => Strands.Of(Kind, Support);

    /// <summary>As it is kept, whatever ends of lines and blanks a form sent.</summary>
    public static string Tidy(string text) => text.ReplaceLineEndings("\n").Trim();

    internal void Screen(IReadOnlyCollection<string> findings)
    {
        if (findings.Count == 0) return;
        IsFlagged = true;
        // "Harmless" was said of what was found then.
        if (!Covers(findings)) ForgetRisk();
    }

    internal void Contest()
    {
        Contested = Words;
        ForgetRisk();
    }

    internal Refusal? Reword(string words, IReadOnlyCollection<string> findings, Guid? riskBy, bool setAside)
    {
        words = Tidy(words);
        if (words.Length > LongestWords) return SummaryRefusals.WordsTooLong;
        // "Harmless" was said of the words that were read, not of the ones that came with the answer.
        bool stands = findings.Count > 0 && riskBy is not null && words == Words;
        if (!stands || !Covers(findings)) ForgetRisk();
        if (stands && RiskProposedBy is null) (RiskProposedBy, RiskFindings) = (riskBy, [.. findings.Distinct(StringComparer.Ordinal)]);
        (Words, IsFlagged, IsSetAside) = (words, findings.Count > 0, setAside);
        return null;
    }

    private bool Covers(IReadOnlyCollection<string> findings) => !findings.Except(RiskFindings, StringComparer.Ordinal).Any();

    private void ForgetRisk() => (RiskProposedBy, RiskFindings, RiskAcceptedBy, RiskReason) = (null, [], null, null);

    internal Refusal? AcceptRisk(Guid by, string reason)
    {
        reason = Tidy(reason);
        if (RiskProposedBy is null) return SummaryRefusals.NoRiskToAccept;
        if (RiskProposedBy == by) return SummaryRefusals.SamePerson;
        if (reason.Length is < ShortestReason or > LongestReason) return SummaryRefusals.ReasonMissing;
        (RiskAcceptedBy, RiskReason) = (by, reason);
        return null;
    }
}

/// <summary>What kind of point somebody made.</summary>
public enum PointKind
{
    Fact,
    View,
    Disagreement,
    Proposal,
    Question,
    Paraphrase,
}
