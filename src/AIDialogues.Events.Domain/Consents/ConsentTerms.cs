namespace AIDialogues.Events.Domain;

/// <summary>What a consent to a purpose covers: which data, on which lawful basis, for whom, how long. Copied into each line of the ledger.</summary>
/// <param name="Data">Codes of the kinds of data; their words stand in the host.</param>
/// <param name="IsSpecialCategory">Data that art. 9 GDPR protects: they may reveal health or belief.</param>
/// <param name="ValidMonths">How long a yes lasts unless the day says otherwise; null: as long as the record is kept.</param>
public sealed record ConsentTerms(IReadOnlyList<string> Data, bool IsSpecialCategory, string LawfulBasis, IReadOnlyList<string> Recipients, string Retention, int? ValidMonths)
{
    private const string Consent = "gdpr-6.1.a";
    private const string Kept = "consent-proof-5y";

    public static ConsentTerms Of(ConsentPurpose purpose) => purpose switch
    {
        // Taking part under the rule is an agreement, not a consent to process data; its refusal still has an effect.
        ConsentPurpose.AttendUnderRule => new(["name", "attendance"], false, "gdpr-6.1.b", ["organiser"], Kept, null),
        ConsentPurpose.NamedPublicly => new(["name", "attendance"], false, Consent, ["everybody"], Kept, 36),
        ConsentPurpose.AffiliationShown => new(["affiliation"], false, Consent, ["everybody", "participants"], Kept, 36),
        ConsentPurpose.Photographed => new(["picture"], false, Consent, ["everybody"], Kept, 36),
        ConsentPurpose.Quoted => new(["name", "words"], false, Consent, ["everybody"], Kept, 36),
        ConsentPurpose.ParticipantsList => new(["name"], false, Consent, ["participants"], Kept, 12),
        ConsentPurpose.ShareContact => new(["email"], false, Consent, ["participants"], Kept, 12),
        ConsentPurpose.ContactAfter => new(["name", "email"], false, Consent, ["organiser"], Kept, 24),
        ConsentPurpose.DietAndAccess => new(["diet", "access"], true, "gdpr-9.2.a", ["organiser", "caterer"], "needs-7d", 12),
        _ => throw new ArgumentOutOfRangeException(nameof(purpose)),
    };

    /// <summary>A yes to these was a yes under one rule: when the rule of the day changes, it has to be asked again.</summary>
    public static bool DependsOnRule(ConsentPurpose purpose) => purpose is ConsentPurpose.AttendUnderRule or ConsentPurpose.Quoted;

    /// <summary>The order in which the purposes are asked: what the public sees, what participants see, what stays with the organiser.</summary>
    public static readonly IReadOnlyList<ConsentPurpose> InOrder =
    [
        ConsentPurpose.AttendUnderRule,
        ConsentPurpose.NamedPublicly, ConsentPurpose.AffiliationShown, ConsentPurpose.Photographed, ConsentPurpose.Quoted,
        ConsentPurpose.ParticipantsList, ConsentPurpose.ShareContact,
        ConsentPurpose.ContactAfter, ConsentPurpose.DietAndAccess,
    ];

    /// <summary>The four that make somebody visible to everybody.</summary>
    public static readonly IReadOnlyList<ConsentPurpose> ForPublication =
        [ConsentPurpose.NamedPublicly, ConsentPurpose.AffiliationShown, ConsentPurpose.Photographed, ConsentPurpose.Quoted];
}
