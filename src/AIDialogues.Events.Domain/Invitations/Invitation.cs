namespace AIDialogues.Events.Domain;

/// <summary>One person's invitation to one dialogue. An answer stands until the person gives another; check-in needs no answer, because people come.</summary>
public sealed class Invitation
{
    private Invitation() { }

    public Id<Invitation> Id { get; private set; } = Id<Invitation>.New();
    public Id<Dialogue> DialogueId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public InvitationState State { get; private set; }
    public DateTimeOffset InvitedAt { get; private set; }
    public DateTimeOffset? AnsweredAt { get; private set; }
    public DateTimeOffset? CheckedInAt { get; private set; }

    public static Invitation Of(Person person, Dialogue dialogue, DateTimeOffset now) =>
        new() { PersonId = person.Id, DialogueId = dialogue.Id, State = InvitationState.Invited, InvitedAt = now };

    /// <summary>Takes the person's answer. The same answer twice is one answer: the first time stays.</summary>
    public Refusal? Answer(bool accepts, Dialogue dialogue, DateTimeOffset now)
    {
        if (State == InvitationState.Withdrawn) return InvitationRefusals.Withdrawn;
        if (now >= dialogue.EndsAt) return InvitationRefusals.DialogueOver;
        var answer = accepts ? InvitationState.Accepted : InvitationState.Declined;
        if (State == answer) return null;
        (State, AnsweredAt) = (answer, now);
        return null;
    }

    /// <summary>The organiser takes the invitation back; its links die with it.</summary>
    public void Withdraw() => State = InvitationState.Withdrawn;

    /// <summary>Marks the person as present. Twice is once: the first time stays.</summary>
    public Refusal? CheckIn(Dialogue dialogue, DateTimeOffset now)
    {
        if (State is InvitationState.Withdrawn) return InvitationRefusals.Withdrawn;
        if (DateOnly.FromDateTime(dialogue.Zone.Local(now).Date) < dialogue.Day) return InvitationRefusals.TooEarlyToCheckIn;
        CheckedInAt ??= now;
        return null;
    }

    public void UndoCheckIn() => CheckedInAt = null;
}

public enum InvitationState
{
    Invited,
    Accepted,
    Declined,
    Withdrawn,
}

public static class InvitationRefusals
{
    public static readonly Refusal Withdrawn = new("invitation-withdrawn");
    public static readonly Refusal DialogueOver = new("dialogue-over");
    public static readonly Refusal TooEarlyToCheckIn = new("too-early-to-check-in");
    public static readonly Refusal NobodyChosen = new("nobody-chosen");

    public static Refusal TooManyChosen(int most) => Refusal.Of("too-many-chosen", most);
}
