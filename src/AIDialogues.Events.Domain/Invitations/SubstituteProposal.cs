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
        if (Problems(name, contact, reason).FirstOrDefault() is { } refusal) return refusal;
        return new SubstituteProposal { InvitationId = invitation.Id, PersonId = invitation.PersonId, Name = who, Contact = where, Reason = why, ProposedAt = now };
    }

    /// <summary>Everything that keeps these words from being a proposal, each about its own field.</summary>
    public static IEnumerable<Refusal> Problems(string? name, string? contact, string? reason)
    {
        foreach (var (field, text, most) in ((string, string, int)[])[(nameof(Name), name ?? "", 200), (nameof(Contact), contact ?? "", 200), (nameof(Reason), reason ?? "", 300)])
        {
            string folded = PlainText.Fold(text);
            if (folded.Length == 0 && field != nameof(Reason)) yield return (field == nameof(Name) ? SubstituteRefusals.NameMissing : SubstituteRefusals.ContactMissing) with { About = field };
            else if (PlainText.Check(folded, most) is { } refusal) yield return refusal with { About = field };
        }
    }

    public Refusal? Decide(bool approved, DateTimeOffset now)
    {
        if (State != SubstituteState.Proposed) return SubstituteRefusals.AlreadyDecided;
        (State, DecidedAt) = (approved ? SubstituteState.Approved : SubstituteState.Refused, now);
        return null;
    }

    /// <summary>Whoever proposed somebody does not stay away any more, or is not invited any more: there is nothing left to decide.</summary>
    public void Overtake(DateTimeOffset now)
    {
        if (State == SubstituteState.Proposed) (State, DecidedAt) = (SubstituteState.Overtaken, now);
    }
}

public enum SubstituteState
{
    Proposed,
    Approved,
    Refused,

    /// <summary>Closed by itself: whoever proposed does not decline any more.</summary>
    Overtaken,
}

public static class SubstituteRefusals
{
    public static readonly Refusal NameMissing = new("substitute-name-missing");
    public static readonly Refusal ContactMissing = new("substitute-contact-missing");
    public static readonly Refusal AlreadyDecided = new("substitute-already-decided");
    public static readonly Refusal AlreadyProposed = new("substitute-already-proposed");
    public static readonly Refusal AlreadyInvited = new("substitute-already-invited");

    /// <summary>Whoever proposed has not declined any more, so there is no place to take.</summary>
    public static readonly Refusal NotDeclined = new("substitute-not-declined");

    /// <summary>The seat that was given up has gone to somebody else, and the role has no other.</summary>
    public static readonly Refusal NoSeat = new("substitute-no-seat");
}
