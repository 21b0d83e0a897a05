namespace AIDialogues.Events.Domain;

/// <summary>Words that the organiser asks leave to quote with a name. They never change: other words are another request. The answer stands in the ledger.</summary>
public sealed class Quotation
{
    public const int MostPerPerson = 20;
    private const int Longest = 1000;

    private Quotation() { }

    public Id<Quotation> Id { get; private set; } = Id<Quotation>.New();
    public Id<Person> PersonId { get; private set; }
    public Id<Dialogue> DialogueId { get; private set; }
    public string Words { get; private set; } = "";
    public Language Language { get; private set; }
    public DateTimeOffset AskedAt { get; private set; }

    /// <param name="id">The id that a form was shown with, so that the form sent twice makes one request.</param>
    public static Result<Quotation> Ask(Invitation invitation, Rule rule, string? words, Language language, DateTimeOffset now, Id<Quotation>? id = null)
    {
        string exact = (words ?? "").Trim().ReplaceLineEndings("\n");
        if (rule == Rule.OffTheRecord) return QuotationRefusals.OffTheRecord;
        if (exact.Length == 0) return QuotationRefusals.WordsMissing;
        if (PlainText.Check(exact, Longest) is { } refusal) return refusal;
        return new Quotation { Id = id ?? Id<Quotation>.New(), PersonId = invitation.PersonId, DialogueId = invitation.DialogueId, Words = exact, Language = language, AskedAt = now };
    }
}

public static class QuotationRefusals
{
    public static readonly Refusal PersonMissing = new("quotation-person-missing");
    public static readonly Refusal WordsMissing = new("quotation-words-missing");
    public static readonly Refusal OffTheRecord = new("quotation-off-the-record");
    public static readonly Refusal TooMany = new("too-many-quotations");
}
