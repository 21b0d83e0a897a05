using System.Text;
using AIDialogues.Events.Worker.Letters;
using MimeKit;
using MimeKit.Text;

namespace AIDialogues.Events.Worker.Audit;

/// <summary>
/// Sends a checkpoint to those who keep it elsewhere. Not through the outbox: these are no letters to invitees, and one that is lost is
/// followed by the next within the hour.
/// </summary>
internal sealed partial class CheckpointMail(AuditSettings settings, MailOptions mail, Uri site, TimeProvider clock, ILogger<CheckpointMail> log)
{
    /// <param name="news">What else its readers are to know; empty as a rule.</param>
    public async Task SendAsync(string note, string news, CancellationToken ct)
    {
        if (settings.Readers.Count == 0) return;
        await using var connection = new MailConnection(mail, site.Host, clock);
        try
        {
            await connection.OpenAsync(ct);
            foreach (var reader in settings.Readers)
            {
                var outcome = await connection.SendAsync(Compose(note, news, reader), mail.From, () => null);
                if (outcome.Result != SendResult.Sent) NotSent(outcome.Words);
            }
        }
        catch (Exception exception) when (!ct.IsCancellationRequested && MailConnection.Problem(exception, mail) is not null)
        {
            NotSent(MailConnection.Problem(exception, mail)!);
        }
    }

    private MimeMessage Compose(string note, string news, MailboxAddress reader)
    {
        var text = new TextPart(TextFormat.Plain) { ContentTransferEncoding = ContentEncoding.Base64 };
        string told = news.Length == 0 ? "" : news + "\n\n";
        text.SetText(Encoding.UTF8, $"{told}Keep this letter. ./dev admin verify-audit --since FILE compares the chain with it. Signed {clock.GetUtcNow():u}.\n\n{note}");
        var message = new MimeMessage { Date = clock.GetUtcNow(), Subject = $"Checkpoint {settings.Origin}{(news.Length == 0 ? "" : " (directory of people)")}", Body = text };
        message.From.Add(mail.From);
        message.To.Add(reader);
        return message;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A checkpoint was kept but not sent: {Problem}")]
    private partial void NotSent(string problem);
}
