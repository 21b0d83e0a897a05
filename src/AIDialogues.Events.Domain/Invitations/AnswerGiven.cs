namespace AIDialogues.Events.Domain;

/// <summary>What an invitee said, and how it reached us. An answer on behalf names its source and may carry a note for the organisers.</summary>
public sealed record AnswerGiven(AnswerKind Kind, string Reason = "", AnswerSource Source = AnswerSource.Link, string Note = "", bool ToVerify = false)
{
    /// <summary>People do not read and answer a letter in less; machines that open every link do.</summary>
    public static readonly TimeSpan FasterThanPeople = TimeSpan.FromSeconds(2);

    public const int LongestReason = 500;

    public Refusal? Check() => PlainText.Check(new BilingualText(Reason, Note), LongestReason);
}

public enum AnswerKind
{
    Accept,
    Decline,
    Undecided,
}

/// <summary>How an answer came. All but the link are recorded by an organiser.</summary>
public enum AnswerSource
{
    Link,
    Telephone,
    Letter,
    Mail,
    InPerson,
}
