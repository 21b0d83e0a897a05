namespace AIDialogues.Events.MailSink.Smtp;

/// <summary>Everything a stranger may send has an end. Lengths are without the closing CR LF.</summary>
public sealed record SmtpLimits
{
    /// <summary>Longer than RFC 5321's 512, because an internationalised address with parameters may be.</summary>
    public int CommandLine { get; init; } = 2_000;

    /// <summary>RFC 5321 §4.5.3.1.6: a sender that writes longer lines breaks elsewhere, so it breaks here.</summary>
    public int TextLine { get; init; } = 998;

    public int Message { get; init; } = 25 * 1024 * 1024;

    public int Recipients { get; init; } = 1_000;

    public int Connections { get; init; } = 64;

    /// <summary>The oldest letters are forgotten first.</summary>
    public int Kept { get; init; } = 2_000;

    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(5);
}
