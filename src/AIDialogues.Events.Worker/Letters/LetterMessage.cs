using System.Net;
using System.Text;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Calendars;
using MimeKit;
using MimeKit.Text;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>
/// A letter as it travels: the same words as plain text and as the plainest HTML. No picture, no style, nothing to fetch; the only
/// link is the personal one, and it leads straight to our own host.
/// </summary>
internal static class LetterMessage
{
    public static MimeMessage Compose(Letter letter, Uri link, MailboxAddress from, DateTimeOffset now)
    {
        var message = new MimeMessage
        {
            // From the letter and not from the address; the same at every attempt, so that a receiver knows a repeat.
            MessageId = $"{letter.Id.Value:n}@{from.Domain}",
            Date = now,
            Subject = letter.Subject,
            Body = new MultipartAlternative
            {
                Part(TextFormat.Plain, letter.Body.Replace(Letter.LinkPlace, link.AbsoluteUri, StringComparison.Ordinal)),
                Part(TextFormat.Html, Html(letter, link)),
            },
        };
        if (CalendarPart.Of(letter) is { } calendar) ((MultipartAlternative)message.Body).Add(calendar);
        message.From.Add(from);
        message.To.Add(new MailboxAddress(Encoding.UTF8, letter.ToName, letter.ToAddress));
        // Machines that answer (RFC 3834; Exchange looks at its own header) would send who is away to a mailbox nobody expects it in.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "OOF, AutoReply");
        message.Body.Headers.Add(HeaderId.ContentLanguage, letter.Language.Tag());
        return message;
    }

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(Encoding.UTF8, text);
        return part;
    }

    private static string Html(Letter letter, Uri link)
    {
        string address = WebUtility.HtmlEncode(link.AbsoluteUri);
        var html = new StringBuilder()
            .Append($"<!doctype html><html lang=\"{letter.Language.Tag()}\"><head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(letter.Subject)}</title></head><body>\n");
        foreach (string paragraph in letter.Body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            string words = WebUtility.HtmlEncode(paragraph.Trim('\n')).Replace("\n", "<br>\n", StringComparison.Ordinal)
                .Replace(Letter.LinkPlace, $"<a href=\"{address}\">{address}</a>", StringComparison.Ordinal);
            _ = html.Append("<p>").Append(words).Append("</p>\n");
        }

        return html.Append("</body></html>\n").ToString();
    }
}
