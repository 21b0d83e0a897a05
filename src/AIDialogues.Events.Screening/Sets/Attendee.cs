namespace AIDialogues.Events.Screening;

/// <summary>What a text may hint at about somebody who was there; no name. What is not known is null or empty.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record Attendee(string? Country = null, Sector? Sector = null, Gender? Gender = null)
{
    /// <summary>As a directory has it.</summary>
    /// <param name="country">Empty where it is not known.</param>
    /// <param name="sector">The name of a <see cref="Screening.Sector"/>.</param>
    /// <param name="gender">The name of a <see cref="Screening.Gender"/>; any other says nothing that words could hint at.</param>
    /// <exception cref="ArgumentException">There is no such sector.</exception>
    public static Attendee Of(string country, string sector, string gender) => new(
        country.Length > 0 ? country : null,
        Enum.Parse<Sector>(sector),
        Enum.TryParse<Gender>(gender, out var known) ? known : null);
}

/// <summary>From which part of society somebody comes.</summary>
public enum Sector
{
    Academia,
    Business,
    Institutions,
    CivilSociety,
}

/// <summary>As far as a language's forms give it away: "la représentante".</summary>
public enum Gender
{
    Woman,
    Man,
}
