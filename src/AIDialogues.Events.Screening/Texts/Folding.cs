using System.Globalization;
using System.Text;

namespace AIDialogues.Events.Screening.Texts;

/// <summary>Folds letters so that case, accents, ligatures and look-alike widths do not matter. The browser twin folds alike.</summary>
internal static class Folding
{
    private static readonly string?[] Seen = new string?[char.MaxValue + 1];

    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) folded.Append(Fold(rune));
        return folded.ToString();
    }

    /// <summary>Only the letters and digits of a phrase, folded and run together: "d'Entremont" becomes "dentremont".</summary>
    public static string Key(string text)
    {
        var key = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (IsWord(rune)) key.Append(Fold(rune));
        }
        return key.ToString();
    }

    public static string Fold(Rune rune)
    {
        if (!rune.IsBmp) return Decompose(rune);
        // A racing thread computes the same string: the race is benign.
        return Seen[rune.Value] ??= Decompose(rune);
    }

    public static bool IsWord(Rune rune) => rune.IsAscii
        ? char.IsAsciiLetterOrDigit((char)rune.Value)
        : Rune.IsLetter(rune) || Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber;

    /// <summary>Marks and invisible characters stay inside a word, so that a zero-width space does not hide a name.</summary>
    public static bool IsInside(Rune rune) => !rune.IsAscii && Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format;

    private static string Decompose(Rune rune)
    {
        if (rune == Rune.ReplacementChar) return "";
        var special = rune.Value switch
        {
            'ß' => "ss",
            'ẞ' => "ss",
            'æ' or 'Æ' => "ae",
            'œ' or 'Œ' => "oe",
            'ø' or 'Ø' => "o",
            'ł' or 'Ł' => "l",
            'đ' or 'Đ' or 'ð' or 'Ð' => "d",
            'þ' or 'Þ' => "th",
            'ı' => "i",
            'ħ' or 'Ħ' => "h",
            _ => null,
        };
        if (special is not null) return special;
        var folded = new StringBuilder(4);
        foreach (var part in rune.ToString().Normalize(NormalizationForm.FormKD).EnumerateRunes())
        {
            if (!IsInside(part)) folded.Append(Rune.ToLowerInvariant(part).ToString());
        }
        return folded.ToString();
    }
}
