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
        DataRequestKind.Restrict => texts["We keep your data, marked as restricted for the organisers, but show them to nobody else, leave them out of every list that is taken out, and do not write to you, until you lift it; only if a day you accepted changes or is called off do we still say so."],
        DataRequestKind.Object => texts["You are not invited or reminded any more."],
        DataRequestKind.Erase => texts["For good, three days after you ask, so that a slip can be stopped."],
        _ => "",
    };

    /// <summary>What falls under a rule, said to the person whose it is.</summary>
    public static string Own(this T texts, RetentionRule rule) => rule switch
    {
        RetentionRule.LetterText => texts["Letters to you, with your address"],
        RetentionRule.Logistics => texts["What you need to eat and to get about"],
        RetentionRule.Attendance => texts["That you came"],
        RetentionRule.UnusedInvitation => texts["Your links and reminders, and an invitation you leave open"],
        RetentionRule.DataRequests => texts["Your requests about your data"],
        RetentionRule.Undo => texts["What an import or a merge replaced in your entry"],
        RetentionRule.Contact => texts["Your entry in the directory"],
        RetentionRule.ConsentProof => texts["Proof of your choices"],
        RetentionRule.AuditChain => texts["What staff did with your entry"],
        RetentionRule.Logs => texts["Technical log files"],
        RetentionRule.Backups => texts["Backups of the database"],
        _ => texts.Of(rule),
    };

    /// <summary>How long it is kept, counted from this day where it belongs to one.</summary>
    public static string KeptOf(this T texts, RetentionRule rule, Dialogue dialogue) => rule switch
    {
        RetentionRule.LetterText => texts["{0} days after each letter", rule.Days()!],
        RetentionRule.Logistics when dialogue.CancelledAt is { } off => texts["deleted on {0}", texts.Day(DateOnly.FromDateTime(off.UtcDateTime).AddDays(1))],
        RetentionRule.UnusedInvitation => texts["deleted on {0}; your link stays longer while a yes of yours for this day stands", texts.Day(rule.Until(dialogue.Day)!.Value)],
        RetentionRule.Logistics or RetentionRule.Attendance => texts["deleted on {0}", texts.Day(rule.Until(dialogue.Day)!.Value)],
        RetentionRule.DataRequests => texts["{0} days after each request", rule.Days()!],
        RetentionRule.Undo => texts["one day, in which it can be taken back"],
        RetentionRule.Contact => texts["two years after we last heard of each other"],
        RetentionRule.ConsentProof => texts["five years after your data are erased, without your name"],
        RetentionRule.AuditChain => texts["three years; sealed with your key, so unreadable as soon as you are erased"],
        RetentionRule.Logs => texts["six months; no names stand in them"],
        RetentionRule.Backups => texts["{0} days, and the keys that open them 7 days: so long after an erasure the last copy is thrown away", rule.Days()!],
        _ => "",
    };

    /// <summary>What a table is about, said to the person whose rows they are; its own name where no words were written for it yet.</summary>
    public static string OfTable(this T texts, string table) => Known(texts, "table:" + table, table);

    /// <summary>The same where everybody's rows are meant.</summary>
    public static string OfTables(this T texts, string table) => Known(texts, "everybodys:" + table, texts.OfTable(table));

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
