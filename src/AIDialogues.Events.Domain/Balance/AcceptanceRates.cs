namespace AIDialogues.Events.Domain;

/// <summary>
/// How likely a person of a group is to accept, from the answers to the series so far. Few answers prove little, so each group
/// begins as the whole series, and the series as a coin: ten imagined answers each, outweighed as real ones come.
/// </summary>
public sealed class AcceptanceRates
{
    /// <summary>How many imagined answers a prior weighs.</summary>
    public const int Weight = 10;

    private readonly Dictionary<StakeholderGroup, double> _rates;

    private AcceptanceRates(Dictionary<StakeholderGroup, double> rates) => _rates = rates;

    /// <param name="answers">One for each place that was offered and is decided: accepted, or declined or left without an answer to the end.</param>
    public static AcceptanceRates Of(IReadOnlyCollection<(StakeholderGroup Group, bool Accepted)> answers)
    {
        double whole = Rate(answers.Count(a => a.Accepted), answers.Count, 0.5);
        return new(Enum.GetValues<StakeholderGroup>().ToDictionary(
            group => group, group => Rate(answers.Count(a => a.Group == group && a.Accepted), answers.Count(a => a.Group == group), whole)));
    }

    public double Of(StakeholderGroup group) => _rates[group];

    private static double Rate(int accepted, int asked, double prior) => (accepted + (Weight * prior)) / (asked + Weight);
}
