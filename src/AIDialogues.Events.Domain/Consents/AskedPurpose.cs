namespace AIDialogues.Events.Domain;

/// <summary>A purpose that is asked for at a dialogue. The set is fixed by the first letter: after it a purpose can be added, which asks everybody, and none taken away.</summary>
public sealed class AskedPurpose
{
    private AskedPurpose() { }

    public Id<Dialogue> DialogueId { get; private set; }
    public ConsentPurpose Purpose { get; private set; }

    /// <summary>How long a yes lasts; null: as the purpose's terms say.</summary>
    public int? ValidMonths { get; private set; }
    public DateTimeOffset Since { get; private set; }

    public static AskedPurpose Of(Id<Dialogue> dialogue, ConsentPurpose purpose, int? validMonths, DateTimeOffset now) =>
        new() { DialogueId = dialogue, Purpose = purpose, ValidMonths = validMonths, Since = now };
}

/// <summary>The purposes of one dialogue. Where nobody chose, all are asked.</summary>
public sealed class PurposeSet(IReadOnlyCollection<AskedPurpose> chosen)
{
    public IReadOnlyList<ConsentPurpose> Purposes { get; } =
        [.. ConsentTerms.InOrder.Where(p => chosen.Count == 0 || p == ConsentPurpose.AttendUnderRule || chosen.Any(c => c.Purpose == p))];

    public bool Asks(ConsentPurpose purpose) => Purposes.Contains(purpose);

    public int? ValidMonths(ConsentPurpose purpose) => chosen.FirstOrDefault(c => c.Purpose == purpose)?.ValidMonths ?? ConsentTerms.Of(purpose).ValidMonths;

    /// <summary>Why the set cannot become the one wanted; null when it can.</summary>
    /// <param name="wanted">Each purpose with its months; the rule is always asked.</param>
    public Refusal? Check(IReadOnlyDictionary<ConsentPurpose, int?> wanted, bool letterLeft)
    {
        if (wanted.Values.Any(m => m is < 1 or > 120)) return ConsentRefusals.ValidityOutOfRange;
        bool fixedAlready = letterLeft && Purposes.Any(p => p != ConsentPurpose.AttendUnderRule && (!wanted.TryGetValue(p, out int? months) || months != ValidMonths(p)));
        return fixedAlready ? ConsentRefusals.PurposesFixed : null;
    }
}
