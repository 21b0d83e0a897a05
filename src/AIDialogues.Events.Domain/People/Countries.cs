using System.Globalization;

namespace AIDialogues.Events.Domain;

/// <summary>Countries by ISO 3166-1 alpha-2, as the system's region data knows them.</summary>
public static class Countries
{
    /// <summary>Reads a code or an English, native or French name; null when it is none.</summary>
    public static string? Read(string? text) => ByWord.GetValueOrDefault(PlainText.Fold(text));

    public static bool Exists(string code) => code.Length == 2 && ByWord.ContainsKey(code);

    public static string Name(string code, Language language)
    {
        if (!Exists(code)) return code;
        var region = new RegionInfo(code);
        return language == Language.French && French.FirstOrDefault(f => f.Value == code).Key is { } name ? name : region.EnglishName;
    }

    private static readonly Dictionary<string, string> French = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Allemagne"] = "DE",
        ["Autriche"] = "AT",
        ["Belgique"] = "BE",
        ["Bulgarie"] = "BG",
        ["Burkina Faso"] = "BF",
        ["Cameroun"] = "CM",
        ["Canada"] = "CA",
        ["Chine"] = "CN",
        ["Corée du Sud"] = "KR",
        ["Côte d’Ivoire"] = "CI",
        ["Danemark"] = "DK",
        ["Égypte"] = "EG",
        ["Espagne"] = "ES",
        ["Estonie"] = "EE",
        ["États-Unis"] = "US",
        ["Finlande"] = "FI",
        ["France"] = "FR",
        ["Grèce"] = "GR",
        ["Inde"] = "IN",
        ["Irlande"] = "IE",
        ["Italie"] = "IT",
        ["Japon"] = "JP",
        ["Kenya"] = "KE",
        ["Liban"] = "LB",
        ["Luxembourg"] = "LU",
        ["Mali"] = "ML",
        ["Maroc"] = "MA",
        ["Mexique"] = "MX",
        ["Niger"] = "NE",
        ["Norvège"] = "NO",
        ["Pays-Bas"] = "NL",
        ["Pologne"] = "PL",
        ["Portugal"] = "PT",
        ["Roumanie"] = "RO",
        ["Royaume-Uni"] = "GB",
        ["Sénégal"] = "SN",
        ["Suède"] = "SE",
        ["Suisse"] = "CH",
        ["Tchéquie"] = "CZ",
        ["Tunisie"] = "TN",
        ["Turquie"] = "TR",
        ["Brésil"] = "BR",
        ["Afrique du Sud"] = "ZA",
        ["Nigéria"] = "NG",
    };

    // Below the names it collects: statics are set in the order of the text.
    private static readonly Dictionary<string, string> ByWord = Collect();

    private static Dictionary<string, string> Collect()
    {
        var words = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["UK"] = "GB", ["USA"] = "US", ["U.S."] = "US", ["Etats-Unis"] = "US", ["Cote d'Ivoire"] = "CI" };
        foreach (var culture in CultureInfo.GetCultures(CultureTypes.SpecificCultures))
        {
            if (culture.Name.Length == 0) continue;
            var region = new RegionInfo(culture.Name);
            if (region.TwoLetterISORegionName is not [>= 'A' and <= 'Z', >= 'A' and <= 'Z']) continue;
            foreach (string word in (string[])[region.TwoLetterISORegionName, region.ThreeLetterISORegionName, region.EnglishName, region.NativeName])
                _ = words.TryAdd(word, region.TwoLetterISORegionName);
        }

        foreach (var (name, code) in French) _ = words.TryAdd(name, code);
        return words;
    }
}
