namespace AIDialogues.Events.Domain;

/// <summary>One person's invitation to one dialogue. An answer stands until the person gives another; check-in needs no answer, because people come.</summary>
public sealed class Invitation
{
    private Invitation() { }

    public Id<Invitation> Id { get; private set; } = Id<Invitation>.New();
    public Id<Dialogue> DialogueId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public InvitationRole Role { get; private set; }
    public InvitationState State { get; private set; }
    public DateTimeOffset InvitedAt { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }

    /// <summary>How the answer came; null while there is none.</summary>
    public AnswerSource? AnsweredBy { get; private set; }

    /// <summary>Why the person cannot come, if they said so.</summary>
    public string Reason { get; private set; } = "";

    /// <summary>The answer came so soon after the letter that a machine may have given it; an organiser or the person confirms it.</summary>
    public bool ToVerify { get; private set; }

    /// <summary>Since when the person waits for a seat; the order of the waitlist where it goes in order.</summary>
    public DateTimeOffset? WaitingSince { get; private set; }

    /// <summary>Until when a seat is kept for the person after it was offered.</summary>
    public DateTimeOffset? OfferedUntil { get; private set; }

    /// <summary>Whose place this person was proposed for; null for everybody else.</summary>
    public Id<Invitation>? SubstituteFor { get; private set; }

    /// <summary>The organiser wants no reminders to this person about this day.</summary>
    public bool NoReminders { get; private set; }

    /// <summary>What calendars know this invitation by: random, and the same in every file about it (RFC 5545, 3.8.4.7).</summary>
    public Guid CalendarUid { get; private set; } = Guid.NewGuid();
    public DateTimeOffset? CheckedInAt { get; private set; }

    /// <summary>Still to be answered: nobody said yes or no.</summary>
    public bool IsOpen => State is InvitationState.Invited or InvitationState.Undecided;

    public static Invitation Of(Person person, Dialogue dialogue, DateTimeOffset now, InvitationRole role = InvitationRole.Participant) =>
        new() { PersonId = person.Id, DialogueId = dialogue.Id, Role = role, State = InvitationState.Invited, InvitedAt = now };

    /// <summary>The invitation of a substitute, who has the role of the one before and nothing else of theirs.</summary>
    public void StandInFor(Invitation before) => SubstituteFor = before.Id;

    /// <summary>Takes the person's answer where a seat is certain. The same answer twice is one answer: the first time stays.</summary>
    public Refusal? Answer(bool accepts, Dialogue dialogue, DateTimeOffset now) =>
        Answer(new(accepts ? AnswerKind.Accept : AnswerKind.Decline), dialogue, seatFree: true, now);

    /// <param name="seatFree">Whether the role has a seat that nobody holds and nobody waits for; without one an acceptance waits.</param>
    public Refusal? Answer(AnswerGiven answer, Dialogue dialogue, bool seatFree, DateTimeOffset now)
    {
        if (State == InvitationState.Withdrawn) return InvitationRefusals.Withdrawn;
        if (dialogue.CancelledAt is not null) return InvitationRefusals.DialogueCancelled;
        if (now >= dialogue.EndsAt) return InvitationRefusals.DialogueOver;
        if (answer.Check() is { } refusal) return refusal;
        var state = After(answer.Kind, seatFree, now);
        if (State == state && (state != InvitationState.Declined || answer.Reason.Length == 0)) return null;
        WaitingSince = state == InvitationState.Waitlisted ? WaitingSince ?? now : null;
        OfferedUntil = null;
        (State, AnsweredAt, AnsweredBy, ToVerify) = (state, now, answer.Source, answer.ToVerify);
        Reason = state == InvitationState.Declined ? PlainText.Fold(answer.Reason) : "";
        return null;
    }

    /// <summary>The person or an organiser says that the answer is meant.</summary>
    public void Verify() => ToVerify = false;

    /// <summary>The person is asked whether the answer is theirs; no more once they said that it is not.</summary>
    public bool AsksWhetherMeant => ToVerify && AnsweredBy is not null;

    /// <summary>The person says that the answer was not theirs: it is open again, and an organiser sees why. Once the day is over it stays, as every answer does.</summary>
    public Refusal? NotMine(Dialogue dialogue, DateTimeOffset now)
    {
        if (dialogue.CancelledAt is not null) return InvitationRefusals.DialogueCancelled;
        if (now >= dialogue.EndsAt) return InvitationRefusals.DialogueOver;
        (State, AnsweredBy, ToVerify, Reason, WaitingSince, OfferedUntil) = (InvitationState.Undecided, null, true, "", null, null);
        return null;
    }

    /// <summary>Why the person cannot come: optional, and after the answer, so that declining stays one tap.</summary>
    public Refusal? Explain(string? reason)
    {
        reason = PlainText.Fold(reason);
        if (PlainText.Check(reason, AnswerGiven.LongestReason) is { } refusal) return refusal;
        Reason = State == InvitationState.Declined ? reason : "";
        return null;
    }

