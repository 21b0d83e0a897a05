namespace AIDialogues.Events.Domain;

/// <summary>Whom an invitee who cannot come proposes instead. Nobody is invited by it: an organiser decides, once.</summary>
public sealed class SubstituteProposal
{
    private SubstituteProposal() { }

    public Id<SubstituteProposal> Id { get; private set; } = Id<SubstituteProposal>.New();
    public Id<Invitation> InvitationId { get; private set; }

    /// <summary>Who proposed, and with whose key it is sealed: whoever is proposed is nobody here yet.</summary>
    public Id<Person> PersonId { get; private set; }
    public string Name { get; private set; } = "";

    /// <summary>An address or an organisation, as the invitee knew it.</summary>
    public string Contact { get; private set; } = "";
    public string Reason { get; private set; } = "";
    public SubstituteState State { get; private set; }
    public DateTimeOffset ProposedAt { get; private set; }
    public DateTimeOffset? DecidedAt { get; private set; }

    public static Result<SubstituteProposal> Of(Invitation invitation, string? name, string? contact, string? reason, DateTimeOffset now)
    {
        var (who, where, why) = (PlainText.Fold(name ?? ""), PlainText.Fold(contact ?? ""), PlainText.Fold(reason ?? ""));
        if (who.Length == 0 || where.Length == 0) return SubstituteRefusals.NameAndContact;
        if ((PlainText.Check(who, 200) ?? PlainText.Check(where, 200) ?? PlainText.Check(why, 300)) is { } refusal) return refusal;
        return new SubstituteProposal { InvitationId = invitation.Id, PersonId = invitation.PersonId, Name = who, Contact = where, Reason = why, ProposedAt = now };
    }

    public Refusal? Decide(bool approved, DateTimeOffset now)
    {
        if (State != SubstituteState.Proposed) return SubstituteRefusals.AlreadyDecided;
        (State, DecidedAt) = (approved ? SubstituteState.Approved : SubstituteState.Refused, now);
        return null;
    }
}

public enum SubstituteState
{
    Proposed,
    Approved,
    Refused,
}

public static class SubstituteRefusals
{
    public static readonly Refusal NameAndContact = new("substitute-name-and-contact");
    public static readonly Refusal AlreadyDecided = new("substitute-already-decided");
    public static readonly Refusal AlreadyProposed = new("substitute-already-proposed");
    public static readonly Refusal AlreadyInvited = new("substitute-already-invited");
}
