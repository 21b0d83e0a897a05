using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What is typed about a publication, kept as typed until it can be one.</summary>
public sealed class PublicationForm
{
    /// <summary>The id the new publication will have: the form sent twice makes one.</summary>
    public Guid Key { get; set; } = Guid.NewGuid();
    public uint Version { get; set; }
    public PublicationKind Kind { get; set; }
    public string? TitleEn { get; set; }
    public string? TitleFr { get; set; }
    public string? AbstractEn { get; set; }
    public string? AbstractFr { get; set; }
    public string? BodyEn { get; set; }
    public string? BodyFr { get; set; }
    public string? Authors { get; set; }
    public Licence Licence { get; set; }
    public string? Identifier { get; set; }
    public Guid? DialogueId { get; set; }
    public bool WithSummaries { get; set; }

    public PublicationDetails Details => new(Kind, BilingualText.Of(TitleEn, TitleFr), BilingualText.Of(AbstractEn, AbstractFr), BilingualText.Of(BodyEn, BodyFr), Authors ?? "", Licence, Identifier ?? "",
        DialogueId is { } id ? new Id<Dialogue>(id) : null, WithSummaries);

    /// <summary>The input that a refusal is about.</summary>
    public static string FieldOf(Refusal refusal) => refusal.About.Length > 0 ? "Form." + refusal.About : refusal == SeriesRefusals.TitleMissing ? "Form.TitleEn" : "";

    public static PublicationForm From(Publication publication, uint version) => new()
    {
        Key = publication.Id.Value,
        Version = version,
        Kind = publication.Kind,
        TitleEn = publication.Title.En,
        TitleFr = publication.Title.Fr,
        AbstractEn = publication.Abstract.En,
        AbstractFr = publication.Abstract.Fr,
        BodyEn = publication.Body.En,
        BodyFr = publication.Body.Fr,
        Authors = publication.Authors,
        Licence = publication.Licence,
        Identifier = publication.Identifier,
        DialogueId = publication.DialogueId?.Value,
        WithSummaries = publication.WithSummaries,
    };
}
