using System.Globalization;
using System.Text;

namespace AIDialogues.Events.Domain;

/// <summary>
/// What a sentence comes down to, in English or French: its stems as a set, and apart from them what turns its meaning round (numbers,
/// denials, opposites). The same words always give the same gist.
/// </summary>
public sealed class Gist
{
    private Gist(Language language, string[] stems, string firm) => (Language, Stems, Firm) = (language, stems, firm);

    public Language Language { get; }

    /// <summary>Sorted, each once.</summary>
    public IReadOnlyList<string> Stems { get; }

    /// <summary>Language, numbers, denials and opposites in one line: sentences that differ here never say the same.</summary>
    public string Firm { get; }

    public static Gist Of(string words, Language fallback = Language.English)
    {
        var tokens = Tokens(words);
        var language = LanguageOf(tokens, fallback);
        var stops = language == Language.French ? GistWords.FrenchStops : GistWords.EnglishStops;
        var stems = new SortedSet<string>(StringComparer.Ordinal);
        var firm = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string token in tokens)
        {
            if (GistWords.Firm.Contains(token) || char.IsAsciiDigit(token[0])) _ = firm.Add(token);
            else if (!stops.Contains(token)) _ = stems.Add(language == Language.French ? FrenchStem(token) : EnglishStem(token));
        }

        string denial = tokens.Exists(GistWords.Denials.Contains) ? "!" : "";
        string question = words.Contains('?', StringComparison.Ordinal) ? "?" : "";
        return new(language, [.. stems], $"{language.Tag()}{denial}{question} {string.Join(' ', firm)}");
    }

    /// <summary>The language that a sentence is in, by its little words; the fallback when they do not tell.</summary>
    public static Language LanguageOf(string words, Language fallback = Language.English) => LanguageOf(Tokens(words), fallback);

    private static Language LanguageOf(List<string> tokens, Language fallback)
    {
        int english = tokens.Count(GistWords.EnglishStops.Contains), french = tokens.Count(GistWords.FrenchStops.Contains);
        if (english == french) return fallback;
        return french > english ? Language.French : Language.English;
    }

    /// <summary>Runs of letters and digits, lower case, without accents; an apostrophe parts two words, as in French.</summary>
    private static List<string> Tokens(string words)
    {
        var tokens = new List<string>();
        var token = new StringBuilder();
        foreach (char c in words.Normalize(NormalizationForm.FormD))
        {
            if (char.IsLetterOrDigit(c)) _ = token.Append(char.ToLowerInvariant(c));
            else if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) End();
        }

        End();
        return tokens;

        void End()
        {
            if (token.Length > 0) tokens.Add(token.ToString());
            _ = token.Clear();
        }
    }

    private static string EnglishStem(string word) => Without(word, GistWords.EnglishEndings);

    private static string FrenchStem(string word) => Without(word, GistWords.FrenchEndings);

    /// <summary>Takes one ending off, the longest that leaves four letters: rough, but the same for both sentences.</summary>
    private static string Without(string word, IReadOnlyList<string> endings)
    {
        foreach (string ending in endings)
        {
            if (word.Length - ending.Length >= 4 && word.EndsWith(ending, StringComparison.Ordinal)) return word[..^ending.Length];
        }

        return word;
    }
}
