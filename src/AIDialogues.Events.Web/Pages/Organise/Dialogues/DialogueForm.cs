using System.Globalization;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What is typed about a dialogue day, kept as typed until it can be one.</summary>
public sealed class DialogueForm
{
    /// <summary>The id the new dialogue will have: the form sent twice makes one dialogue.</summary>
    public Guid Key { get; set; } = Guid.NewGuid();
    public uint Version { get; set; }
    public string? TitleEn { get; set; }
    public string? TitleFr { get; set; }
    public DateOnly? Day { get; set; }
    public TimeOnly? Begins { get; set; } = new(9, 0);
    public TimeOnly? Ends { get; set; } = new(17, 30);
    public string? Venue { get; set; }
    public string? Zone { get; set; } = "Europe/Paris";
    public Rule Rule { get; set; }
    public DateOnly? AnswerBy { get; set; }
    public string? Remind { get; set; } = "7, 2";

    /// <param name="today">What a proposed last day to answer may not come before.</param>
    public Result<DialogueDetails> Details(DateOnly today)
    {
        if (Day is not { } day) return DialogueRefusals.DayMissing;
        if (day.Year is < 2000 or > 2199) return DialogueRefusals.DayOutOfRange;
        if (Begins is not { } begins || Ends is not { } ends) return DialogueRefusals.HoursMissing;
        if (ReminderDays.Read(Remind).Refused(out var refusal, out int[]? remind)) return refusal;
        return new DialogueDetails(
            BilingualText.Of(TitleEn, TitleFr), day, begins, ends, Venue ?? "", (Zone ?? "").Trim(), Rule, AnswerBy ?? Proposed(day, today), remind);
    }

    /// <summary>Everything that is wrong. What is missing is said and stands in the way of nothing else.</summary>
    /// <param name="of">What the rules of a day say about the rest.</param>
    public IEnumerable<Refusal> Problems(DateOnly today, Func<DialogueDetails, IEnumerable<Refusal>> of)
    {
        if (Day is null) yield return DialogueRefusals.DayMissing;
        if (Begins is null || Ends is null) yield return DialogueRefusals.HoursMissing;
        bool isRead = !ReminderDays.Read(Remind).Refused(out var refusal, out int[]? remind);
        if (!isRead) yield return refusal!;
        bool hasHours = Begins is not null && Ends is not null;
        var day = Day ?? AnswerBy ?? today;
        var details = new DialogueDetails(
            BilingualText.Of(TitleEn, TitleFr), day, hasHours ? Begins!.Value : TimeOnly.MinValue, hasHours ? Ends!.Value : new(23, 59), Venue ?? "", (Zone ?? "").Trim(), Rule,
            AnswerBy ?? (day.Year is < 2000 or > 2199 ? day : Proposed(day, today)), isRead ? remind! : []);
        foreach (var problem in of(details)) if (!(Day is null && problem == DialogueRefusals.DayOutOfRange)) yield return problem;
    }

    /// <summary>A new day is like the one before it: same venue, zone, hours and rule.</summary>
    public static DialogueForm Like(Dialogue last) => new()
    {
        Venue = last.Venue,
        Zone = last.Zone,
        Begins = last.Begins,
        Ends = last.Ends,
        Rule = last.Rule,
        Remind = Written(last.RemindDaysBefore),
    };

    public static DialogueForm From(Dialogue dialogue, uint version)
    {
        var form = Like(dialogue);
        (form.Version, form.TitleEn, form.TitleFr, form.Day, form.AnswerBy) =
            (version, dialogue.Title.En, dialogue.Title.Fr, dialogue.Day, dialogue.AnswerBy);
        return form;
    }

    /// <summary>The input a refusal is about.</summary>
    public static string FieldOf(Refusal refusal) => refusal.Code switch
    {
        _ when refusal.About.Length > 0 => refusal.About == nameof(DialogueDetails.Title) ? "Form.TitleEn" : "Form." + refusal.About,
        "title-missing" => "Form.TitleEn",
        "day-missing" or "day-out-of-range" or "day-is-off" => "Form.Day",
        "hours-missing" or "hour-is-skipped" => "Form.Begins",
        "ends-before-it-begins" or "session-outside-the-day" => "Form.Ends",
        "answer-after-the-day" => "Form.AnswerBy",
        "zone-unknown" => "Form.Zone",
        "reminder-days-not-valid" => "Form.Remind",
        _ => "",
    };

    private static DateOnly Proposed(DateOnly day, DateOnly today)
    {
        var twoWeeksBefore = day.AddDays(-14);
        return twoWeeksBefore > today ? twoWeeksBefore : today < day ? today : day;
    }

    private static string Written(IReadOnlyList<int> days) => string.Join(", ", days.Select(d => d.ToString(CultureInfo.InvariantCulture)));
}
