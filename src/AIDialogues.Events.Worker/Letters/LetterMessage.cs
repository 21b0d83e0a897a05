using System.Net;
using System.Security.Cryptography;
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
    public static MimeMessage Compose(ClaimedLetter claimed, Uri site, MailboxAddress from, DateTimeOffset now)
    {
        var letter = claimed.Letter;
        string address = new Uri(site, $"/i/{claimed.Token}").AbsoluteUri;
        var message = Compose(letter.Language, letter.Subject, letter.Body, address, isInert: false, from, now);
        // The same at every attempt by itself, so that a receiver knows a repeat; another once somebody sends it again, since its link is another. Of the
        // number that bounces are known by only the fingerprint: who answers a letter shows this one to whoever they like.
        message.MessageId = $"{Convert.ToHexStringLower(SHA256.HashData(letter.ReturnId.ToByteArray()))[..32]}@{from.Domain}";
        if (CalendarPart.Of(letter) is { } calendar) ((MultipartAlternative)message.Body!).Add(calendar);
        message.To.Add(new MailboxAddress(Encoding.UTF8, letter.ToName, letter.ToAddress));
        if (claimed.OptOutToken is { } token)
        {
            // RFC 8058: the mail program posts to this address when its reader presses "unsubscribe"; opening it changes nothing.
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{new Uri(site, $"/u/{token}").AbsoluteUri}>");
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        return message;
    }

    /// <summary>For somebody who checks a letter: the place of the link is shown, and nothing in it can be followed.</summary>
    public static MimeMessage Compose(TestLetter letter, Uri site, MailboxAddress from, DateTimeOffset now)
    {
        var message = Compose(letter.Language, letter.Subject, letter.Body, $"{site.Authority}/i/…", isInert: true, from, now);
        message.MessageId = $"{letter.Id.Value:n}@{from.Domain}";
        message.To.Add(new MailboxAddress("", letter.ToAddress));
        return message;
    }

    private static MimeMessage Compose(Language language, string subject, string body, string address, bool isInert, MailboxAddress from, DateTimeOffset now)
    {
        var message = new MimeMessage
        {
            Date = now,
            Subject = subject,
            Body = new MultipartAlternative
            {
                Part(TextFormat.Plain, body.Replace(Letter.LinkPlace, address, StringComparison.Ordinal)),
                Part(TextFormat.Html, Html(language, subject, body, address, isInert)),
            },
        };
        message.From.Add(from);
        // Machines that answer (RFC 3834; Exchange looks at its own header) would send who is away to a mailbox nobody expects it in.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "OOF, AutoReply");
        message.Body.Headers.Add(HeaderId.ContentLanguage, language.Tag());
        return message;
    }

    private static TextPart Part(TextFormat format, string text)
    {
        var part = new TextPart(format) { ContentTransferEncoding = ContentEncoding.QuotedPrintable };
        part.SetText(Encoding.UTF8, text);
        return part;
    }

    private static string Html(Language language, string subject, string body, string address, bool isInert)
    {
        string encoded = WebUtility.HtmlEncode(address);
        string link = isInert ? encoded : $"<a href=\"{encoded}\">{encoded}</a>";
        var html = new StringBuilder()
            .Append($"<!doctype html><html lang=\"{language.Tag()}\"><head><meta charset=\"utf-8\"><title>{WebUtility.HtmlEncode(subject)}</title></head><body>\n");
        foreach (string paragraph in body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries))
        {
            string words = WebUtility.HtmlEncode(paragraph.Trim('\n')).Replace("\n", "<br>\n", StringComparison.Ordinal)
                .Replace(Letter.LinkPlace, link, StringComparison.Ordinal);
            _ = html.Append("<p>").Append(words).Append("</p>\n");
        }

        return html.Append("</body></html>\n").ToString();
    }
}
