namespace AIDialogues.Events.MailSink.Smtp;

public enum SmtpCommand
{
    Connect,
    Hello,
    MailFrom,
    RcptTo,
    Data,

    /// <summary>The letter has come to its final dot; the sender waits for the answer that makes it ours.</summary>
    Body,
    Other,
}

/// <summary>Where a conversation stands when a script is asked for the answer.</summary>
public sealed record SmtpStep(SmtpCommand Command, int Connection, int CommandNumber)
{
    public string? Sender { get; init; }

    /// <summary>The recipient that this RCPT names.</summary>
    public string? Recipient { get; init; }

    /// <summary>The recipients accepted so far.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>At <see cref="SmtpCommand.Body"/> only.</summary>
    public ReceivedMail? Mail { get; init; }
}
