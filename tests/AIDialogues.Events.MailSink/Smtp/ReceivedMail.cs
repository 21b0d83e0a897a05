using System.Text;
using MimeKit;

namespace AIDialogues.Events.MailSink.Smtp;

/// <summary>A letter as it came over the wire (dots unstuffed), with its envelope.</summary>
public sealed class ReceivedMail
{
    private readonly Lazy<MimeMessage> message;

    public ReceivedMail(string id, string from, IReadOnlyList<string> recipients, byte[] raw, DateTimeOffset receivedAt)
    {
        (Id, From, Recipients, Raw, ReceivedAt) = (id, from, recipients, raw, receivedAt);
        message = new Lazy<MimeMessage>(Parse);
    }

    public string Id { get; }

    /// <summary>The envelope's sender; empty for a bounce.</summary>
    public string From { get; }

    /// <summary>The envelope's recipients, which a letter's To line need not name.</summary>
    public IReadOnlyList<string> Recipients { get; }

    public byte[] Raw { get; }

    public DateTimeOffset ReceivedAt { get; }

    public MimeMessage Message => message.Value;

    public string Subject => Message.Subject ?? "";

    public string? Text => Message.TextBody;

    public string? Html => Message.HtmlBody;

    public string? MessageId => Message.MessageId;

    public bool IsTo(string address) => Recipients.Contains(address, StringComparer.OrdinalIgnoreCase);

    private MimeMessage Parse()
    {
        try
        {
            return MimeMessage.Load(new MemoryStream(Raw, writable: false));
        }
        catch (FormatException)
        {
            // No letter at all, but it was sent, so it is shown.
            return new MimeMessage { Body = new TextPart("plain") { Text = Encoding.UTF8.GetString(Raw) } };
        }
    }
}
