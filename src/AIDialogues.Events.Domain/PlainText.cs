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

    public static bool IsOneLine(string text) => !text.Any(c => char.IsControl(c) || c is '\u2028' or '\u2029' || TurnsText(c));

    /// <summary>Why a text cannot be kept; null when it can: no control characters but line ends and tabs, none that turns text round, and not too long.</summary>
    public static Refusal? Check(string text, int most) =>
        text.Any(c => (char.IsControl(c) && c is not ('\n' or '\r' or '\t')) || TurnsText(c)) ? TextRefusals.ControlCharacters
        : text.Length > most ? TextRefusals.TooLong(most)
        : null;

    /// <summary>
    /// Invisible characters that show what follows in another direction (embeddings, overrides, isolates), so that a name reads as another.
    /// Arabic and Hebrew need none of them; joiners and the marks between letters and punctuation stay allowed.
    /// </summary>
    private static bool TurnsText(char c) => c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u206F') or (>= '\uFFF9' and <= '\uFFFB');

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
