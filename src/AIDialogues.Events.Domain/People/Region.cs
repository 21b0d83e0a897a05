namespace AIDialogues.Events.Domain;

/// <summary>The five macro regions of the United Nations' M49 standard.</summary>
public enum Region
{
    Africa,
    Americas,
    Asia,
    Europe,
    Oceania,
}

public static class Regions
{
    // UN M49 by ISO 3166-1 alpha-2. What M49 does not list but system data knows stands with its neighbours (Kosovo, Taiwan, Diego
    // Garcia) or its state (Ceuta, the Canaries).
    private static readonly Dictionary<Region, string> Listed = new()
    {
        [Region.Africa] =
            "DZ EG LY MA SD TN EH IO BI KM DG DJ ER ET TF KE MG MW MU YT MZ RE RW SC SO SS UG TZ ZM ZW AO CM CF TD CG CD GQ GA ST BW SZ LS NA ZA BJ BF CV CI GM GH GN GW LR ML MR NE NG SH SN SL TG",
        [Region.Americas] =
            "AI AG AW BS BB BQ VG KY CU CW DM DO GD GP HT JM MQ MS PR BL KN LC MF VC SX TT TC VI BZ CR SV GT HN MX NI PA AR BO BV BR CL CO EC FK GF GY PY PE GS SR UY VE BM CA GL PM US",
        [Region.Asia] =
            "KZ KG TJ TM UZ CN HK MO KP JP MN KR TW BN KH ID LA MY MM PH SG TH TL VN AF BD BT IN IR MV NP PK LK AM AZ BH CY GE IQ IL JO KW LB OM QA SA PS SY TR AE YE",
        [Region.Europe] =
            "BY BG CZ HU PL MD RO RU SK UA AX DK EE FO FI GG IS IE IM JE LV LT NO SJ SE GB AL AD BA HR GI GR VA IT MT ME MK PT SM RS SI ES XK AT BE FR DE LI LU MC NL CH UK EA IC",
        [Region.Oceania] = "AU CX CC HM NZ NF FJ NC PG SB VU GU KI MH FM NR MP PW UM AS CK PF NU PN WS TK TO TV WF",
    };

    private static readonly Dictionary<string, Region> ByCountry =
        Listed.SelectMany(l => l.Value.Split(' ').Select(country => (country, l.Key))).ToDictionary(c => c.country, c => c.Key, StringComparer.Ordinal);

    private static readonly Dictionary<string, Region> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["africa"] = Region.Africa,
        ["afrique"] = Region.Africa,
        ["americas"] = Region.Americas,
        ["america"] = Region.Americas,
        ["amérique"] = Region.Americas,
        ["amériques"] = Region.Americas,
        ["asia"] = Region.Asia,
        ["asie"] = Region.Asia,
        ["europe"] = Region.Europe,
        ["oceania"] = Region.Oceania,
        ["océanie"] = Region.Oceania,
    };

    /// <summary>The region of a country; null for none or an unknown code.</summary>
    public static Region? Of(string country) => ByCountry.TryGetValue(country, out var region) ? region : null;

    public static IReadOnlyList<string> CountriesOf(Region region) => Listed[region].Split(' ');

    /// <summary>Reads a region's name in English or French; null when it is none.</summary>
    public static Region? Read(string? text) => Words.TryGetValue(PlainText.Fold(text), out var region) ? region : null;
}
