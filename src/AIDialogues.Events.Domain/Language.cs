namespace AIDialogues.Events.Domain;

/// <summary>The languages the product speaks. The language of a page, of a letter and of a text are three separate choices.</summary>
public enum Language
{
    English,
    French,
}

public static class Languages
{
    /// <summary>The BCP 47 tag: "en" or "fr".</summary>
    public static string Tag(this Language language) => language == Language.French ? "fr" : "en";

    /// <summary>Reads a tag, a name in either language, or a culture; null when it is neither English nor French.</summary>
    public static Language? Read(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" => null,
        "fr" or "fra" or "fre" or "french" or "français" or "francais" or "f" => Language.French,
        "en" or "eng" or "english" or "anglais" or "e" => Language.English,
        var tag when tag.StartsWith("fr-", StringComparison.Ordinal) => Language.French,
        var tag when tag.StartsWith("en-", StringComparison.Ordinal) => Language.English,
        _ => null,
    };
}
