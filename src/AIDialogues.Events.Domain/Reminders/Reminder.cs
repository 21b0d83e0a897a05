namespace AIDialogues.Events.Domain;

/// <summary>One reminder of one rule to one invitation, planned ahead: unique in the database, so it can never go twice.</summary>
public sealed class Reminder
{
    private Reminder() { }

    /// <summary>By hand at most this many to one invitation, and none sooner after another than this.</summary>
    public const int MostByHand = 2;

    public static readonly TimeSpan Apart = TimeSpan.FromDays(4);

    public Id<Reminder> Id { get; private set; } = Id<Reminder>.New();
    public Id<Invitation> InvitationId { get; private set; }

    /// <summary>The rule's days; below zero for the first (-1) and second (-2) that an organiser sent by hand.</summary>
    public int DaysBefore { get; private set; }

    /// <summary>The last day to answer that this reminder speaks of; a new date makes a new reminder.</summary>
    public DateOnly AnswerBy { get; private set; }
    public DateTimeOffset DueAt { get; private set; }
    public ReminderState State { get; private set; }

    public static Reminder Planned(Invitation invitation, DueReminder due) => new()
    {
        InvitationId = invitation.Id,
        DaysBefore = due.DaysBefore,
        AnswerBy = due.AnswerBy,
        DueAt = due.At,
        State = invitation.NoReminders ? ReminderState.Suppressed : ReminderState.Scheduled,
    };

    /// <summary>One that an organiser sends now, if it is not too many or too soon.</summary>
    /// <param name="before">Every reminder of this invitation.</param>
    public static Result<Reminder> ByHand(Invitation invitation, Dialogue dialogue, IReadOnlyCollection<Reminder> before, DateTimeOffset now)
    {
        if (!invitation.IsOpen) return ReminderRefusals.Answered;
        if (invitation.NoReminders) return ReminderRefusals.Stopped;
        int sent = before.Count(r => r.DaysBefore < 0);
        if (sent >= MostByHand) return ReminderRefusals.Enough;
        var last = before.Where(r => r.State == ReminderState.Sent).Select(r => r.DueAt).Append(invitation.InvitedAt).Max();
        if (now - last < Apart) return ReminderRefusals.TooSoon;
        return new Reminder { InvitationId = invitation.Id, DaysBefore = -1 - sent, AnswerBy = dialogue.AnswerBy, DueAt = now, State = ReminderState.Sent };
    }

    public void Move(DateTimeOffset dueAt) => DueAt = dueAt;

    /// <summary>Its hour has come: sent when somebody still wants it and it is not about yesterday.</summary>
    public void Settle(Invitation invitation, bool mayWrite, DateTimeOffset now) => State =
        !mayWrite || !invitation.IsOpen || invitation.NoReminders ? ReminderState.Suppressed
        : now - DueAt > ReminderRule.StaleAfter ? ReminderState.Missed
        : ReminderState.Sent;

    /// <summary>The organiser chooses: what has not gone yet is held back or let go.</summary>
    public void Allow(bool wanted)
    {
        if (State is ReminderState.Scheduled or ReminderState.Suppressed) State = wanted ? ReminderState.Scheduled : ReminderState.Suppressed;
    }
}

public enum ReminderState
{
    Scheduled,
    Sent,
    Missed,

    /// <summary>Not sent, because the person had answered or an organiser wanted none.</summary>
    Suppressed,
}

public static class ReminderRefusals
{
    /// <summary>Restricted, objected, erased, or wants no more invitations.</summary>
    public static readonly Refusal NotWanted = new("reminder-not-wanted");
    public static readonly Refusal Answered = new("reminder-answered");
    public static readonly Refusal Stopped = new("reminder-stopped");
    public static readonly Refusal Enough = new("reminder-enough");
    public static readonly Refusal TooSoon = new("reminder-too-soon");
}

public sealed record DueReminder(int DaysBefore, DateOnly AnswerBy, DateTimeOffset At);

/// <summary>When those who have not answered are reminded: at nine in the morning where they are, else where the dialogue is.</summary>
public static class ReminderRule
{
    public static readonly TimeOnly LocalTime = new(9, 0);

    /// <summary>A reminder found due later than this is marked missed instead of sent: a letter about yesterday helps nobody.</summary>
    public static readonly TimeSpan StaleAfter = TimeSpan.FromHours(12);

    /// <param name="zone">The person's own zone, if known to us and to this machine's tables; else the dialogue's counts, so that one name nobody knows any more stops nobody's reminders.</param>
    public static IEnumerable<DueReminder> Of(Dialogue dialogue, string? zone = null)
    {
        string where = zone is not null && EventZone.Exists(zone) ? zone : dialogue.Zone;
        return dialogue.RemindDaysBefore.Select(days => new DueReminder(days, dialogue.AnswerBy, where.At(dialogue.AnswerBy.AddDays(-days), LocalTime)));
    }

    /// <summary>What is planned for an invitation: nothing for hours before it was sent, and nothing that would come after the day.</summary>
    public static IEnumerable<DueReminder> For(Invitation invitation, Dialogue dialogue, string? zone) =>
        Of(dialogue, zone).Where(due => invitation.InvitedAt < due.At && due.At < dialogue.EndsAt);

    /// <summary>Due now for this invitation: still unanswered, and invited before the reminder's hour.</summary>
    public static IEnumerable<DueReminder> DueFor(Invitation invitation, Dialogue dialogue, DateTimeOffset now) =>
        invitation.IsOpen && now < dialogue.EndsAt ? For(invitation, dialogue, null).Where(due => due.At <= now) : [];

    public static bool IsStale(this DueReminder due, DateTimeOffset now) => now - due.At > StaleAfter;
}
