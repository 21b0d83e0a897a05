namespace AIDialogues.Events.Domain;

/// <summary>
/// A person's standing choices for one dialogue, read from the ledger: for each purpose the last answer counts, a no wins a tie, what ran
/// out is not given, and silence is a no. That a question was put again changes no answer. Last is who came last, also when a clock was set back.
/// </summary>
public sealed class Choices(IEnumerable<ConsentEvent> ledger, DateTimeOffset now)
{
    private readonly ILookup<(ConsentPurpose, Id<Quotation>?), ConsentEvent> _lines = ledger.ToLookup(e => (e.Purpose, e.QuotationId));

    public bool Allows(ConsentPurpose purpose, Id<Quotation>? quotation = null) => Of(purpose, quotation) is { } state && state.Allows();

    /// <summary>Null: not answered.</summary>
    public ConsentState? Of(ConsentPurpose purpose, Id<Quotation>? quotation = null) =>
        Last(purpose, quotation) is not { } line ? null : line.State.Allows() && line.ValidUntil <= now ? ConsentState.Expired : line.State;

    public DateTimeOffset? At(ConsentPurpose purpose, Id<Quotation>? quotation = null) => Last(purpose, quotation)?.At;

    /// <summary>The last answer; null: not answered.</summary>
    public ConsentEvent? Last(ConsentPurpose purpose, Id<Quotation>? quotation = null) => _lines[(purpose, quotation)]
        .Where(e => e.State != ConsentState.Requested).OrderBy(e => e.At)
        .ThenByDescending(e => e.State.Allows()).ThenByDescending(e => e.ValidUntil ?? DateTimeOffset.MaxValue).LastOrDefault();

    /// <summary>The last answer that the person gave by their own link; null: none.</summary>
    public ConsentEvent? LastOwn(ConsentPurpose purpose, Id<Quotation>? quotation = null) => _lines[(purpose, quotation)]
        .Where(e => e.State != ConsentState.Requested && e.Source == ConsentSource.Link).OrderBy(e => e.At).ThenByDescending(e => e.State.Allows()).LastOrDefault();

    /// <summary>
    /// Until when any yes stands that ends by itself; null: none does. That somebody takes part under the rule is an agreement, not a consent, and ends with no day.
    /// </summary>
    public DateTimeOffset? StandsUntil => _lines.Select(l => Last(l.Key.Item1, l.Key.Item2)).Where(l => l is not null && l.State.Allows() && l.ValidUntil > now).Max(l => l!.ValidUntil);

    /// <summary>Why a question has to be put again although it was answered; null when it need not.</summary>
    public AskAgain? AskedAgain(ConsentPurpose purpose, Rule rule, int noticeVersion, Id<Quotation>? quotation = null)
    {
        if (Last(purpose, quotation) is not { } line) return null;
        if (ConsentTerms.DependsOnRule(purpose) && line.Rule is { } asked && asked != rule) return AskAgain.RuleChanged;
        if (Of(purpose, quotation) == ConsentState.Expired) return AskAgain.Expired;
        if (line.NoticeVersion < noticeVersion) return AskAgain.WordsChanged;
        return _lines[(purpose, quotation)].Any(e => e.State == ConsentState.Requested && e.At > line.At) ? AskAgain.Requested : null;
    }
}

/// <summary>Why an answered question is put again; the answer stands meanwhile, except that it covers no other rule and no later time.</summary>
public enum AskAgain
{
    RuleChanged,
    Expired,
    WordsChanged,
    Requested,
}
