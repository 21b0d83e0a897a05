using MailKit;
using MailKit.Net.Smtp;
using MimeKit;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>An SMTP client that looks once more whether the letter is wanted: after the server accepted the recipient, before DATA.</summary>
internal sealed class LastLookClient(IProtocolLogger watch) : SmtpClient(watch)
{
    public Func<bool> IsStillWanted { get; set; } = () => true;

    protected override void OnRecipientAccepted(MimeMessage message, MailboxAddress mailbox, SmtpResponse response)
    {
        base.OnRecipientAccepted(message, mailbox, response);
        if (!IsStillWanted()) throw new NotWantedException("The letter is not wanted any more.");
    }
}

internal sealed class NotWantedException(string message) : Exception(message);
