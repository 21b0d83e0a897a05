using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What is typed about a person.</summary>
public sealed class PersonInput
{
    public string? GivenName { get; set; }
    public string? FamilyName { get; set; }
    public string? Email { get; set; }
    public string? Affiliation { get; set; }
    public StakeholderGroup Group { get; set; }
    public string? Country { get; set; }
    public Language Language { get; set; }
    public Gender Gender { get; set; }

    /// <summary>Null: that of the country.</summary>
    public Region? Region { get; set; }

    /// <summary>The row as it was when the form was shown.</summary>
    public uint Version { get; set; }

    public PersonDetails Details => new(
        GivenName ?? "", FamilyName ?? "", Email ?? "", Affiliation ?? "", Group, Countries.Read(Country) ?? Country ?? "", Language, Gender,
        Region == Regions.Of(Countries.Read(Country) ?? "") ? null : Region);

    public static PersonInput Of(Person person, uint version, Language page) => new()
    {
        GivenName = person.GivenName,
        FamilyName = person.FamilyName,
        Email = person.Email,
        Affiliation = person.Affiliation,
        Group = person.Group,
        Country = person.Country.Length == 0 ? "" : Countries.Name(person.Country, page),
        Language = person.Language,
        Gender = person.Gender,
        Region = person.OwnRegion,
        Version = version,
    };

    /// <summary>Puts every refusal beside the field it is about; true when there is none.</summary>
    public bool Check(ModelStateDictionary state, T texts)
    {
        foreach (var refusal in Details.Problems()) state.AddModelError($"Input.{FieldOf(refusal)}", texts.Of(refusal));
        return state.IsValid;
    }

    public static string FieldOf(Refusal refusal) => refusal.Code switch
    {
        _ when refusal.About.Length > 0 => refusal.About,
        "person-email-missing" or "person-email-not-valid" or "person-email-taken" => nameof(Email),
        "person-country-unknown" => nameof(Country),
        _ => nameof(FamilyName),
    };
}
