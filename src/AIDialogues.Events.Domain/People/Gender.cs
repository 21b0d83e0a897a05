namespace AIDialogues.Events.Domain;

/// <summary>
/// How a person describes themselves, if they care to. It serves to see whether a dialogue is balanced, and to count how many a text may mean
/// ("la juge"). Never derived from a name, never shown in public.
/// </summary>
public enum Gender
{
    /// <summary>Not asked, or asked and not said: the two are not told apart.</summary>
    NotSaid,
    Woman,
    Man,
    Other,
}

public static class Genders
{
    private static readonly Dictionary<string, Gender> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["woman"] = Gender.Woman,
        ["female"] = Gender.Woman,
        ["femme"] = Gender.Woman,
        ["w"] = Gender.Woman,
        ["man"] = Gender.Man,
        ["male"] = Gender.Man,
        ["homme"] = Gender.Man,
        ["h"] = Gender.Man,
        ["other"] = Gender.Other,
        ["autre"] = Gender.Other,
        ["non-binary"] = Gender.Other,
        ["non binaire"] = Gender.Other,
        ["x"] = Gender.Other,
        ["not said"] = Gender.NotSaid,
        ["notsaid"] = Gender.NotSaid,
        ["non précisé"] = Gender.NotSaid,
        ["–"] = Gender.NotSaid,
    };

    /// <summary>Reads a word of English or French; null when it is none. "F" and "M" are not read: they mean different things in the two languages.</summary>
    public static Gender? Read(string? text) => Words.TryGetValue(PlainText.Fold(text), out var gender) ? gender : null;
}
