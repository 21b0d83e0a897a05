using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Domain.Tests;

/// <summary>Invented people and a day for them.</summary>
internal static class Persons
{
    public static PersonDetails Details(string given, string family, string email) =>
        new(given, family, email, "Autorité du bassin", StakeholderGroup.Institutions, "ML", Language.French);

    public static Person Make(string given, string family, string email) =>
        Person.New(Details(given, family, email), DateTimeOffset.UnixEpoch).Refused(out var refusal, out var person) ? throw new InvalidOperationException(refusal.Code) : person;

    /// <summary>12 May 2027 in Paris, 9:00 to 17:30.</summary>
    public static Dialogue Day()
    {
        if (Series.New("water", new("Water", "Eau"), new("", ""), "Institut Méridien", DateTimeOffset.UnixEpoch).Refused(out var no, out var series)) throw new InvalidOperationException(no.Code);
        var day = new DateOnly(2027, 5, 12);
        return Dialogue.New(series, new(new("First day", "Première journée"), day, new(9, 0), new(17, 30), "Genève", "Europe/Paris", Rule.ChathamHouse, day.AddDays(-14), [7, 2]))
            .Refused(out no, out var dialogue) ? throw new InvalidOperationException(no.Code) : dialogue;
    }
}
