using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;

namespace AIDialogues.Events.Web.Consents;

/// <summary>Where the ledger lies and whose law holds, as each of its lines says.</summary>
public sealed record ConsentSettings(string StorageLocation, string Jurisdiction)
{
    public static ConsentSettings From(IConfiguration configuration) => new(
        Text(configuration["Consents:StorageLocation"], "Consents__StorageLocation", "The organiser’s own server"),
        Text(configuration["Consents:Jurisdiction"], "Consents__Jurisdiction", "EU"));

    /// <summary>The series' organisation decides; a series without one is the site's.</summary>
    public Controller Of(Series series, SiteOptions site) => new(series.Organisation.Length > 0 ? series.Organisation : site.Name, StorageLocation, Jurisdiction);

    private static string Text(string? set, string name, string fallback) => string.IsNullOrWhiteSpace(set) ? fallback
        : PlainText.IsOneLine(set) && set.Length <= 300 ? set : throw new SettingException($"{name} must be one line of at most 300 characters.");
}
