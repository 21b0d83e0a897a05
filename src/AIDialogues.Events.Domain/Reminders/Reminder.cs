namespace AIDialogues.Events.Domain;

/// <summary>One reminder of one rule to one invitation: unique in the database, so it can never go twice.</summary>
public sealed class Reminder
{
    private Reminder() { }

    public Id<Reminder> Id { get; private set; } = Id<Reminder>.New();
    public Id<Invitation> InvitationId { get; private set; }
    public int DaysBefore { get; private set; }

    /// <summary>The last day to answer that this reminder speaks of; a new date makes a new reminder.</summary>
    public DateOnly AnswerBy { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public ReminderState State { get; private set; }

    public static Reminder Of(Invitation invitation, DueReminder due, bool missed) => new()
    {
        InvitationId = invitation.Id,
        DaysBefore = due.DaysBefore,
        AnswerBy = due.AnswerBy,
        DueAt = due.At,
        State = missed ? ReminderState.Missed : ReminderState.Sent,
    };
}

public enum ReminderState
{
    Sent,
    Missed,
}

public sealed record DueReminder(int DaysBefore, DateOnly AnswerBy, DateTimeOffset At);

/// <summary>When those who have not answered are reminded: at nine in the morning of the dialogue's zone.</summary>
public static class ReminderRule
{
    public static readonly TimeOnly LocalTime = new(9, 0);

    /// <summary>A reminder found due later than this is marked missed instead of sent: a letter about yesterday helps nobody.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromHours(12);

    public static IEnumerable<DueReminder> Of(Dialogue dialogue) => dialogue.RemindDaysBefore.Select(days =>
        new DueReminder(days, dialogue.AnswerBy, dialogue.Zone.At(dialogue.AnswerBy.AddDays(-days), LocalTime)));

    /// <summary>Due now for this invitation: still unanswered, and invited before the reminder's hour.</summary>
    public static IEnumerable<DueReminder> DueFor(Invitation invitation, Dialogue dialogue, DateTimeOffset now) =>
        invitation.State == InvitationState.Invited && now < dialogue.EndsAt
            ? Of(dialogue).Where(due => due.At <= now && invitation.InvitedAt < due.At)
            : [];

    public static bool IsStale(this DueReminder due, DateTimeOffset now) => now - due.At > StaleAfter;
}
