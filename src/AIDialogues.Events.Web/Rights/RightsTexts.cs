using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
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

    /// <summary>A stored value as its person reads it: words for the codes of programs, moments in the zone of the day.</summary>
    public static string OfValue(this T texts, string table, string column, JsonNode value, string zone) => value switch
    {
        JsonArray many => string.Join(", ", many.Select(one => texts.Code(one?.ToString() ?? ""))),
        _ when value.GetValueKind() is JsonValueKind.True or JsonValueKind.False => texts[value.GetValue<bool>() ? "Yes" : "No"],
        _ when WordsOf(table, column) is { } words => Known(texts, $"{words}.{value}", value.ToString()),
        _ when column is "lawful_basis" or "retention" or "storage_location" => texts.Code(value.ToString()),
        _ when column == "country" => Countries.Name(value.ToString(), texts.Language),
        _ when IsMoment(column) && DateTimeOffset.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var moment) => texts.Moment(moment, zone),
        _ when column is "answer_by" or "last_used_on" && DateOnly.TryParse(value.ToString(), CultureInfo.InvariantCulture, out var day) => texts.Day(day),
        _ => value.ToString(),
    };

    private static bool IsMoment(string column) =>
        column is "at" or "not_before" or "waiting_since" or "offered_until" || column.EndsWith("_at", StringComparison.Ordinal) || column.EndsWith("_until", StringComparison.Ordinal);

    /// <summary>The enum whose words a column holds, as the texts name it; null where it holds none.</summary>
    private static string? WordsOf(string table, string column) => (table[(table.IndexOf('.', StringComparison.Ordinal) + 1)..], column) switch
    {
        (_, "language" or "notice_language") => nameof(Language),
        (_, "rule") => nameof(Rule),
        ("people", "group") => nameof(StakeholderGroup),
        ("people", "gender") => nameof(Gender),
        ("people", "own_region") => nameof(Region),
        ("invitations", "state") => nameof(InvitationState),
        ("invitations", "role") => nameof(InvitationRole),
        ("invitations", "answered_by") or ("timeline", "source") => nameof(AnswerSource),
        ("substitute_proposals", "state") => nameof(SubstituteState),
        ("timeline", "kind") => nameof(TimelineKind),
        ("timeline", "actor") => nameof(TimelineActor),
        ("personal_links", "purpose") => nameof(LinkPurpose),
        ("reminders", "state") => nameof(ReminderState),
        ("outbox", "kind") => nameof(LetterKind),
        ("outbox", "state") or ("deliveries", "outcome") => nameof(LetterState),
        ("bounces", "kind") => nameof(BounceKind),
        ("consent_events", "purpose") => nameof(ConsentPurpose),
        ("consent_events", "state") => nameof(ConsentState),
        ("consent_events", "source") => nameof(ConsentSource),
        ("consent_events", "method") => nameof(ConsentMethod),
        ("data_requests", "kind") => nameof(DataRequestKind),
        ("erasures", "cause") => nameof(ErasureCause),
        _ => null,
    };

    private static string Known(T texts, string key, string fallback)
    {
        string words = texts[key];
        return words == key ? fallback : words;
    }
}