    /// <summary>A seat became free for somebody who waits.</summary>
    public Refusal? Offer(DateTimeOffset until)
    {
        if (State != InvitationState.Waitlisted) return InvitationRefusals.NotWaiting;
        (State, OfferedUntil) = (InvitationState.Offered, until);
        return null;
    }

    /// <summary>Where it stands for whoever looks now: an offer that has run out is none, also before the clock has written so.</summary>
    public InvitationState StateAt(DateTimeOffset now) => State == InvitationState.Offered && now >= OfferedUntil ? InvitationState.Lapsed : State;

    /// <summary>The seat was not taken in time and goes to the next; the person may ask again.</summary>
    public bool Lapse(DateTimeOffset now)
    {
        if (State != InvitationState.Offered || now < OfferedUntil) return false;
        (State, OfferedUntil, WaitingSince) = (InvitationState.Lapsed, null, null);
        return true;
    }

    public void InviteAs(InvitationRole role) => Role = role;

    public void Remind(bool wanted) => NoReminders = !wanted;

    /// <summary>The organiser takes the invitation back; its links die with it.</summary>
    public void Withdraw() => (State, OfferedUntil, WaitingSince, ToVerify) = (InvitationState.Withdrawn, null, null, false);

    /// <summary>Invites anew whose invitation was taken back, as from now: what was answered before does not count.</summary>
    public void InviteAgain(InvitationRole role, DateTimeOffset now)
    {
        if (State != InvitationState.Withdrawn) throw new InvalidOperationException("Only a withdrawn invitation is made again.");
        (State, Role, InvitedAt) = (InvitationState.Invited, role, now);
        (AnsweredAt, AnsweredBy, Reason, ToVerify, SubstituteFor) = (null, null, "", false, null);
    }

    /// <summary>As if it had not been made again: nobody was told, and nobody has answered.</summary>
    public void TakeBackAgain(DateTimeOffset invitedBefore)
    {
        if (State != InvitationState.Invited) throw new InvalidOperationException("Somebody has answered it.");
        Withdraw();
        InvitedAt = invitedBefore;
    }

    /// <summary>Marks the person as present. Twice is once: the first time stays.</summary>
    public Refusal? CheckIn(Dialogue dialogue, DateTimeOffset now)
    {
        if (State is InvitationState.Withdrawn) return InvitationRefusals.Withdrawn;
        if (DateOnly.FromDateTime(dialogue.Zone.Local(now).Date) < dialogue.Day) return InvitationRefusals.TooEarlyToCheckIn;
        CheckedInAt ??= now;
        return null;
    }

    public void UndoCheckIn() => CheckedInAt = null;

    private InvitationState After(AnswerKind answer, bool seatFree, DateTimeOffset now) => answer switch
    {
        AnswerKind.Decline => InvitationState.Declined,
        AnswerKind.Undecided => InvitationState.Undecided,
        _ when State == InvitationState.Accepted || (State == InvitationState.Offered && now < OfferedUntil) => InvitationState.Accepted,
        _ when State == InvitationState.Waitlisted || !seatFree => InvitationState.Waitlisted,
        _ => InvitationState.Accepted,
    };
}

public enum InvitationState
{
    Invited,
    Undecided,
    Accepted,
    Declined,

    /// <summary>Would come, but every seat of the role is held.</summary>
    Waitlisted,

    /// <summary>A seat is kept for the person until <see cref="Invitation.OfferedUntil"/>.</summary>
    Offered,

    /// <summary>The offered seat was not taken in time.</summary>
    Lapsed,
    Withdrawn,
}

public static class InvitationStates
{
    /// <summary>Nobody said that they stay away: neither the invitee, nor the organiser, nor the clock.</summary>
    public static bool MayCome(this InvitationState state) => state is not (InvitationState.Withdrawn or InvitationState.Declined or InvitationState.Lapsed);
}

/// <summary>As what somebody is invited; each role has seats of its own.</summary>
public enum InvitationRole
{
    Participant,
    Speaker,
    Observer,
}

public static class InvitationRefusals
{
    public static readonly Refusal Withdrawn = new("invitation-withdrawn");
    public static readonly Refusal DialogueOver = new("dialogue-over");
    public static readonly Refusal DialogueCancelled = new("dialogue-cancelled");
    public static readonly Refusal TooEarlyToCheckIn = new("too-early-to-check-in");
    public static readonly Refusal NobodyChosen = new("nobody-chosen");
    public static readonly Refusal NotWaiting = new("invitation-not-waiting");

    /// <summary>Somebody answered, or was withdrawn, after those who were to be withdrawn were shown.</summary>
    public static readonly Refusal ChangedSinceShown = new("invitations-changed-since-shown");

    /// <summary>An answer on behalf cannot claim to have come by the person's own link.</summary>
    public static readonly Refusal SourceNotOnBehalf = new("answer-source-not-on-behalf");

    public static Refusal TooManyChosen(int most) => Refusal.Of("too-many-chosen", most);
}
