using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using AIDialogues.Events.MailSink.Smtp;

namespace AIDialogues.Events.MailSink.Inbox;

/// <summary>The inbox's pages: no script, every value encoded.</summary>
internal static partial class InboxPage
{
    public const string Style = """
        :root { color-scheme: light dark; --ink: light-dark(#1d1f24, #e9e7e2); --soft: light-dark(#5b616e, #a9a79f); --paper: light-dark(#fbfaf7, #17181b); --card: light-dark(#fff, #1f2125); --line: light-dark(#dedbd3, #35373d); --link: light-dark(#0b57a4, #8fc0ff) }
        * { box-sizing: border-box }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif }
        header, main { max-width: 68rem; margin: 0 auto; padding: 1rem }
        header { display: flex; flex-wrap: wrap; gap: .5rem 1.5rem; align-items: baseline; border-bottom: 1px solid var(--line) }
        h1 { font-size: 1.15rem; margin: 0 } h2 { font-size: 1rem; margin: 2rem 0 .5rem }
        a { color: var(--link) } a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--link); outline-offset: 2px }
        form { display: flex; gap: .5rem; margin: 0 } input, button { font: inherit; padding: .3rem .6rem; border: 1px solid var(--line); border-radius: .4rem; background: var(--card); color: var(--ink) }
        .soft { color: var(--soft) } .push { margin-left: auto }
        ol { list-style: none; margin: 0; padding: 0 } li { border-bottom: 1px solid var(--line); overflow-wrap: anywhere }
        li a { display: grid; grid-template-columns: 11rem 1fr auto; gap: 1rem; padding: .7rem .2rem; color: inherit; text-decoration: none } li a:hover strong { text-decoration: underline }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: .2rem 1rem; margin: 1rem 0 } dt { color: var(--soft) } dd { margin: 0; overflow-wrap: anywhere }
        pre, iframe { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; width: 100% } pre { padding: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font: .95rem/1.5 ui-monospace, monospace; margin: 0 }
        iframe { height: 32rem; background: #fff } summary { cursor: pointer; margin: 1.5rem 0 .5rem }
        @media (max-width: 40rem) { li a { grid-template-columns: 1fr; gap: 0 } dl { grid-template-columns: 1fr } .push { margin-left: 0 } }
        """;

    public static string List(IReadOnlyList<ReceivedMail> newestFirst, string? to, bool refresh)
    {
        var rows = new StringBuilder();
        foreach (var mail in newestFirst)
            rows.Append(CultureInfo.InvariantCulture, $"""<li><a href="/letters/{mail.Id}"><span class="soft">{E(string.Join(", ", mail.Recipients))}</span><strong>{E(Subject(mail))}</strong><time class="soft" datetime="{mail.ReceivedAt:O}">{When(mail)}</time></a></li>""");
        var body = newestFirst.Count > 0 ? $"<ol>{rows}</ol>" : $"""<p>{(to is null ? "No letter yet. Whatever the product sends arrives here and goes nowhere else." : "No letter to this address.")}</p>""";
        var refreshing = refresh ? """<meta http-equiv="refresh" content="5">""" : "";
        return Page("Letters", refreshing, $"""
            <header><h1>Letters <span class="soft">{newestFirst.Count}</span></h1>
            <form><label>To <input name="to" value="{E(to ?? "")}" type="search"></label><button>Show</button></form>
            <a class="push" href="/?refresh={(refresh ? "off" : "on")}">{(refresh ? "Stop refreshing" : "Refresh every 5 seconds")}</a>
            <form method="post" action="/clear"><button>Delete all</button></form></header>
            <main>{body}</main>
            """);
    }

    public static string Letter(ReceivedMail mail)
    {
        var html = mail.Html is null ? "" : $"""<h2>As HTML</h2><iframe title="The letter as HTML" src="/letters/{mail.Id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>""";
        var text = mail.Text is null ? "" : $"<h2>As plain text</h2><pre>{WithLinks(mail.Text)}</pre>";
        var attached = string.Join(", ", mail.Message.Attachments.Select(part => part.ContentDisposition?.FileName ?? part.ContentType.Name ?? part.ContentType.MimeType));
        var headers = string.Join('\n', mail.Message.Headers.Select(header => $"{header.Field}: {header.Value.Trim()}"));
        return Page(Subject(mail), "", $"""
            <header><h1>{E(Subject(mail))}</h1><a class="push" href="/">All letters</a></header>
            <main><dl>
            <dt>To</dt><dd>{E(string.Join(", ", mail.Recipients))}</dd>
            <dt>From</dt><dd>{E(mail.Message.From.ToString())} <span class="soft">envelope &lt;{E(mail.From)}&gt;</span></dd>
            <dt>Received</dt><dd>{When(mail)} UTC</dd>
            {(attached.Length > 0 ? $"<dt>Attached</dt><dd>{E(attached)}</dd>" : "")}
            </dl>
            {text}{html}
            <details><summary>Headers</summary><pre>{E(headers)}</pre></details>
            <p><a href="/letters/{mail.Id}/raw">The letter as it came</a></p></main>
            """);
    }

    /// <summary>The letter's own HTML for the sandboxed frame; its links open beside the inbox.</summary>
    public static string Framed(string html)
    {
        const string NewTab = """<base target="_blank">""";
        var head = html.IndexOf("<head>", StringComparison.OrdinalIgnoreCase);
        return head < 0 ? NewTab + html : html.Insert(head + "<head>".Length, NewTab);
    }

    public static string WithLinks(string text)
    {
        var made = new StringBuilder();
        var at = 0;
        foreach (var link in Link().EnumerateMatches(text))
        {
            var address = E(text.Substring(link.Index, link.Length));
            made.Append(E(text[at..link.Index])).Append(CultureInfo.InvariantCulture, $"""<a href="{address}" target="_blank" rel="noopener noreferrer">{address}</a>""");
            at = link.Index + link.Length;
        }

        return made.Append(E(text[at..])).ToString();
    }

    private static string Page(string title, string head, string body) => $"""
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>{E(title)}</title><meta name="viewport" content="width=device-width">{head}<link rel="stylesheet" href="/style.css"></head><body>
        {body}
        </body></html>
        """;

    private static string Subject(ReceivedMail mail) => mail.Subject.Length > 0 ? mail.Subject : "(no subject)";

    private static string When(ReceivedMail mail) => mail.ReceivedAt.UtcDateTime.ToString("d MMM HH:mm:ss", CultureInfo.InvariantCulture);

    private static string E(string text) => WebUtility.HtmlEncode(text);

    // A full stop or bracket after an address belongs to the sentence.
    [GeneratedRegex("""https?://[^\s<>"]*[^\s<>".,;:!?)\]']""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
