using System.Security.Cryptography;
using System.Text;

namespace AIDialogues.Events.Domain;

/// <summary>
/// A letter in the outbox, written in the transaction that causes it. Once handed to a mail server it is never sent again by
/// itself; when nobody can know whether the server took it, it says so (unknown) instead of being sent twice.
/// </summary>
public sealed class Letter
{
    /// <summary>What keeps a letter that is leaving at the very moment its reader's address is corrected; it goes to the new one then.</summary>
    public const string AddressCorrected = "Not sent yet: its reader’s address was corrected at this moment.";

    /// <summary>For how long a server's "too many" costs no attempt: one that says so for longer means this letter.</summary>
    public static readonly TimeSpan PatienceWithLimits = TimeSpan.FromHours(24);

    /// <summary>How long one attempt may take before another worker may look at it: above the 10 minutes RFC 5321 4.5.3.2.6 grants a server after the final dot.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(12);

    /// <summary>The place in the body that becomes the personal link at the moment of sending, so the link is nowhere at rest.</summary>
    public const string LinkPlace = "{link}";

    public const int MostAttempts = 8;

    private Letter() { }

    public Id<Letter> Id { get; private set; } = Id<Letter>.New();
    public Id<Person> PersonId { get; private set; }
    public Id<Invitation> InvitationId { get; private set; }

    /// <summary>The wave it belongs to; null for one that the product wrote by itself, such as a reminder.</summary>
    public Id<Wave>? WaveId { get; private set; }

    /// <summary>The round of objections it tells of; null for every other kind.</summary>
    public Id<ObjectionRound>? RoundId { get; private set; }

    /// <summary>Which of the wave's texts it carries; 0 without a wave.</summary>
    public int WaveVersion { get; private set; }
    public LetterKind Kind { get; private set; }

    /// <summary>Leaves before everything that waits.</summary>
    public bool Urgent { get; private set; }
    public Language Language { get; private set; }
    public string ToName { get; private set; } = "";
    public string ToAddress { get; private set; } = "";
    public string Subject { get; private set; } = "";
    public string Body { get; private set; } = "";

    /// <summary>The fingerprint of reader, words and calendar file when they were shown and queued; what does not fit it any more does not leave.</summary>
    public string Seal { get; private set; } = "";

    /// <summary>The random part of the envelope's sender, by which a bounce finds its letter; new whenever it is sent to another address.</summary>
    public Guid ReturnId { get; private set; } = Guid.NewGuid();

    /// <summary>The calendar file that travels with it (RFC 5546); null for most.</summary>
    public string? Calendar { get; private set; }
    public LetterState State { get; private set; }
    public int Attempts { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }

    /// <summary>When somebody last decided that it is to leave; an answer given later has overtaken it.</summary>
    public DateTimeOffset QueuedAt { get; private set; }
    public DateTimeOffset NotBefore { get; private set; }
    public DateTimeOffset? LeaseUntil { get; private set; }

    /// <summary>Rises with each claim; a worker whose number is old may no longer speak about the letter.</summary>
    public int Fence { get; private set; }
    public DateTimeOffset? SentAt { get; private set; }

    /// <summary>The mail server's last words, without the recipient's address where it echoed it.</summary>
    public string ServerReply { get; private set; } = "";

    public static Letter Queue(Invitation invitation, Person person, LetterKind kind, RenderedLetter text, DateTimeOffset now, Wave? wave = null) => new()
    {
        PersonId = person.Id,
        InvitationId = invitation.Id,
        WaveId = wave?.Id,
        WaveVersion = wave?.Version ?? 0,
        Kind = kind,
        Urgent = kind.IsUrgent(),
        Language = text.Language,
        ToName = person.Name,
        ToAddress = person.Email,
        Subject = text.Subject,
        Body = text.Body,
        Seal = SealOf(person.Name, person.Email, text.Subject, text.Body),
        State = LetterState.Queued,
        CreatedAt = now,
        QueuedAt = now,
        NotBefore = wave?.UndoUntil ?? now,
    };

    public static string SealOf(string name, string address, string subject, string body, string? calendar = null) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', name, address, subject, body) + (calendar is null ? "" : '\0' + calendar))));

    /// <summary>False when somebody changed the row behind the product's back: such a letter must not leave. One from before there were seals has none.</summary>
    public bool IsAsShown => Seal.Length == 0 || Seal == OwnSeal;

    private string OwnSeal => SealOf(ToName, ToAddress, Subject, Body, Calendar);

    public Letter Carrying(string calendar)
    {
        Calendar = calendar;
        Seal = OwnSeal;
        return this;
    }

    /// <summary>Only while this round asks: later it would lead to nothing.</summary>
    public Letter Telling(ObjectionRound round)
    {
        RoundId = round.Id;
        return this;
    }

    /// <summary>To another address than it was written to: one that is to be confirmed, or the corrected one.</summary>
    public void GoTo(string address)
    {
        (ToAddress, ReturnId) = (address, Guid.NewGuid());
        Seal = OwnSeal;
    }

    /// <summary>Takes the letter for one attempt.</summary>
    public void Claim(DateTimeOffset now) => (State, LeaseUntil, Fence, Attempts) = (LetterState.InFlight, now + Lease, Fence + 1, Attempts + 1);

