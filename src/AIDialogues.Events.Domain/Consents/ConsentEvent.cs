namespace AIDialogues.Events.Domain;

/// <summary>
/// One dated line of the consent ledger: a person's choice for one purpose at one dialogue, with all that proves it (ISO/IEC TS 27560).
/// Lines are added, never changed; the last one counts.
/// </summary>
public sealed class ConsentEvent
{
    private ConsentEvent() { }

    public Id<ConsentEvent> Id { get; private set; } = Id<ConsentEvent>.New();

    /// <summary>All lines of one person, day and purpose (or quotation) are one record.</summary>
    public Guid RecordId { get; private set; } = Guid.NewGuid();

    /// <summary>The line before this one in its record; no line has two followers.</summary>
    public Id<ConsentEvent>? PreviousId { get; private set; }
    public Id<Person> PersonId { get; private set; }
    public Id<Dialogue> DialogueId { get; private set; }
    public ConsentPurpose Purpose { get; private set; }

    /// <summary>Set: the line is about the words of one quotation, not about being quoted at all.</summary>
    public Id<Quotation>? QuotationId { get; private set; }
    public ConsentState State { get; private set; }
    public DateTimeOffset At { get; private set; }

    /// <summary>From when on a consent no longer counts; null: as long as the record is kept.</summary>
    public DateTimeOffset? ValidUntil { get; private set; }

    /// <summary>The dialogue's rule when the question was asked; null in lines from before it was kept.</summary>
    public Rule? Rule { get; private set; }
    public ConsentSource Source { get; private set; }
    public ConsentMethod Method { get; private set; }

    /// <summary>Who heard a consent given by telephone; empty otherwise.</summary>
    public string Witness { get; private set; } = "";

    /// <summary>Where the paper lies, or what was said and when, in the organiser's words.</summary>
    public string Evidence { get; private set; } = "";

    /// <summary>The language in which the notice was shown, and the SHA-256 of its exact words: what was agreed to can be proven.</summary>
    public Language NoticeLanguage { get; private set; }
    public int NoticeVersion { get; private set; }
    public byte[] NoticeSha256 { get; private set; } = [];

    /// <summary>The exact words of a notice that nobody else was shown, because they hold a quotation; empty for those that are the same for everybody.</summary>
    public string OwnNotice { get; private set; } = "";

    /// <summary>SHA-256 of the whole form as it was shown, with every question and what stood chosen; null when no form was.</summary>
    public byte[]? FormSha256 { get; private set; }
    public string Controller { get; private set; } = "";
    public string StorageLocation { get; private set; } = "";
    public string Jurisdiction { get; private set; } = "";
    public IReadOnlyList<string> Data { get; private set; } = [];
    public bool IsSpecialCategory { get; private set; }
    public string LawfulBasis { get; private set; } = "";
    public IReadOnlyList<string> Recipients { get; private set; } = [];
    public string Retention { get; private set; } = "";

    /// <summary>What was said at once is on one receipt.</summary>
    public Guid ReceiptId { get; private set; } = Guid.NewGuid();

    /// <summary>A first line without a form; the ledger itself writes lines by <see cref="After"/>.</summary>
    public static ConsentEvent Of(Invitation invitation, ConsentPurpose purpose, bool given, ConsentSource source, Notice notice, DateTimeOffset now) => After(
        null, new ConsentQuestion(invitation.PersonId, invitation.DialogueId, purpose, notice), given ? ConsentState.Given : ConsentState.Refused, ConsentAct.By(source), now);

    /// <param name="previous">The last line of the record; null begins one.</param>
    public static ConsentEvent After(ConsentEvent? previous, ConsentQuestion question, ConsentState state, ConsentAct act, DateTimeOffset now)
    {
        var terms = ConsentTerms.Of(question.Purpose);
        return new()
        {
            RecordId = previous?.RecordId ?? Guid.NewGuid(),
            PreviousId = previous?.Id,
            PersonId = question.Person,
            DialogueId = question.Dialogue,
            Purpose = question.Purpose,
            QuotationId = question.Quotation,
            State = state,
            // A clock that was set back must not put a new line before an old one.
            At = previous is { At: var last } && last >= now ? last.AddMicroseconds(1) : now,
            ValidUntil = state.Allows() && (question.ValidMonths ?? terms.ValidMonths) is { } months ? now.AddMonths(months) : null,
            Rule = question.Rule,
            Source = act.Source,
            Method = act.Method,
            Witness = act.Witness,
            Evidence = act.Evidence,
            NoticeLanguage = question.Notice.Language,
            NoticeVersion = question.Notice.Version,
            NoticeSha256 = question.Notice.Sha256,
            OwnNotice = question.Quotation is null ? "" : question.Notice.Words,
            FormSha256 = act.FormSha256,
            Controller = act.Controller.Name,
            StorageLocation = act.Controller.StorageLocation,
            Jurisdiction = act.Controller.Jurisdiction,
            Data = terms.Data,
            IsSpecialCategory = terms.IsSpecialCategory,
            LawfulBasis = terms.LawfulBasis,
            Recipients = terms.Recipients,
            Retention = terms.Retention,
            ReceiptId = act.ReceiptId,
        };
    }

    /// <summary>The same line in the ledger of the record that two became, at its own time.</summary>
    public ConsentEvent In(Id<Person> ledger, Guid record, Id<ConsentEvent>? previous)
    {
        var copy = (ConsentEvent)MemberwiseClone();
        (copy.Id, copy.PersonId, copy.RecordId, copy.PreviousId) = (Id<ConsentEvent>.New(), ledger, record, previous);
        return copy;
    }

    /// <summary>What was said, once more after the <paramref name="last"/> line of a record, noted by an organiser.</summary>
    public ConsentEvent Again(ConsentState state, ConsentEvent last, DateTimeOffset now)
    {
        var line = In(PersonId, last.RecordId, last.Id);
        (line.State, line.Source, line.At) = (state, ConsentSource.Organiser, now > last.At ? now : last.At.AddMicroseconds(1));
        return line;
    }
}

/// <summary>What is asked separately; nothing is bundled, and what was not answered is not given.</summary>
public enum ConsentPurpose
{
    AttendUnderRule,
    NamedPublicly,
    AffiliationShown,
    ParticipantsList,
    ContactAfter,
    Photographed,
    Quoted,
    ShareContact,
    DietAndAccess,
}

/// <summary>Expired is never written: a consent is expired as soon as its time is over, without anybody's doing.</summary>
public enum ConsentState
{
    Given,
    Refused,
    Requested,
    Withdrawn,
    Expired,
    Renewed,
}

/// <summary>Who expressed the choice: the person behind the personal link, or an organiser on their behalf.</summary>
public enum ConsentSource
{
    Link,
    Organiser,
}

public enum ConsentMethod
{
    LinkForm,
    Paper,
    Telephone,
}

public static class ConsentStates
{
    public static bool Allows(this ConsentState state) => state is ConsentState.Given or ConsentState.Renewed;
}
