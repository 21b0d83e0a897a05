namespace AIDialogues.Events.Domain;

/// <summary>A text in English and French. Where one is empty the other stands in, so a page never shows a hole.</summary>
public sealed record BilingualText(string En, string Fr)
{
    public static BilingualText Of(string? en, string? fr) => new((en ?? "").Trim(), (fr ?? "").Trim());

    public bool IsEmpty => En.Length == 0 && Fr.Length == 0;

    /// <summary>The language of what <see cref="In"/> gives: the other one where that stands in.</summary>
    public Language LanguageIn(Language wanted)
    {
        if (IsEmpty || (wanted == Language.French ? Fr : En).Length > 0) return wanted;
        return wanted == Language.French ? Language.English : Language.French;
    }

    public string In(Language language) => language == Language.French
        ? (Fr.Length > 0 ? Fr : En)
        : (En.Length > 0 ? En : Fr);
}
