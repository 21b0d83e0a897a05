namespace AIDialogues.Events.Domain;

/// <summary>One sentence of a summary, under a theme and a kind. It has no author, no time and no link back to a person.</summary>
public sealed class SummaryItem
{
    private SummaryItem() { }

    internal SummaryItem(Id<Summary> summary, int place, DraftItem draft) =>
        (SummaryId, Place, ThemeId, Kind, Words, IsFlagged) = (summary, place, draft.ThemeId, draft.Kind, draft.Words, draft.Flagged);

    public Id<SummaryItem> Id { get; private set; } = Id<SummaryItem>.New();
    public Id<Summary> SummaryId { get; private set; }
    public int Place { get; private set; }
    public Id<Theme>? ThemeId { get; private set; }
    public PointKind Kind { get; private set; }
    public string Words { get; private set; } = "";

    /// <summary>The screening says these words may point at somebody.</summary>
    public bool IsFlagged { get; private set; }

    /// <summary>A reviewer read the warning and found it harmless.</summary>
    public bool ReadAsHarmless { get; private set; }

    /// <summary>Left out of what is published.</summary>
    public bool IsSetAside { get; private set; }

    internal void Flag() => IsFlagged = true;

    internal Refusal? Reword(string words, bool flagged, bool readAsHarmless, bool setAside)
    {
        words = words.ReplaceLineEndings("\n").Trim();
        if (words.Length is 0 or > 4000) return SummaryRefusals.WordsMissing;
        // "Harmless" was said of the words that were read, not of the ones that came with the answer.
        bool sameWords = words == Words;
        (Words, IsFlagged, ReadAsHarmless, IsSetAside) = (words, flagged, flagged && readAsHarmless && sameWords, setAside);
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
