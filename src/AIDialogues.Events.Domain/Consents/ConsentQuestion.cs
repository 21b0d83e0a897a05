using System.Globalization;

namespace AIDialogues.Events.Domain;

/// <summary>One question as it was put to one person: the words, the rule that held, and how long a yes would last.</summary>
public sealed record ConsentQuestion(Id<Person> Person, Id<Dialogue> Dialogue, ConsentPurpose Purpose, Notice Notice)
{
    public Rule? Rule { get; init; }

    /// <summary>Null: as long as the purpose's own terms say.</summary>
    public int? ValidMonths { get; init; }

    public Id<Quotation>? Quotation { get; init; }
}

/// <summary>Who decides on purposes and means, and where the ledger lies; copied into each line, because it may change later.</summary>
public sealed record Controller(string Name, string StorageLocation, string Jurisdiction)
{
    public static readonly Controller Unknown = new("", "", "");
}

/// <summary>How a choice was expressed: by whom, by which way, with what proof. All that is said at once shares one receipt.</summary>
public sealed record ConsentAct(ConsentSource Source, ConsentMethod Method, Controller Controller)
{
    public string Witness { get; init; } = "";

    public string Evidence { get; init; } = "";

    public byte[]? FormSha256 { get; init; }

    /// <summary>The day on which it was said, where it is noted later; null: at this moment.</summary>
    public DateOnly? SaidOn { get; init; }

    public Guid ReceiptId { get; } = Guid.NewGuid();

    public static ConsentAct By(ConsentSource source) => new(source, source == ConsentSource.Link ? ConsentMethod.LinkForm : ConsentMethod.Paper, Controller.Unknown);

    /// <summary>A choice that an organiser notes: the proof must be found again, and a telephone call has a witness with a name.</summary>
    /// <param name="saidOn">The day of the paper or the call, which stands before the proof; null where it is the moment of noting.</param>
    public static Result<ConsentAct> OnBehalf(ConsentMethod method, string? witness, string? evidence, Controller controller, DateOnly? saidOn = null)
    {
        var (heard, proof) = (PlainText.Fold(witness), PlainText.Fold(evidence));
        if (method == ConsentMethod.LinkForm || !Enum.IsDefined(method)) return ConsentRefusals.MethodMissing;
        if ((PlainText.Check(heard, 200) ?? PlainText.Check(proof, 1000)) is { } refusal) return refusal;
        if (proof.Length == 0) return ConsentRefusals.EvidenceMissing;
        if (method == ConsentMethod.Telephone && heard.Length == 0) return ConsentRefusals.WitnessMissing;
        if (saidOn is { } day) proof = string.Create(CultureInfo.InvariantCulture, $"{day:yyyy-MM-dd}: {proof}");
        return new ConsentAct(ConsentSource.Organiser, method, controller) { Witness = method == ConsentMethod.Telephone ? heard : "", Evidence = proof, SaidOn = saidOn };
    }
}

public static class ConsentRefusals
{
    public static readonly Refusal AnswerMissing = new("consent-answer-missing");
    public static readonly Refusal MethodMissing = new("consent-method-missing");
    public static readonly Refusal EvidenceMissing = new("consent-evidence-missing");
    public static readonly Refusal WitnessMissing = new("consent-witness-missing");
    public static readonly Refusal SaidOnMissing = new("consent-said-on-missing");
    public static readonly Refusal SaidOnToCome = new("consent-said-on-to-come");
    public static readonly Refusal OverriddenByOwn = new("consent-overridden-by-own");
    public static readonly Refusal RuleRefused = new("rule-refused");
    public static readonly Refusal RuleChangedMeanwhile = new("rule-changed-meanwhile");
    public static readonly Refusal WordsChangedMeanwhile = new("words-changed-meanwhile");
    public static readonly Refusal PurposesChangedMeanwhile = new("purposes-changed-meanwhile");
    public static readonly Refusal PurposesFixed = new("purposes-fixed");
    public static readonly Refusal ValidityOutOfRange = new("validity-out-of-range");
    public static readonly Refusal NeedsWithoutConsent = new("needs-without-consent");
}
