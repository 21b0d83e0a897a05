using System.Globalization;
using System.Text;

namespace AIDialogues.Events.Domain;

/// <summary>What may stand in a one-line field: no control characters (so no header can be injected by CR or LF), trimmed, bounded.</summary>
public static class PlainText
{
    // Letters that Unicode does not take apart.
    private static readonly Dictionary<char, string> Opened = new()
    {
        ['œ'] = "oe",
        ['æ'] = "ae",
        ['ß'] = "ss",
        ['ø'] = "o",
        ['ł'] = "l",
        ['đ'] = "d",
        ['ð'] = "d",
        ['þ'] = "th",
        ['ı'] = "i",
    };

    public static bool IsOneLine(string text) => !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029');

    /// <summary>Why a text cannot be kept; null when it can: no control characters but line ends and tabs, and not too long.</summary>
    public static Refusal? Check(string text, int most) =>
        text.Any(c => char.IsControl(c) && c is not ('\n' or '\r' or '\t')) ? TextRefusals.ControlCharacters
        : text.Length > most ? TextRefusals.TooLong(most)
        : null;

    public static Refusal? Check(BilingualText text, int most) => Check(text.En, most) ?? Check(text.Fr, most);

    /// <summary>A name as it is searched: lower case, without accents, ligatures opened, everything else a space.</summary>
    public static string Searchable(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            char lower = char.ToLowerInvariant(c);
            _ = Opened.TryGetValue(lower, out string? letters) ? plain.Append(letters) : plain.Append(char.IsLetterOrDigit(lower) ? lower : ' ');
        }

        return Fold(plain.ToString());
    }

    /// <summary>No longer than this many UTF-16 units; what is beyond is dropped.</summary>
    public static string Cut(string text, int most) => text.Length > most ? text[..most] : text;

    /// <summary>Folds runs of white space, also non-breaking ones, to one space.</summary>
    public static string Fold(string? text) =>
        string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}

public static class TextRefusals
{
    public static readonly Refusal ControlCharacters = new("control-characters");

    public static Refusal TooLong(int most) => Refusal.Of("text-too-long", most);
}
