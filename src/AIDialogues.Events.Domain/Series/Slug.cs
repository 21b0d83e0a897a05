using System.Globalization;
using System.Text;

namespace AIDialogues.Events.Domain;

/// <summary>The short name of a series in its address: lower-case letters, digits and hyphens, 3 to 60 characters.</summary>
public static class Slug
{
    public static bool IsValid(string text) =>
        text.Length is >= 3 and <= 60
        && text.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-')
        && text[0] != '-' && text[^1] != '-' && !text.Contains("--", StringComparison.Ordinal);

    /// <summary>Proposes a slug for a title; accents are dropped, everything else becomes a hyphen. May be too short to be valid.</summary>
    public static string From(string title)
    {
        var slug = new StringBuilder();
        foreach (char c in title.Normalize(NormalizationForm.FormD).ToLowerInvariant())
        {
            if (c is (>= 'a' and <= 'z') or (>= '0' and <= '9')) _ = slug.Append(c);
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark && slug.Length > 0 && slug[^1] != '-') _ = slug.Append('-');
            if (slug.Length == 60) break;
        }

        return slug.ToString().Trim('-');
    }
}
