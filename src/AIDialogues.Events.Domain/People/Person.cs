namespace AIDialogues.Events.Domain;

/// <summary>An expert in the directory. The address is unique across the directory, compared without regard to case.</summary>
public sealed partial class Person
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
    public Gender Gender { get; private set; }

    /// <summary>The region that was said for this person where it is not their country's.</summary>
    public Region? OwnRegion { get; private set; }

    /// <summary>Another record of the same person, which is kept; this one is then shown nowhere, and its address leads there.</summary>
    public Id<Person>? MergedIntoId { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>The last letter, invitation or answer of which the row itself is gone; null where none has gone yet.</summary>
    public DateTimeOffset? LastContactAt { get; private set; }

    /// <summary>Where the person's mornings are, if known: an IANA zone; null means the dialogue's.</summary>
    public string? Zone { get; private set; }

    public string Name => $"{GivenName} {FamilyName}".Trim();

    public Region? Region => OwnRegion ?? Regions.Of(Country);

    public PersonDetails Details => new(GivenName, FamilyName, Email, Affiliation, Group, Country, Language, Gender, OwnRegion);

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

    public Refusal? LiveIn(string? zone)
    {
        zone = zone?.Trim();
        if (zone is { Length: > 0 } && !EventZone.Exists(zone)) return DialogueRefusals.ZoneUnknown(zone);
        Zone = zone is { Length: > 0 } ? zone : null;
        return null;
    }

    public Refusal? Change(PersonDetails details)
    {
        if (details.Check() is { } refusal) return refusal;
        var clean = details.Clean();
        (GivenName, FamilyName, Email, Affiliation) = (clean.GivenName, clean.FamilyName, clean.Email, clean.Affiliation);
        (Group, Country, Language) = (clean.Group, clean.Country, clean.Language);
        (Gender, OwnRegion) = (clean.Gender, clean.OwnRegion);
        return null;
    }

    /// <summary>This record gives way to the kept one.</summary>
    public Refusal? MergeInto(Person kept)
    {
        if (kept.Id == Id || MergedIntoId is not null || kept.MergedIntoId is not null) return MergeRefusals.NotTwoPeople;
        MergedIntoId = kept.Id;
        return null;
    }

    public void StandAlone() => MergedIntoId = null;
}
