namespace AIDialogues.Events.Domain;

/// <summary>How long a kind of data is kept, and from which day on that is counted.</summary>
public enum RetentionRule
{
    /// <summary>What belongs to the series itself and names no expert.</summary>
    WithTheSeries,

    /// <summary>The directory: two years after the last contact.</summary>
    Contact,

    /// <summary>An invitation that nobody answered, and every link to a day: a month after it.</summary>
    UnusedInvitation,

    /// <summary>Food, access, travel, and the marks of names on boards: a week after the day.</summary>
    Logistics,

    /// <summary>Who came: a month after the day; how many came stays.</summary>
    Attendance,

    /// <summary>The words of a letter and to whom it went: two weeks after it left or failed.</summary>
    LetterText,

    /// <summary>What the API answered, kept so that a repeat gets the same: a week.</summary>
    ApiAnswers,

    /// <summary>A request about one's data: a month.</summary>
    DataRequests,

    /// <summary>Consents: as long as the person is known and five years longer, without a name.</summary>
    ConsentProof,

    /// <summary>What an import or a merge replaced: a day, in which it can be taken back.</summary>
    Undo,

    /// <summary>The chain of staff actions: three years; it holds no name.</summary>
    AuditChain,

    /// <summary>Log files: six months.</summary>
    Logs,

    /// <summary>Backups of the database: five weeks. The keys that open what is sealed lie in files of their own, for a week.</summary>
    Backups,

    /// <summary>An account: as long as it is used.</summary>
    Staff,

    /// <summary>Statements have no owner: until the report is approved, at most until the organiser deletes the session.</summary>
    Statements,
}

public static class RetentionPeriods
{
    /// <summary>Null: not counted in days.</summary>
    public static int? Days(this RetentionRule rule) => rule switch
    {
        RetentionRule.Contact => 730,
        RetentionRule.UnusedInvitation => 30,
        RetentionRule.Logistics => 7,
        RetentionRule.Attendance => 30,
        RetentionRule.LetterText => 14,
        RetentionRule.ApiAnswers => 7,
        RetentionRule.DataRequests => 30,
        RetentionRule.ConsentProof => 5 * 365,
        RetentionRule.AuditChain => 3 * 365,
        RetentionRule.Logs => 183,
        RetentionRule.Undo => 1,
        RetentionRule.Backups => 35,
        _ => null,
    };

    public static DateOnly? Until(this RetentionRule rule, DateOnly from) => rule.Days() is { } days ? from.AddDays(days) : null;
}
