namespace AIDialogues.Events.MailSink.Smtp;

/// <summary>A scripted answer: a code and text, the usual answer (possibly late), or no answer and a closed connection.</summary>
public sealed record SmtpReply
{
    private SmtpReply()
    {
    }

    /// <summary>The connection is closed without a word; a letter at its final dot is lost, unless <see cref="AndKeep"/>.</summary>
    public static SmtpReply Drop { get; } = new() { Closes = true };

    /// <summary>The usual answer; of use with <see cref="After"/> and <see cref="Doing"/>.</summary>
    public static SmtpReply Usual { get; } = new();

    internal int? Code { get; private init; }

    internal string Text { get; private init; } = "";

    internal bool Closes { get; private init; }

    internal bool Keeps { get; private init; }

    internal TimeSpan Delay { get; private init; }

    internal Func<Task>? Before { get; private init; }

    /// <summary>For example <c>Say(451, "4.3.0 Try later")</c>; with 421 the connection is closed afterwards.</summary>
    public static SmtpReply Say(int code, string text) => new() { Code = code, Text = text, Closes = code == 421 };

    public SmtpReply After(TimeSpan delay) => this with { Delay = delay };

    /// <summary>Runs first, for example to end the sender's process between its last byte and our answer.</summary>
    public SmtpReply Doing(Func<Task> before) => this with { Before = before };

    /// <summary>The letter is kept although the sender does not learn it: how a retry becomes a duplicate.</summary>
    public SmtpReply AndKeep() => this with { Keeps = true };

    public SmtpReply AndClose() => this with { Closes = true };
}
