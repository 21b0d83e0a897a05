using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What is typed about a series, kept as typed until it can be one.</summary>
public sealed class SeriesForm
{
    /// <summary>The id the new series will have: the form sent twice makes one series.</summary>
    public Guid Key { get; set; } = Guid.NewGuid();
    public uint Version { get; set; }
    public string? TitleEn { get; set; }
    public string? TitleFr { get; set; }
    public string? PurposeEn { get; set; }
    public string? PurposeFr { get; set; }
    public string? Organisation { get; set; }
    public string? Slug { get; set; }

    public BilingualText Title => BilingualText.Of(TitleEn, TitleFr);

    public BilingualText Purpose => BilingualText.Of(PurposeEn, PurposeFr);

    /// <summary>The address as typed, or proposed from the title where none is.</summary>
    public string SlugOrProposal => Slug is { Length: > 0 } typed ? typed.Trim() : Domain.Slug.From(Title.In(Language.English));

    /// <summary>The input a refusal is about. An address that was proposed and is not good enough must be typed: the title may be right as it is.</summary>
    public string FieldOf(Refusal refusal) => refusal.About switch
    {
        nameof(Series.Organisation) => "Form.Organisation",
        { Length: > 0 } text => $"Form.{text}En",
        _ when refusal == SeriesRefusals.TitleMissing || Title.IsEmpty => "Form.TitleEn",
        _ when refusal == SeriesRefusals.SlugNotValid || refusal == SeriesRefusals.SlugTaken => "Form.Slug",
        _ => "",
    };

    public static SeriesForm From(Series series, uint version) => new()
    {
        Version = version,
        TitleEn = series.Title.En,
        TitleFr = series.Title.Fr,
        PurposeEn = series.Purpose.En,
        PurposeFr = series.Purpose.Fr,
        Organisation = series.Organisation,
        Slug = series.Slug,
    };
}
