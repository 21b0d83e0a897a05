namespace AIDialogues.Events.Domain;

/// <summary>What may stand in a one-line field: no control characters (so no header can be injected by CR or LF), trimmed, bounded.</summary>
public static class PlainText
{
    public static bool IsOneLine(string text) => !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029');

    /// <summary>Folds runs of white space, also non-breaking ones, to one space.</summary>
    public static string Fold(string? text) =>
        string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
