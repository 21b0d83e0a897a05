using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Rights;

/// <summary>What a person may correct about themselves; what else is known of them is the organiser's view, stays as it is and is objected to by letter.</summary>
public sealed class CorrectionInput
{
    public string? GivenName { get; set; }
    public string? FamilyName { get; set; }
    public string? Affiliation { get; set; }
    public string? Email { get; set; }
    public Language Language { get; set; }

    public static CorrectionInput Of(Person person) => new()
    {
        GivenName = person.GivenName,
        FamilyName = person.FamilyName,
        Affiliation = person.Affiliation,
        Email = person.Email,
        Language = person.Language,
    };

    public PersonDetails For(Person person) => new(GivenName ?? "", FamilyName ?? "", Email ?? "", Affiliation ?? "", person.Group, person.Country, Language, person.Gender, person.OwnRegion);
}
