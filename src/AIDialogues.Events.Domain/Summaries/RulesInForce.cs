namespace AIDialogues.Events.Domain;

/// <summary>The rules under which the sessions of a summary are held now, which may be others than when it was assembled and read.</summary>
public sealed class RulesInForce(IEnumerable<(Id<Session> Session, Rule Rule)> sessions)
{
    private readonly Dictionary<Guid, Rule> _rules = sessions.ToDictionary(s => s.Session.Value, s => s.Rule);

    public static RulesInForce Of(IEnumerable<Dialogue> days) => new(days.SelectMany(d => d.Sessions.Select(s => (s.Id, d.RuleIn(s)))));

    /// <summary>The strictest of what may be used at all; off the record only where nothing may.</summary>
    public Rule Rule => _rules.Values.All(r => r == Rule.OffTheRecord) ? Rule.OffTheRecord : _rules.ContainsValue(Rule.ChathamHouse) ? Rule.ChathamHouse : Rule.OnTheRecord;

    /// <summary>Why nobody may read this text as it stands; null when they may.</summary>
    public Refusal? Withhold(Summary summary) => Rule == Rule.OffTheRecord ? SummaryRefusals.OffTheRecord
        // What a sentence was made of is known for a set of statements only: the whole is made anew, without that session.
        : summary.Sessions.Any(s => _rules.GetValueOrDefault(s) == Rule.OffTheRecord) ? SummaryRefusals.AssembleAgain
        : summary.IsReadFor(Rule) ? null : SummaryRefusals.RuleChanged;
}

/// <summary>What a draft was made of.</summary>
/// <param name="Sessions">Those whose statements were taken.</param>
/// <param name="Rule">The rule under which its words were screened.</param>
public sealed record SummaryBasis(IReadOnlyList<Guid> Sessions, Rule Rule);
