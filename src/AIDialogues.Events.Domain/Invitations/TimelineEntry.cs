namespace AIDialogues.Events.Domain;

/// <summary>One thing that happened around a person and their invitation, written once and never changed. What was said in a session is not among them.</summary>
public sealed class TimelineEntry
{
    private TimelineEntry() { }

    public Id<TimelineEntry> Id { get; private set; } = Id<TimelineEntry>.New();
    public Id<Person> PersonId { get; private set; }

    /// <summary>Null for what concerns the person and no invitation.</summary>
    public Id<Invitation>? InvitationId { get; private set; }
    public TimelineKind Kind { get; private set; }
    public TimelineActor Actor { get; private set; }

    /// <summary>How an answer came, where the entry is one.</summary>
    public AnswerSource? Source { get; private set; }

    /// <summary>The organiser's note, or the names of the fields that were edited.</summary>
    public string Note { get; private set; } = "";
    public DateTimeOffset At { get; private set; }

    public static TimelineEntry Of(Invitation invitation, TimelineKind kind, TimelineActor actor, DateTimeOffset now, AnswerSource? source = null, string note = "") => new()
    {
        PersonId = invitation.PersonId,
        InvitationId = invitation.Id,
        Kind = kind,
        Actor = actor,
        Source = source,
        Note = PlainText.Fold(note),
        At = now,
    };
}

public enum TimelineKind
{
    Undecided,
    Accepted,
    Declined,
    Waitlisted,
    Offered,
    Lapsed,
    Withdrawn,

    /// <summary>When a withdrawn invitation, made again since, was first made.</summary>
    Invited,
    InvitedAgain,
    Verified,

    /// <summary>The invitee says that somebody else, or a machine, gave the answer.</summary>
    NotMine,
    ReasonGiven,
    SubstituteProposed,
    SubstituteApproved,
    SubstituteRefused,
    SubstituteOvertaken,
    InvitedInstead,
    RoleChanged,
    LinksRevoked,
    CalendarAddressMade,
    CalendarAddressClosed,
    RemindersStopped,
    RemindersAllowed,
    Edited,
}

/// <summary>Who did it. The clock: what happens by itself when a time has come.</summary>
public enum TimelineActor
{
    Invitee,
    Organiser,
    Clock,
}