    public void HandedOver(string reply, DateTimeOffset now) => Settle(LetterState.Sent, reply, sentAt: now);

    /// <summary>The server said "not now" (4xx) or could not be reached before it took the words: tried again, later each time, up to <see cref="MostAttempts"/>.</summary>
    public void Deferred(string reply, DateTimeOffset now)
    {
        Settle(Attempts >= MostAttempts ? LetterState.Failed : LetterState.Retry, reply);
        NotBefore = now + TimeSpan.FromMinutes(Math.Min(Math.Pow(2, Attempts - 1), 60));
    }

    /// <summary>The server takes no more of anybody's letters for now. That is not about this one, so it costs no attempt within <see cref="PatienceWithLimits"/>.</summary>
    public void Limited(string reply, DateTimeOffset until)
    {
        if (until - QueuedAt > PatienceWithLimits)
        {
            Deferred(reply, until);
            return;
        }

        Settle(LetterState.Retry, reply);
        (Attempts, NotBefore) = (Attempts - 1, until);
    }

    /// <summary>Its reader's address was corrected while it was in the air: it goes to the right one at once, and nobody's fault costs an attempt.</summary>
    public void Readdressed(DateTimeOffset now)
    {
        Settle(LetterState.Retry, AddressCorrected);
        (Attempts, NotBefore) = (Attempts - 1, now);
    }

    /// <summary>The server said "never" (5xx).</summary>
    public void Refused(string reply) => Settle(LetterState.Failed, reply);

    /// <summary>The connection or the worker died after the words went out and before the answer came: the server may have it or not.</summary>
    public void LostTrack(string reply) => Settle(LetterState.Unknown, reply);

    /// <summary>Not sent after all, because the invitation was withdrawn or answered meanwhile.</summary>
    public void Drop(string reason) => Settle(LetterState.Dropped, reason);

    /// <summary>Held until the wave goes on; what left or is leaving stays as it is.</summary>
    public void Pause()
    {
        if (State is LetterState.Queued or LetterState.Retry) State = LetterState.Paused;
    }

    /// <summary>
    /// Is looked at again at that moment and not before, also where its wave is paused: then the worker drops it, or sends it, by what stands by then. What left
    /// or is leaving stays as it is.
    /// </summary>
    public void WaitUntil(DateTimeOffset moment)
    {
        if (State is LetterState.Paused) State = LetterState.Queued;
        if (State is LetterState.Queued or LetterState.Retry && NotBefore < moment) NotBefore = moment;
    }

    /// <summary>What dropped it on the way is not so any more: it waits again.</summary>
    public void TakeUpAgain(DateTimeOffset now)
    {
        if (State is LetterState.Dropped) (State, NotBefore, ServerReply) = (LetterState.Queued, now, "");
    }

    public void Resume()
    {
        if (State is LetterState.Paused) State = LetterState.Queued;
    }

    /// <summary>Other words, while it is paused and so cannot be leaving.</summary>
    public void Rewrite(RenderedLetter text, int version)
    {
        if (State is not LetterState.Paused) throw new InvalidOperationException("Only a paused letter can be rewritten.");
        (Subject, Body, WaveVersion) = (text.Subject, text.Body, version);
        Seal = OwnSeal;
    }

    /// <summary>Somebody asked the reader: the letter of which nobody knew is there.</summary>
    public Refusal? Arrived(DateTimeOffset now)
    {
        if (State is LetterState.Sent) return null;
        if (State is not LetterState.Unknown) return LetterRefusals.NotUnknown;
        Settle(LetterState.Sent, ServerReply, sentAt: now);
        return null;
    }

    /// <summary>The address takes no letters: so said a report that came back after the server had taken it.</summary>
    public void Bounced(string status)
    {
        if (State is LetterState.Sent or LetterState.Unknown) Settle(LetterState.Bounced, status, SentAt);
    }

    /// <summary>The organiser decides to send again what failed or came back, or what nobody knows; it goes to the address the person has now.</summary>
    public Refusal? SendAgain(DateTimeOffset now, Person? to = null)
    {
        if (!CanGoAgain) return LetterRefusals.NotForSendingAgain;
        if (to is not null) (ToName, ToAddress) = (to.Name, to.Email);
        (State, Attempts, QueuedAt, NotBefore, ServerReply, SentAt) = (LetterState.Queued, 0, now, now, "", null);
        (ReturnId, Seal) = (Guid.NewGuid(), OwnSeal);
        return null;
    }

    /// <summary>Not once its words are gone: they are kept for two weeks.</summary>
    public bool CanGoAgain => State is LetterState.Failed or LetterState.Unknown or LetterState.Bounced && Body.Length > 0;

    private void Settle(LetterState state, string reply, DateTimeOffset? sentAt = null)
    {
        string safe = ToAddress.Length == 0 ? reply : reply.Replace(ToAddress, "…", StringComparison.OrdinalIgnoreCase);
        (State, LeaseUntil, SentAt, ServerReply) = (state, null, sentAt, PlainText.Cut(safe, 300));
        // A code has no business here once its reader has it, or once nobody will.
        if (Kind == LetterKind.Code && state is (LetterState.Sent or LetterState.Dropped)) (Body, Seal) = ("", "");
    }
}
