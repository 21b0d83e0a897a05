using System.Globalization;
using System.Text.Json.Nodes;
using AIDialogues.Events.Data.PersonalData;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Rights;

/// <summary>The words about people's rights and about what is stored.</summary>
internal static class RightsTexts
{
    public static string Meaning(this T texts, DataRequestKind kind) => kind switch
    {
        DataRequestKind.See => texts["Everything we hold about you, and a form to correct it."],
        DataRequestKind.Export => texts["The same as an archive for you to keep or to take elsewhere."],
        DataRequestKind.Restrict => texts["We keep your data but show them nowhere and do not write to you, until you lift it; only if a day you accepted changes or is called off do we still say so."],
        DataRequestKind.Object => texts["You are not invited or reminded any more."],
        DataRequestKind.Erase => texts["For good, three days after you ask, so that a slip can be stopped."],
        _ => "",
    };

    /// <summary>What a table is about; its own name where no words were written for it yet.</summary>
    public static string OfTable(this T texts, string table) => Known(texts, "table:" + table, table);

    public static string OfColumn(this T texts, string column) => Known(texts, "column:" + column, column.Replace('_', ' '));

    /// <summary>A stored value as somebody reads it; the file for programs keeps it as it is stored.</summary>
    public static string OfValue(this T texts, ExportedTable table, string column, JsonNode stored, string zone) => stored switch
    {
        JsonArray several => string.Join(", ", several.Select(one => texts.Code(one?.ToString() ?? ""))),
        JsonValue value when value.TryGetValue(out bool yes) => yes ? texts["Yes"] : texts["No"],
        _ when table.Enums.TryGetValue(column, out var word) => Known(texts, $"{word.Name}.{stored}", stored.ToString()),
        _ when column == "country" => Countries.Name(stored.ToString(), texts.Language),
        _ when DateTimeOffset.TryParseExact(stored.ToString(), "yyyy-MM-dd'T'HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture, DateTimeStyles.None, out var at) => texts.Moment(at, zone),
        _ when DateOnly.TryParseExact(stored.ToString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => texts.Day(day),
        _ => column is "lawful_basis" or "retention" or "storage_location" ? texts.Code(stored.ToString()) : stored.ToString(),
    };

    private static string Known(T texts, string key, string fallback)
    {
        string words = texts[key];
        return words == key ? fallback : words;
    }
}
