using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Consents;

/// <summary>A receipt as JSON-LD in the Data Privacy Vocabulary, profile dpv-27560 for GDPR. Byte for byte the same for the same ledger, because it is signed.</summary>
internal static class ReceiptJson
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(Receipt receipt) => JsonSerializer.SerializeToUtf8Bytes(Node(
        ("@context", Node(
            ("dct", "http://purl.org/dc/terms/"), ("dpv", "https://w3id.org/dpv#"), ("eu-gdpr", "https://w3id.org/dpv/legal/eu/gdpr#"), ("dpv-27560", "https://w3id.org/dpv/schema/dpv-27560#"), ("prov", "http://www.w3.org/ns/prov#"))),
        ("@id", Urn(receipt.Id)), ("@type", "dpv:ConsentReceipt"), ("dct:conformsTo", "dpv-27560:receipt-eu-gdpr"),
        ("dpv:hasDataSubject", Node(("@id", Urn(receipt.Link.Person.Id.Value)), ("dct:title", receipt.Link.Person.Name))),
        ("dpv:hasDataController", Node(("@type", "dpv:DataController"), ("dct:title", receipt.Controller))),
        ("dct:subject", receipt.Link.Dialogue.Title.In(receipt.Link.Person.Language)), ("dct:temporal", receipt.Link.Dialogue.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        ("dct:hasPart", receipt.Records.Select(Record).ToArray())), Readable);

    private static Dictionary<string, object> Record(ReceiptRecord record) => Node(
        ("@id", Urn(record.Last.RecordId)), ("@type", "dpv:ConsentRecord"), ("dct:conformsTo", "dpv-27560:record-eu-gdpr"),
        ("dpv:hasPurpose", Node(("dct:identifier", record.Last.Purpose.ToString()), ("dct:title", record.Words?.Split('\n')[0] ?? ""))),
        ("dpv:hasPersonalData", record.Last.Data), ("dpv:hasSensitivityLevel", record.Last.IsSpecialCategory ? "eu-gdpr:SpecialCategoryPersonalData" : "dpv:PersonalData"),
        ("dpv:hasLegalBasis", record.Last.LawfulBasis.Replace("gdpr-", "eu-gdpr:A", StringComparison.Ordinal).Replace('.', '-')),
        ("dpv:hasRecipient", record.Last.Recipients), ("dpv:hasDataController", record.Last.Controller),
        ("dpv:hasStorageCondition", Node(("dpv:hasLocation", record.Last.StorageLocation), ("dpv:hasDuration", record.Last.Retention))),
        ("dpv:hasJurisdiction", record.Last.Jurisdiction), ("dpv:hasWithdrawalMethod", Withdrawal(record.Last.NoticeLanguage)),
        ("dct:hasPart", record.Lines.Select(Line).ToArray()));

    private static Dictionary<string, object> Line(ConsentEvent line) => Node(
        ("@id", Urn(line.Id.Value)), ("@type", Status(line)), ("dct:created", Time(line.At)), ("dct:valid", line.ValidUntil is { } until ? Time(until) : ""),
        ("prov:wasRevisionOf", line.PreviousId is { } previous ? Urn(previous.Value) : ""),
        ("dpv:isIndicatedBy", line.Source == ConsentSource.Link ? "dpv:DataSubject" : "dpv:DataController"), ("dpv:hasIndicationMethod", line.Method.ToString()), ("dpv:hasRule", line.Rule?.ToString() ?? ""),
        ("dpv:hasNotice", Node(("@type", "dpv:ConsentNotice"), ("dct:language", line.NoticeLanguage.Tag()), ("dct:hasVersion", line.NoticeVersion), ("dct:identifier", "sha256:" + Convert.ToHexStringLower(line.NoticeSha256)))),
        ("dct:source", line.FormSha256 is { } form ? "sha256:" + Convert.ToHexStringLower(form) : ""), ("dct:isPartOf", Urn(line.ReceiptId)));

    // In the language in which the question was put: the file says the same whenever it is asked for.
    private static string Withdrawal(Language language) => language == Language.French ? "le lien personnel, à tout moment" : "the personal link, at any time";

    private static string Status(ConsentEvent line) => line.State switch
    {
        ConsentState.Renewed => "dpv:RenewedConsentGiven",
        var state => "dpv:Consent" + state,
    };

    private static string Urn(Guid id) => "urn:uuid:" + id;

    private static string Time(DateTimeOffset at) => at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    /// <summary>What is not known is left out.</summary>
    private static Dictionary<string, object> Node(params (string Name, object Value)[] values) =>
        values.Where(v => v.Value is not "").ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal);
}
