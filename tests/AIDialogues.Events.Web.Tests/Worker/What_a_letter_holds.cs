using System.Text;
using System.Text.RegularExpressions;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.MailSink.Smtp;
using AIDialogues.Events.Web.Tests.Hosting;
using AngleSharp.Html.Parser;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

public sealed partial class What_a_letter_holds(EventsHost host) : IAsyncLifetime
{
    private static readonly string[] Lures =
    [
        "<a href=\"http://evil.test\">Awa</a>", "[click](http://evil.test)", "http://evil.test", "HTTPS://EVIL.TEST/login", "www.evil.test", "evil.test", "evil.test/a?b=c",
        "//evil.test/x", "mailto:me@evil.test", "me@evil.test", "javascript:alert(1)", "tel:+33123456789", "ftp://evil.test", "data:text/html,hello", "evil。test",
        "<img src=http://evil.test/p.png>", "&lt;a href='http://evil.test'&gt;", "{link}", "{{link}}", "<script>alert(1)</script>", "é.evil.example", "xn--evl-1oa.test", "a b.evil.test c",
        "Ministry (evil.example)", "evil.example.", "x:evil.test", "sms:+331", "<https://evil.test>", "\"https://evil.test\"", "evil.co.uk/path",
    ];

    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Fact]
    public async Task Case_14_is_no_link_but_ours_whatever_somebody_is_called()
    {
        var series = await _given.SeriesAsync();
        var dialogue = await _given.DialogueAsync(series);
        var things = new List<object>();
        foreach (var (lure, i) in Lures.SelectMany(l => new[] { l, "Dr " + l }).Select((l, i) => (l, i)))
        {
            var person = Given.Value(Person.New(new PersonDetails(lure, "Diallo", $"p{i}@bassin.test", lure, StakeholderGroup.Business, "", i % 2 == 0 ? Language.English : Language.French), _given.Now));
            var invitation = Invitation.Of(person, dialogue, _given.Now);
            var template = Given.Value(LetterTemplate.New(dialogue.Id, LetterKind.Invitation, person.Language, "{given_name}", "{given_name}, {affiliation}:\n\n{link}\n\n{affiliation}"));
            things.AddRange([person, invitation, Letter.Queue(invitation, person, LetterKind.Invitation, Given.Value(template.Render(LetterValues.For(person, dialogue, series, person.Language))), _given.Now)]);
        }

        await _given.SaveAsync([.. things]);
        Assert.Equal(Lures.Length * 2, (await _post.DrainAsync()).Sent);

        var parser = new HtmlParser();
        Assert.All(_post.Sink.Mails, mail =>
        {
            using var html = parser.ParseDocument(mail.Html!);
            string ours = Assert.Single(html.Links).GetAttribute("href")!;
            Assert.StartsWith("http://localhost:5100/i/", ours, StringComparison.Ordinal);
            Assert.Empty(html.QuerySelectorAll("img, script, iframe, form, link, style, [src], [style]"));
            Assert.Equal([ours], Linkified().Matches(mail.Text!).Select(m => m.Value));
            Assert.Equal([ours], Linkified().Matches(html.Body!.TextContent).Select(m => m.Value));
            Assert.Empty(Linkified().Matches(mail.Subject));
        });
    }

    [Fact]
    public async Task Case_17_injects_neither_a_header_nor_a_command()
    {
        var letters = await _post.QueueAsync(3);
        // Past every check of ours, straight into the table.
        string[] names = ["Awa\r\nBcc: thief@evil.test", "Awa\nRCPT TO:<thief@evil.test>", "\"Awa\" <thief@evil.test>,"];
        for (int i = 0; i < names.Length; i++)
            await ExecuteAsync("UPDATE events.outbox SET seal = '', to_name = $1, subject = $1, body = $1 || E'\\r\\n.\\r\\nMAIL FROM:<x@evil.test>\\r\\n{link}' WHERE id = $2", names[i], letters[i].Id.Value);
        var transcript = new List<SmtpCommand>();
        _post.Sink.Script(step => { transcript.Add(step.Command); return null; });

        Assert.Equal(3, (await _post.DrainAsync()).Sent);

        Assert.Equal(3, transcript.Count(c => c is SmtpCommand.MailFrom));
        Assert.Equal(3, transcript.Count(c => c is SmtpCommand.RcptTo));
        Assert.Equal(3, _post.Sink.Mails.Count);
        Assert.All(_post.Sink.Mails, mail =>
        {
            Assert.DoesNotContain(mail.Message.Headers, h => h.Field.Equals("Bcc", StringComparison.OrdinalIgnoreCase));
            Assert.Matches("^awa[012]@bassin.test$", Assert.Single(mail.Message.To.Mailboxes).Address);
        });
    }

    [Fact]
    public async Task Case_19_names_its_one_reader_only()
    {
        _ = await _post.QueueAsync(3);
        _ = await _post.DrainAsync();
        Assert.All(_post.Sink.Mails, mail =>
        {
            Assert.Equal(Assert.Single(mail.Recipients), Assert.Single(mail.Message.To.Mailboxes).Address);
            Assert.Empty(mail.Message.Cc);
            Assert.Empty(mail.Message.Bcc);
        });
    }

    [Fact]
    public async Task Case_20_has_neutral_headers_and_the_same_words_in_both_parts()
    {
        var letter = Assert.Single(await _post.QueueAsync());
        _ = await _post.DrainAsync();
        var mail = Assert.Single(_post.Sink.Mails);
        Assert.Equal(
            ["Auto-Submitted", "Date", "From", "List-Unsubscribe", "List-Unsubscribe-Post", "MIME-Version", "Message-Id", "Subject", "To", "X-Auto-Response-Suppress"],
            mail.Message.Headers.Select(h => h.Field).Order(StringComparer.Ordinal));
        Assert.Equal(["Content-Language", "Content-Type"], mail.Message.Body!.Headers.Select(h => h.Field).Order(StringComparer.Ordinal));
        // Random, and neither the letter's number nor what its bounces are known by.
        Assert.Matches("^[0-9a-f]{32}@meridien\\.test$", mail.MessageId!);
        Assert.DoesNotContain((string[])[$"{letter.Id.Value:n}", $"{letter.ReturnId:n}"], n => mail.MessageId!.Contains(n, StringComparison.Ordinal));
        // A short name stands by chance in a token.
        string read = string.Concat(mail.Message.Headers.Select(h => h.Value)) + mail.Text + mail.Html;
        Assert.DoesNotContain(Environment.MachineName, Token().Replace(read, ""), StringComparison.OrdinalIgnoreCase);
        using var html = new HtmlParser().ParseDocument(mail.Html!);
        Assert.Equal(Folded(mail.Text!), Folded(html.Body!.TextContent));
    }

    [Fact]
    public async Task Case_20_a_neutral_subject_keeps_the_topic_off_the_lock_screen()
    {
        const string Canary = "kanarienthema";
        _ = await _post.QueueAsync(body: $"Bonjour\n\n{Canary}\n\n{{link}}");
        _ = await _post.DrainAsync();
        var mail = Assert.Single(_post.Sink.Mails);
        Assert.Contains(Canary, mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(mail.Message.Headers, h => h.Value.Contains(Canary, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Canary, mail.From + string.Concat(mail.Recipients), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(LetterKind.Invitation)]
    [InlineData(LetterKind.Reminder)]
    [InlineData(LetterKind.News)]
    [InlineData(LetterKind.CalledOff)]
    [InlineData(LetterKind.Confirmation)]
    [InlineData(LetterKind.Code)]
    public async Task Case_21_has_no_pixel_no_remote_picture_and_no_counted_click_in_any_part(LetterKind kind)
    {
        // An organiser who copies it from a newsletter program.
        const string Copied = """<img src="https://evil.test/p.gif?u=1" width=1 height=1><div style="background:url(https://evil.test/b.png)">@import url(evil.css)</div>""";
        const string Calendar = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
        var letter = Assert.Single(await _post.QueueAsync(kind: kind, body: $"Bonjour\n\n{Copied}\n\n{(kind.CarriesLink() ? "{link}" : "—")}"));
        await using (var db = host.OpenDb())
        {
            _ = (await db.Letters.SingleAsync()).Carrying(Calendar);
            if (kind == LetterKind.Confirmation) Assert.Null((await db.Invitations.SingleAsync()).Answer(accepts: true, await db.Dialogues.SingleAsync(), _given.Now));
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal(1, (await _post.DrainAsync()).Sent);

        var mail = Assert.Single(_post.Sink.Mails);
        var parts = mail.Message.BodyParts.OfType<MimeKit.TextPart>().ToList();
        Assert.Equal(["text/plain", "text/html", "text/calendar"], parts.Select(p => p.ContentType.MimeType));
        Assert.Empty(mail.Message.Attachments);
        Assert.Equal(Calendar, Decoded(parts[2]));
        // As text it stands there for the reader to see; as markup it is nowhere.
        using var html = new HtmlParser().ParseDocument(parts[1].Text);
        Assert.Contains("evil.test/p.gif", html.Body!.TextContent, StringComparison.Ordinal);
        Assert.Empty(html.QuerySelectorAll("img, picture, source, script, iframe, object, embed, form, link, style, base, meta[http-equiv], [src], [srcset], [style], [background], [ping], [onload]"));
        // The one link is the reader's own, straight to our host, and what is shown is where it leads.
        Assert.All(html.Links, a => Assert.Equal(a.TextContent, a.GetAttribute("href")));
        Assert.All(html.Links, a => Assert.Matches("^http://localhost:5100/i/[A-Za-z0-9_-]{43}$", a.GetAttribute("href")!));
        Assert.Equal(kind.CarriesLink() ? 1 : 0, html.Links.Length);
        Assert.DoesNotContain(letter.Id.Value.ToString(), mail.Text + mail.Html, StringComparison.Ordinal);
    }

    private static string Decoded(MimeKit.MimePart part)
    {
        using var bytes = new MemoryStream();
        part.Content!.DecodeTo(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static string Folded(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private async Task ExecuteAsync(string sql, params object[] values)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        await using var command = source.CreateCommand(sql);
        foreach (object value in values) _ = command.Parameters.AddWithValue(value);
        _ = await command.ExecuteNonQueryAsync();
    }

    [GeneratedRegex("[A-Za-z0-9_-]{43}|[0-9a-f]{32}", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();

    /// <summary>What mail programs make links of: schemes, www, addresses, and names with a dot and a top level.</summary>
    [GeneratedRegex(@"(?i)(?:https?|ftp)://[^\s<>""]+|www\.[^\s<>""]+|\b(?:mailto|tel|sms|data|javascript):\S+|[\w.+-]+@[\w-]+\.\w+|\b[\w-]+[.。](?:test|example|com|org|net|uk)\b\S*", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Linkified();
}
