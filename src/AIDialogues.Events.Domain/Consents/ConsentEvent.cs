namespace AIDialogues.Events.Domain;

/// <summary>One dated line of the consent ledger: a person's choice for one purpose at one dialogue. Lines are added, never changed; the last one counts.</summary>
public sealed class ConsentEvent
{
    private ConsentEvent() { }

    public Id<ConsentEvent> Id { get; private set; } = Id<ConsentEvent>.New();
    public Id<Person> PersonId { get; private set; }
    public Id<Dialogue> DialogueId { get; private set; }
    public ConsentPurpose Purpose { get; private set; }
    public ConsentState State { get; private set; }
    public DateTimeOffset At { get; private set; }
    public ConsentSource Source { get; private set; }

    /// <summary>The language in which the notice was shown, and the SHA-256 of its exact words: what was agreed to can be proven.</summary>
    public Language NoticeLanguage { get; private set; }
    public byte[] NoticeSha256 { get; private set; } = [];

    public static ConsentEvent Of(Invitation invitation, ConsentPurpose purpose, bool given, ConsentSource source, Notice notice, DateTimeOffset now) => new()
    {
        PersonId = invitation.PersonId,
        DialogueId = invitation.DialogueId,
        Purpose = purpose,
        Source = source,
        At = now,
        State = given ? ConsentState.Given : ConsentState.Refused,
        NoticeLanguage = notice.Language,
        NoticeSha256 = notice.Sha256,
    };
}

/// <summary>What is asked separately; nothing is bundled, and what was not answered is not given.</summary>
public enum ConsentPurpose
{
    AttendUnderRule,
    NamedPublicly,
    AffiliationShown,
    ParticipantsList,
    ContactAfter,
}

public enum ConsentState
{
    Given,
    Refused,
}

public enum ConsentSource
{
    Link,
    Organiser,
}
