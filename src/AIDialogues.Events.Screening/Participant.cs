namespace AIDialogues.Events.Screening;

/// <summary>Somebody a text must not point at. Acronym is that of the affiliation.</summary>
public sealed record Participant(string GivenName, string FamilyName, string? Affiliation = null, string? Acronym = null);
