namespace AIDialogues.Events.Domain;

/// <summary>What is written about a person before it is checked.</summary>
/// <param name="OwnRegion">Said otherwise than by the country; null takes the country's.</param>
public sealed record PersonDetails(
    string GivenName, string FamilyName, string Email, string Affiliation, StakeholderGroup Group, string Country, Language Language,
    Gender Gender = Gender.NotSaid, Region? OwnRegion = null)
{
    public PersonDetails Clean() => this with
    {
        GivenName = PlainText.Fold(GivenName),
        FamilyName = PlainText.Fold(FamilyName),
        Email = Email.Trim().ToLowerInvariant(),
        Affiliation = PlainText.Fold(Affiliation),
        Country = Country.Trim().ToUpperInvariant(),
    };

    /// <summary>Why this cannot be a person; null when it can.</summary>
    public Refusal? Check() => Problems().FirstOrDefault();

    /// <summary>Everything that is wrong, so that a long list is put right in one go.</summary>
    public IEnumerable<Refusal> Problems()
    {
        var clean = Clean();
        if (clean.FamilyName.Length == 0) yield return PersonRefusals.NameMissing;
        if (clean.GivenName.Length > 100) yield return PersonRefusals.TooLong with { About = nameof(GivenName) };
        if (clean.FamilyName.Length > 100) yield return PersonRefusals.TooLong with { About = nameof(FamilyName) };
        if (clean.Affiliation.Length > 200) yield return PersonRefusals.TooLong with { About = nameof(Affiliation) };
        // Before folding, which would turn a line break into a space: what tries to break a header is refused, not mended.
        foreach (var (field, text) in ((string, string)[])[(nameof(GivenName), GivenName), (nameof(FamilyName), FamilyName), (nameof(Affiliation), Affiliation), (nameof(Email), Email)])
            if (!PlainText.IsOneLine(text.Trim())) yield return PersonRefusals.ControlCharacters with { About = field };
        if (clean.Email.Length == 0) yield return PersonRefusals.EmailMissing;
        else if (!EmailAddress.IsValid(clean.Email)) yield return PersonRefusals.EmailNotValid(clean.Email);
        if (clean.Country.Length > 0 && !Countries.Exists(clean.Country)) yield return PersonRefusals.CountryUnknown(Country.Trim());
    }
}

public static class PersonRefusals
{
    public static readonly Refusal NameMissing = new("person-name-missing");
    public static readonly Refusal TooLong = new("person-too-long");
    public static readonly Refusal ControlCharacters = new("person-control-characters");
    public static readonly Refusal EmailMissing = new("person-email-missing");

    public static Refusal EmailNotValid(string email) => Refusal.Of("person-email-not-valid", email);

    public static Refusal EmailTaken(string email) => Refusal.Of("person-email-taken", email);

    public static Refusal GroupUnknown(string group) => Refusal.Of("person-group-unknown", group);

    public static Refusal LanguageUnknown(string language) => Refusal.Of("person-language-unknown", language);

    public static Refusal CountryUnknown(string country) => Refusal.Of("person-country-unknown", country);

    public static Refusal GenderUnknown(string gender) => Refusal.Of("person-gender-unknown", gender);

    public static Refusal RegionUnknown(string region) => Refusal.Of("person-region-unknown", region);
}
