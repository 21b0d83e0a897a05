using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;

namespace AIDialogues.Events.Web.Consents;

/// <summary>Where the ledger lies, whose law holds and how the controller is reached, as each of its lines says.</summary>
public sealed record ConsentSettings(string StorageLocation, string Jurisdiction, string ControllerContact)
{
    public static ConsentSettings From(IConfiguration configuration) => new(
        Text(configuration["Consents:StorageLocation"], "Consents__StorageLocation", "The organiser’s own server"),
        Text(configuration["Consents:Jurisdiction"], "Consents__Jurisdiction", "EU"),
        Text(configuration["Consents:ControllerContact"], "Consents__ControllerContact", "", longest: 90));

    /// <summary>The series' organisation decides; a series without one is the site's.</summary>
    public Controller Of(Series series, SiteOptions site) => new(Reached(series.Organisation.Length > 0 ? series.Organisation : site.Name), StorageLocation, Jurisdiction);

    /// <summary>The controller's name with the address and contact that ISO/IEC TS 27560 and the GDPR (articles 13 and 30) ask for.</summary>
    public string Reached(string name) => ControllerContact.Length > 0 ? $"{name}, {ControllerContact}" : name;

    private static string Text(string? set, string name, string fallback, int longest = 300) => string.IsNullOrWhiteSpace(set) ? fallback
        : PlainText.IsOneLine(set) && set.Length <= longest ? set : throw new SettingException($"{name} must be one line of at most {longest} characters.");
}
