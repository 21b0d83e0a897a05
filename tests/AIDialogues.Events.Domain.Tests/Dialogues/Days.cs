namespace AIDialogues.Events.Domain.Tests.Dialogues;

/// <summary>A dialogue day in Paris, 9:00 to 17:30, with two rooms.</summary>
internal static class Days
{
    public static readonly DateTimeOffset Now = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    public static readonly DialogueDetails Details = new(
        new("First day", "Première journée"), new(2027, 5, 12), new(9, 0), new(17, 30), "Genève", "Europe/Paris", Rule.ChathamHouse, new(2027, 4, 28), [7, 2]);

    public static Dialogue New(out Room blue, out Room green)
    {
        var dialogue = Value(Dialogue.New(Series(), Details));
        (blue, green) = (Value(dialogue.AddRoom("Salle bleue", 40)), Value(dialogue.AddRoom("Salle verte", 20)));
        return dialogue;
    }

    public static SessionDetails Session(Room room, string begins = "09:30", string ends = "11:00") => new(
        new("Opening", "Ouverture"), room.Id, TimeOnly.Parse(begins), TimeOnly.Parse(ends), null, [new("Trust", "Confiance"), new("Access", "Accès")], new("", ""));

    public static Series Series() => Value(Domain.Series.New("water", new("Water", "Eau"), new("", ""), "Institut Méridien", Now));

    public static T Value<T>(Result<T> result) where T : notnull => result.Refused(out var refusal, out var value) ? throw new InvalidOperationException(refusal.Code) : value;

    public static string? Code<T>(Result<T> result) where T : notnull => result.Refused(out var refusal, out _) ? refusal.Code : null;
}
