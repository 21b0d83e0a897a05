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

    /// <summary>Why it was held back; null for every other.</summary>
    public ReminderHeldBack? HeldBack { get; private set; }

    /// <summary>The wave it left with; null for one by the rule, or by hand to one person.</summary>
    public Id<Wave>? WaveId { get; private set; }

    public bool IsByHand => DaysBefore < 0;

    public static Reminder Planned(Invitation invitation, DueReminder due) => new()
    {
        InvitationId = invitation.Id,
        DaysBefore = due.DaysBefore,
        AnswerBy = due.AnswerBy,
        DueAt = due.At,
        State = invitation.NoReminders ? ReminderState.Suppressed : ReminderState.Scheduled,
        HeldBack = invitation.NoReminders ? ReminderHeldBack.Stopped : null,
    };

    /// <summary>One that an organiser sends now, if it is not too many or too soon.</summary>
    /// <param name="before">Every reminder of this invitation.</param>
    public static Result<Reminder> ByHand(Invitation invitation, Dialogue dialogue, IReadOnlyCollection<Reminder> before, DateTimeOffset now, Wave? wave = null)
    {
        if (WhyNotByHand(invitation, before, now) is { } refusal) return refusal;
        return new Reminder
        {
            InvitationId = invitation.Id,
            DaysBefore = -1 - before.Count(r => r.IsByHand),
            AnswerBy = dialogue.AnswerBy,
            DueAt = now,
            State = ReminderState.Sent,
            WaveId = wave?.Id,
        };
    }

    /// <summary>Why an organiser cannot remind somebody now, one alone or in a wave; null when they can.</summary>
    /// <param name="before">Every reminder of this invitation.</param>
    public static Refusal? WhyNotByHand(Invitation invitation, IReadOnlyCollection<Reminder> before, DateTimeOffset now) =>
        !invitation.IsOpen ? ReminderRefusals.Answered
        : invitation.NoReminders ? ReminderRefusals.Stopped
        : before.Count(r => r.IsByHand) >= MostByHand ? ReminderRefusals.Enough
        : now - LastAsked(invitation, before) < Apart ? ReminderRefusals.TooSoon
        : null;

    /// <summary>When somebody was last asked to answer: by the invitation, or by a reminder of either kind.</summary>
    public static DateTimeOffset LastAsked(Invitation invitation, IReadOnlyCollection<Reminder> before) =>
        before.Where(r => r.State == ReminderState.Sent).Select(r => r.DueAt).Append(invitation.InvitedAt).Max();

    public void Move(DateTimeOffset dueAt) => DueAt = dueAt;

    /// <summary>Its hour has come: sent when somebody still wants it, nobody was quicker by hand, and it is not about yesterday.</summary>
    /// <param name="others">Every other reminder of this invitation.</param>
    /// <param name="dayIsOver">There is nothing left to answer for.</param>
    public void Settle(Invitation invitation, bool mayWrite, IReadOnlyCollection<Reminder> others, DateTimeOffset now, bool dayIsOver = false)
    {
        HeldBack = !mayWrite ? ReminderHeldBack.NotWanted
            : !invitation.IsOpen ? ReminderHeldBack.Answered
            : invitation.NoReminders ? ReminderHeldBack.Stopped
            : others.Any(r => r.IsByHand && r.State == ReminderState.Sent && now - r.DueAt < Apart) ? ReminderHeldBack.RemindedByHand
            : null;
        State = HeldBack is not null ? ReminderState.Suppressed : dayIsOver || now - DueAt > ReminderRule.StaleAfter ? ReminderState.Missed : ReminderState.Sent;
    }

    /// <summary>The organiser chooses: what has not gone yet is held back or let go.</summary>
    public void Allow(bool wanted)
    {
        if (State is not (ReminderState.Scheduled or ReminderState.Suppressed)) return;
        (State, HeldBack) = wanted ? (ReminderState.Scheduled, (ReminderHeldBack?)null) : (ReminderState.Suppressed, ReminderHeldBack.Stopped);
    }
}

public enum ReminderState
{
    Scheduled,
    Sent,
    Missed,

    /// <summary>Not sent, for the reason that stands beside it.</summary>
    Suppressed,
}

/// <summary>Why a reminder of the rule was held back.</summary>
public enum ReminderHeldBack
{
    Answered,

    /// <summary>The organiser wanted none for this person.</summary>
    Stopped,

    /// <summary>The person may not be written to, or the day is off.</summary>
    NotWanted,

    /// <summary>The organiser had reminded the person less than <see cref="Reminder.Apart"/> before.</summary>
    RemindedByHand,
}

public static class ReminderRefusals
{
    /// <summary>Restricted, objected, erased, or wants no more invitations.</summary>
    public static readonly Refusal NotWanted = new("reminder-not-wanted");
    public static readonly Refusal Answered = new("reminder-answered");
    public static readonly Refusal Stopped = new("reminder-stopped");
    public static readonly Refusal Enough = new("reminder-enough");
    public static readonly Refusal TooSoon = new("reminder-too-soon");

    /// <summary>There is nothing to be reminded of: the invitation has not left, or came back.</summary>
    public static readonly Refusal NotReached = new("reminder-not-reached");
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
