namespace AIDialogues.Events.Domain;

/// <summary>How a summary gets its draft: asked for, taken, counted on, stopped, failed or filled.</summary>
public sealed partial class Summary
{
    /// <summary>After this many broken tries it waits for somebody to ask again, and is in nobody's way.</summary>
    public const int MostAttempts = 3;

    /// <summary>How far the worker is, in hundredths.</summary>
    public int Progress { get; private set; }

    public int Attempts { get; private set; }

    /// <summary>Chapters that a language model was to word and did not word well: they stand as they were assembled.</summary>
    public int PlainChapters { get; private set; }

    /// <summary>Asks for a fresh draft, in the language of whoever asks; edits of the old draft stay in its versions, so only what is out refuses.</summary>
    public Refusal? RequestAgain(Language language, DateTimeOffset now)
    {
        if (State is SummaryState.Published or SummaryState.Released) return SummaryRefusals.AlreadyPublished;
        if (State is SummaryState.Requested or SummaryState.Assembling) return null;
        BackToDraft();
        (State, Language, RequestedAt, Progress, Attempts) = (SummaryState.Requested, language, now, 0, 0);
        return null;
    }

    /// <summary>A worker takes it, for the first time or after another one was killed over it.</summary>
    public void Take() => (State, Progress, Attempts) = (SummaryState.Assembling, 0, Attempts + 1);

    /// <summary>This try broke; it is taken again after the others, and in the end not at all.</summary>
    public void Break() => State = Attempts >= MostAttempts ? SummaryState.Failed : SummaryState.Requested;

    /// <summary>The worker was asked to stop in the midst of it: that says nothing about the summary, so the try is given back.</summary>
    public void GiveBack()
    {
        if (State == SummaryState.Assembling) (State, Progress, Attempts) = (SummaryState.Requested, 0, Math.Max(0, Attempts - 1));
    }

    /// <summary>Stops the assembly; an earlier draft is still there.</summary>
    public Refusal? Cancel()
    {
        if (State is not (SummaryState.Requested or SummaryState.Assembling)) return SummaryRefusals.NotAssembling;
        State = _items.Count > 0 ? SummaryState.Draft : SummaryState.Cancelled;
        return null;
    }

    /// <summary>Takes the worker's draft. The order given is the order shown: by question, theme and strand, never that of speaking.</summary>
    public void Assemble(IEnumerable<DraftItem> drafts, Breakdown? breakdown = null, RoomComposition? room = null, int plainChapters = 0, SummaryBasis? basis = null)
    {
        // A published table stays as it is, but not with numbers of a session that may no longer be used.
        if (basis is not null && Sessions.Except(basis.Sessions).Any()) Breakdown = null;
        (Sessions, ScreenedUnder) = (basis?.Sessions ?? [], basis?.Rule);
        _items.Clear();
        _sources.Clear();
        var sources = new Dictionary<IReadOnlyList<Guid>, SummarySource>(ReferenceEqualityComparer.Instance);
        int place = 0;
        foreach (var draft in drafts)
        {
            if (draft.Source is { Count: > 0 } statements && !sources.ContainsKey(statements)) sources.Add(statements, new SummarySource(Id, statements));
            _items.Add(new SummaryItem(Id, place++, draft, draft.Source is { Count: > 0 } source ? sources[source].Id : null));
        }

        foreach (var item in _items.Where(i => Contested.Contains(i.Words))) item.Contest();
        _sources.AddRange(sources.Values);
        if (!BreakdownIsFrozen) (Breakdown, Room) = (breakdown, room);
        BackToDraft();
        (Progress, PlainChapters) = (100, plainChapters);
    }

    /// <summary>There are too few statements to publish any without pointing at who was there; how few is not kept.</summary>
    public void HoldBack()
    {
        _items.Clear();
        _sources.Clear();
        State = SummaryState.TooFew;
    }
}

/// <summary>The statements that a sentence traces to: at least k, or all there are; shared by the sentences around it. Ids only, never a person.</summary>
public sealed class SummarySource
{
    private SummarySource() { }

    internal SummarySource(Id<Summary> summary, IReadOnlyList<Guid> statements) => (SummaryId, Statements) = (summary, [.. statements]);

    public Id<SummarySource> Id { get; private set; } = Id<SummarySource>.New();
    public Id<Summary> SummaryId { get; private set; }
    public IReadOnlyList<Guid> Statements { get; private set; } = [];
}

public sealed record DraftItem(Id<Theme>? ThemeId, PointKind Kind, string Words, bool Flagged)
{
    public SupportBand Support { get; init; }

    public IReadOnlyList<Guid> Source { get; init; } = [];

    /// <summary>A language model wrote these words; nobody said them.</summary>
    public bool WrittenByModel { get; init; }
}
