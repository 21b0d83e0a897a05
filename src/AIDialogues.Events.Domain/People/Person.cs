namespace AIDialogues.Events.Domain;

/// <summary>An expert in the directory. The address is unique across the directory, compared without regard to case.</summary>
public sealed class Person
{
    private Person() { }

    public Id<Person> Id { get; private set; } = Id<Person>.New();
    public string GivenName { get; private set; } = "";
    public string FamilyName { get; private set; } = "";
    public string Email { get; private set; } = "";
    public string Affiliation { get; private set; } = "";
    public StakeholderGroup Group { get; private set; }

    /// <summary>ISO 3166-1 alpha-2, upper case; empty when not known.</summary>
    public string Country { get; private set; } = "";
    public Language Language { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    public string Name => $"{GivenName} {FamilyName}".Trim();

    public static Result<Person> New(PersonDetails details, DateTimeOffset now)
    {
        var person = new Person { CreatedAt = now };
        return person.Change(details) is { } refusal ? refusal : person;
    }

    /// <summary>Only the address changes: letters came back from the old one.</summary>
    public Refusal? CorrectAddress(string email)
    {
        string clean = email.Trim().ToLowerInvariant();
        if (!PlainText.IsOneLine(clean) || !EmailAddress.IsValid(clean)) return PersonRefusals.EmailNotValid(clean);
        Email = clean;
        return null;
    }

    public Refusal? Change(PersonDetails details)
    {
        if (details.Check() is { } refusal) return refusal;
        var clean = details.Clean();
        (GivenName, FamilyName, Email, Affiliation) = (clean.GivenName, clean.FamilyName, clean.Email, clean.Affiliation);
        (Group, Country, Language) = (clean.Group, clean.Country, clean.Language);
        return null;
    }
}
