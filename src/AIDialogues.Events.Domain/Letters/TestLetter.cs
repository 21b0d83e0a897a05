namespace AIDialogues.Events.Domain;

/// <summary>A letter as one reader would get it, sent to somebody who checks it: marked as a test, and its links open nothing.</summary>
public sealed class TestLetter
{
    public const string Mark = "[TEST] ";

    private TestLetter() { }

    public Id<TestLetter> Id { get; private set; } = Id<TestLetter>.New();
    public string ToAddress { get; private set; } = "";

    /// <summary>As whose letter it is written, and so about whom it is.</summary>
    public Id<Person> PersonId { get; private set; }

    /// <summary>Who would be seen to send it.</summary>
    public string Organisation { get; private set; } = "";
    public Language Language { get; private set; }
    public string Subject { get; private set; } = "";
    public string Body { get; private set; } = "";
    public LetterState State { get; private set; }
    public DateTimeOffset CreatedAt { get; private set; }
    public string ServerReply { get; private set; } = "";

    public static Result<TestLetter> To(string address, Id<Person> reader, string organisation, RenderedLetter text, DateTimeOffset now)
    {
        address = address.Trim();
        if (!PlainText.IsOneLine(address) || !EmailAddress.IsValid(address)) return PersonRefusals.EmailNotValid(address);
        return new TestLetter { ToAddress = address, PersonId = reader, Organisation = organisation, Language = text.Language, Subject = Mark + text.Subject, Body = text.Body, State = LetterState.Queued, CreatedAt = now };
    }

    /// <summary>Taken before it leaves, so that it leaves at most once; nobody looks after one that got lost.</summary>
    public void Claim() => State = LetterState.Unknown;

    public void Settle(LetterState state, string reply) => (State, ServerReply) = (state, PlainText.Cut(reply, 300));
}
