using System.Collections;
using System.Globalization;
using System.Net;
using System.Resources;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace AIDialogues.Events.Room.Shell;

/// <summary>The board's sentences in one language, and pages filled with them.</summary>
internal sealed partial class RoomTexts
{
    private static readonly ResourceManager[] Resources = [.. new[] { "Board", "Points", "View" }.Select(name => new ResourceManager("AIDialogues.Events.Room.Texts." + name, typeof(RoomTexts).Assembly))];

    private readonly Dictionary<string, string> texts = new(StringComparer.Ordinal);

    private RoomTexts(string language)
    {
        Language = language;
        // Without the parents: a sentence that is missing in French must be missed, not shown in English.
        var culture = language == "en" ? CultureInfo.InvariantCulture : CultureInfo.GetCultureInfo(language);
        foreach (DictionaryEntry entry in Resources.SelectMany(r => r.GetResourceSet(culture, createIfNotExists: true, tryParents: false)!.Cast<DictionaryEntry>()))
            texts.Add((string)entry.Key, (string)entry.Value!);
    }

    public static RoomTexts English { get; } = new("en");

    public static RoomTexts French { get; } = new("fr");

    public string Language { get; }

    public IReadOnlyCollection<string> Keys => texts.Keys;

    public string this[string key] => texts[key];

    /// <summary>The language asked for in the address, else the first of the browser's that is spoken here, else English.</summary>
    public static RoomTexts For(HttpRequest request)
    {
        if (request.Query["lang"] is [{ } asked]) return asked == "fr" ? French : English;
        var wanted = request.Headers.AcceptLanguage.ToString().Split(',')
            .Select(l => l.Split(';')[0].Trim()).FirstOrDefault(l => l.StartsWith("fr", StringComparison.OrdinalIgnoreCase) || l.StartsWith("en", StringComparison.OrdinalIgnoreCase));
        return wanted?.StartsWith("fr", StringComparison.OrdinalIgnoreCase) == true ? French : English;
    }

    /// <summary>Puts sentences in the place of their names between double braces.</summary>
    public string Fill(string page, string siteName) => Place().Replace(page, place => place.Groups["key"].Value switch
    {
        "site" => WebUtility.HtmlEncode(siteName),
        "lang" => Language,
        // For a data block: JSON in which no "<" can end the element.
        "texts" => JsonSerializer.Serialize(texts),
        var key => WebUtility.HtmlEncode(texts[key]),
    });

    [GeneratedRegex(@"\{\{(?<key>[A-Za-z0-9.-]+)\}\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Place();
}
