namespace AIDialogues.Events.Domain;

/// <summary>
/// A letter in the outbox, written in the transaction that causes it. Once handed to a mail server it is never sent again by
/// itself; when nobody can know whether the server took it, it says so (unknown) instead of being sent twice.
/// </summary>
public sealed class Letter
{
    /// <summary>How long one attempt may take before another worker may look at it: above the 10 minutes RFC 5321 4.5.3.2.6 grants a server after the final dot.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(12);

    /// <summary>The place in the body that becomes the personal link at the moment of sending, so the link is nowhere at rest.</summary>
    public const string LinkPlace = "{link}";

    public const int MostAttempts = 8;

    private Letter() { }

    public Id<Letter> Id { get; private set; } = Id<Letter>.New();
    public Id<Person> PersonId { get; private set; }
    public Id<Invitation> InvitationId { get; private set; }
    public LetterKind Kind { get; private set; }
    public Language Language { get; private set; }
    public string ToName { get; private set; } = "";
    public string ToAddress { get; private set; } = "";
    public string Subject { get; private set; } = "";
    public string Body { get; private set; } = "";

    /// <summary>The calendar file that travels with it (RFC 5546); null for most.</summary>
    public string? Calendar { get; private set; }
    public LetterState State { get; private set; }
    public int Attempts { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public DateTimeOffset NotBefore { get; private set; }
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>Rises with each claim; a worker whose number is old may no longer speak about the letter.</summary>
    public int Fence { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>The mail server's last words, without the recipient's address where it echoed it.</summary>
    public string ServerReply { get; private set; } = "";

    public static Letter Queue(Invitation invitation, Person person, LetterKind kind, RenderedLetter text, DateTimeOffset now) => new()
    {
        PersonId = person.Id,
        InvitationId = invitation.Id,
        Kind = kind,
        Language = text.Language,
        ToName = person.Name,
        ToAddress = person.Email,
        Subject = text.Subject,
        Body = text.Body,
        State = LetterState.Queued,
        CreatedAt = now,
        NotBefore = now,
    };

    /// <summary>Nobody wants a letter about a withdrawn invitation, or a reminder of what was answered meanwhile.</summary>
    public bool IsStillWanted(InvitationState invitation) => Kind switch
    {
        LetterKind.Cancellation => invitation != InvitationState.Accepted,
        LetterKind.Confirmation or LetterKind.Change => invitation == InvitationState.Accepted,
        LetterKind.Offer => invitation == InvitationState.Offered,
        LetterKind.Reminder => invitation is InvitationState.Invited or InvitationState.Undecided,
        _ => invitation != InvitationState.Withdrawn,
    };

    public Letter Carrying(string calendar)
    {
        Calendar = calendar;
        return this;
    }

    /// <summary>To another address than the one in the directory, which it is to confirm.</summary>
    public void GoTo(string address) => ToAddress = address;

    /// <summary>Takes the letter for one attempt.</summary>
    public void Claim(DateTimeOffset now) => (State, LeaseUntil, Fence, Attempts) = (LetterState.InFlight, now + Lease, Fence + 1, Attempts + 1);

    public void HandedOver(string reply, DateTimeOffset now) => Settle(LetterState.Sent, reply, sentAt: now);

    /// <summary>The server said "not now" (4xx) or could not be reached before it took the words: tried again, later each time, up to <see cref="MostAttempts"/>.</summary>
    public void Deferred(string reply, DateTimeOffset now)
    {
        Settle(Attempts >= MostAttempts ? LetterState.Failed : LetterState.Retry, reply);
        NotBefore = now + TimeSpan.FromMinutes(Math.Min(Math.Pow(2, Attempts - 1), 60));
    }

    /// <summary>The server said "never" (5xx).</summary>
    public void Refused(string reply) => Settle(LetterState.Failed, reply);

    /// <summary>The connection or the worker died after the words went out and before the answer came: the server may have it or not.</summary>
    public void LostTrack(string reply) => Settle(LetterState.Unknown, reply);

    /// <summary>Not sent after all, because the invitation was withdrawn or answered meanwhile.</summary>
    public void Drop(string reason) => Settle(LetterState.Dropped, reason);

    /// <summary>The organiser decides to send again what failed, or what nobody knows; it goes to the address the person has now.</summary>
    public Refusal? SendAgain(DateTimeOffset now, Person? to = null)
    {
        if (State is not (LetterState.Failed or LetterState.Unknown)) return LetterRefusals.NotForSendingAgain;
        if (to is not null) (ToName, ToAddress) = (to.Name, to.Email);
        (State, Attempts, NotBefore, ServerReply) = (LetterState.Queued, 0, now, "");
        return null;
    }

    private void Settle(LetterState state, string reply, DateTimeOffset? sentAt = null)
    {
        string safe = reply.Replace(ToAddress, "…", StringComparison.OrdinalIgnoreCase);
        (State, LeaseUntil, SentAt, ServerReply) = (state, null, sentAt, safe.Length > 300 ? safe[..300] : safe);
    }
}

public enum LetterKind
{
    Invitation,
    Reminder,

    /// <summary>Carries a code that opens a request about one's own data.</summary>
    Code,
    /// <summary>Somebody accepted: their calendar file.</summary>
    Confirmation,

    /// <summary>Hours or place are others: the same entry of the calendar, a number higher.</summary>
    Change,

    /// <summary>The entry leaves the calendar.</summary>
    Cancellation,

    /// <summary>A seat is kept for somebody who waits.</summary>
    Offer,
}

public enum LetterState
{
    Queued,
    InFlight,
    Retry,
    Unknown,
    Failed,
    Sent,
    Dropped,
}

public static class LetterRefusals
{
    public static readonly Refusal NotForSendingAgain = new("letter-not-for-sending-again");
    public static readonly Refusal LinkMissing = new("letter-link-missing");
    public static readonly Refusal SubjectMissing = new("letter-subject-missing");

    /// <summary>What would leave is not what was shown.</summary>
    public static readonly Refusal ChangedSincePreview = new("letter-changed-since-preview");

    public static Refusal FieldUnknown(string field) => Refusal.Of("letter-field-unknown", field);

    public static Refusal FieldEmpty(string field, string names) => Refusal.Of("letter-field-empty", field, names);
}
