namespace AIDialogues.Events.Domain;

/// <summary>
/// An institution that supports a series. It stands on the public page only with its agreement, because the Rule protects affiliations too; the
/// logo is a picture made anew from the upload.
/// </summary>
public sealed class Partner
{
    public const int MostPartners = 40;

    private Partner() { }

    public Id<Partner> Id { get; private set; } = Id<Partner>.New();
    public Id<Series> SeriesId { get; private set; }
    public string Name { get; private set; } = "";
    public PartnerRole Role { get; private set; }

    /// <summary>An http or https address; empty when there is none.</summary>
    public string Website { get; private set; } = "";

    /// <summary>The day on which the institution agreed to be shown; null: it is not shown.</summary>
    public DateOnly? AgreedOn { get; private set; }
    public byte[] Logo { get; private set; } = [];

    public bool IsShown => AgreedOn is not null;

    public static Result<Partner> New(Series series, PartnerDetails details, Id<Partner>? id = null)
    {
        var partner = new Partner { Id = id ?? Id<Partner>.New(), SeriesId = series.Id };
        return partner.Change(details) is { } refusal ? refusal : partner;
    }

    public Refusal? Change(PartnerDetails details)
    {
        if (details.Problems().FirstOrDefault() is { } refusal) return refusal;
        (Name, Role, Website, AgreedOn) = (PlainText.Fold(details.Name), details.Role, details.Website.Trim(), details.AgreedOn);
        return null;
    }

    public void ShowLogo(byte[] png) => Logo = png;
}

public sealed record PartnerDetails(string Name, PartnerRole Role, string Website, DateOnly? AgreedOn)
{
    /// <summary>Everything that keeps a partner from being like this, so that a form is put right in one go.</summary>
    public IEnumerable<Refusal> Problems()
    {
        if (PlainText.Fold(Name).Length is 0 or > 200) yield return PartnerRefusals.NameMissing;
        else if (!PlainText.IsOneLine(Name)) yield return TextRefusals.ControlCharacters with { About = nameof(Name) };
        if (Website.Trim() is { Length: > 0 } website && !IsWebsite(website)) yield return PartnerRefusals.WebsiteNotValid;
    }

    /// <summary>Only these two: "javascript:" and its kind would run in the reader's browser. Asked once more where it is shown.</summary>
    public static bool IsWebsite(string text) =>
        text.Length <= 300 && PlainText.IsOneLine(text) && Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0;
}

public enum PartnerRole
{
    Funding,
    Academic,
    Hosting,
}

public static class PartnerRefusals
{
    public static readonly Refusal NameMissing = new("partner-name-missing");
    public static readonly Refusal WebsiteNotValid = new("partner-website-not-valid");

    public static Refusal TooMany(int most) => Refusal.Of("partner-too-many", most);
}
