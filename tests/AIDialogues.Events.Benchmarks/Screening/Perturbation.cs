using System.Globalization;
using System.Text;

namespace AIDialogues.Events.Benchmarks.Screening;

/// <summary>Writes a name as hasty fingers would. Repeatable: the choice depends on the name alone.</summary>
internal static class Perturbation
{
    public static IReadOnlyList<(string Name, Func<string, string?> Apply)> All { get; } =
    [
        ("lower case", name => name.ToLowerInvariant()),
        ("capitals", name => name.ToUpperInvariant()),
        ("accents lost", WithoutAccents),
        ("letter left out", name => Slip(name, (before, after) => before + after[1..])),
        ("letter doubled", name => Slip(name, (before, after) => before + after[0] + after)),
        ("letter exchanged", name => Slip(name, (before, after) => before + (after[0] == 'e' ? 'a' : 'e') + after[1..])),
        ("letters swapped", name => Slip(name, (before, after) => after.Length < 2 || after[0] == after[1] || !char.IsLetter(after[1]) ? null : before + after[1] + after[0] + after[2..])),
        ("possessive", name => name + (name.EndsWith('s') ? "'" : "'s")),
        ("curly possessive", name => name + "’s"),
        ("initial", name => "J. " + name),
        ("hyphen to blank", name => name.Contains('-', StringComparison.Ordinal) ? name.Replace('-', ' ') : null),
        ("hyphen lost", name => name.Contains('-', StringComparison.Ordinal) ? name.Replace("-", "", StringComparison.Ordinal) : null),
        ("curly apostrophe", name => name.Contains('\'', StringComparison.Ordinal) ? name.Replace('\'', '’') : null),
        ("apostrophe lost", name => name.Contains('\'', StringComparison.Ordinal) ? name.Replace("'", "", StringComparison.Ordinal) : null),
    ];

    private static string? WithoutAccents(string name)
    {
        var plain = new string([.. name.Normalize(NormalizationForm.FormD).Where(c => CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)]);
        return plain == name ? null : plain;
    }

    private static string? Slip(string name, Func<string, string, string?> slip)
    {
        if (name.Length < 4) return null;
        // Inside the name, where fingers slip; the place follows from the letters so that every run is the same.
        var at = 1 + name.Sum(c => c) % (name.Length - 2);
        return char.IsLetter(name[at]) ? slip(name[..at], name[at..]) : null;
    }
}
