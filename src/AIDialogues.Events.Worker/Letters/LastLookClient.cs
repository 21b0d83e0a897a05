using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>An SMTP client that looks once more whether the letter is wanted: after the server accepted the recipient, before DATA.</summary>
internal sealed class LastLookClient(IProtocolLogger watch) : SmtpClient(watch)
{
    /// <summary>Why the letter must not leave after all; null when it may.</summary>
    public Func<string?> WhyNot { get; set; } = () => null;

    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        base.OnRecipientAccepted(message, mailbox, response);
        if (WhyNot() is { } reason) throw new NotWantedException(reason);
    }
}

internal sealed class NotWantedException(string message) : Exception(message);
