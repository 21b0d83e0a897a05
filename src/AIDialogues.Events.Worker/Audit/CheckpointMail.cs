using System.Text;
using AIDialogues.Events.Worker.Letters;
using MimeKit;
using MimeKit.Text;

namespace AIDialogues.Events.Worker.Audit;

/// <param name="News">What else the reader is to know; empty as a rule.</param>
internal sealed record CheckpointLetter(MailboxAddress Reader, string News);

/// <summary>
/// Sends a checkpoint to those who keep it elsewhere. Not through the outbox: these are no letters to invitees, and one that the server did
/// not take is tried again by the next turn of the job, within the hour.
/// </summary>
internal sealed partial class CheckpointMail(AuditSettings settings, MailOptions mail, Uri site, TimeProvider clock, ILogger<CheckpointMail> log)
{
    /// <param name="sent">Called for each reader whose letter the server took.</param>
    public async Task SendAsync(string note, IReadOnlyList<CheckpointLetter> letters, Action<MailboxAddress> sent, CancellationToken ct)
    {
        if (letters.Count == 0) return;
        await using var connection = new MailConnection(mail, site.Host, clock);
        try
        {
            await connection.OpenAsync(ct);
            foreach (var (reader, news) in letters)
            {
                var outcome = await connection.SendAsync(Compose(note, news, reader), mail.From, () => null);
                if (outcome.Result == SendResult.Sent) sent(reader);
                else NotSent(outcome.Words);
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
