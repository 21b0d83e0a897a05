namespace AIDialogues.Events.Screening;

/// <summary>What a text may hint at about somebody who was there; no name. What is not known is null or empty.</summary>
/// <param name="Country">ISO 3166-1 alpha-2.</param>
public sealed record Attendee(string? Country = null, Sector? Sector = null, Gender? Gender = null);

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
