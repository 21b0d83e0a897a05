namespace AIDialogues.Events.Domain;

/// <summary>A person's standing choices for one dialogue, read from the ledger: for each purpose the last line counts, a refusal wins a tie, and silence is a no.</summary>
public sealed class Choices(IEnumerable<ConsentEvent> ledger)
{
    private readonly Dictionary<ConsentPurpose, ConsentEvent> _last = ledger
        .GroupBy(e => e.Purpose).ToDictionary(g => g.Key, g => g.OrderBy(e => e.At).ThenBy(e => e.State).Last());

    public bool Allows(ConsentPurpose purpose) => Of(purpose) == ConsentState.Given;

    /// <summary>Null: not asked or not answered.</summary>
    public ConsentState? Of(ConsentPurpose purpose) => _last.TryGetValue(purpose, out var line) ? line.State : null;

    public DateTimeOffset? At(ConsentPurpose purpose) => _last.TryGetValue(purpose, out var line) ? line.At : null;
}
