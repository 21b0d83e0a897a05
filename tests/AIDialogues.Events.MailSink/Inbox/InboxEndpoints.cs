using System.Text;
using AIDialogues.Events.MailSink.Smtp;

namespace AIDialogues.Events.MailSink.Inbox;

internal static class InboxEndpoints
{
    private const string FrameOnly = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'";
    private const string OurPages = "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void MapInbox(this WebApplication app, SmtpSink sink, LetterStore store)
    {
        app.Use(GuardAsync);
        app.MapGet("/alive", () => "alive");
        app.MapGet("/style.css", () => Results.Text(InboxPage.Style, "text/css; charset=utf-8"));
        app.MapGet("/", (string? to, string? refresh) => Html(InboxPage.List(Newest(sink, to), Filter(to), refresh is not "off")));
        app.MapGet("/letters/{id}", (string id) => Find(sink, id) is { } mail ? Html(InboxPage.Letter(mail)) : Gone());
        app.MapGet("/letters/{id}/raw", (string id) => Find(sink, id) is { } mail ? Results.Bytes(mail.Raw, "text/plain; charset=utf-8") : Gone());
        app.MapGet("/letters/{id}/html", (string id, HttpContext context) =>
        {
            if (Find(sink, id)?.Html is not { } html) return Gone();
            context.Response.Headers.ContentSecurityPolicy = FrameOnly;
            return Html(InboxPage.Framed(html));
        });
        app.MapGet("/api/mails", (string? to) => Newest(sink, to).Select(Described));
        app.MapDelete("/api/mails", () =>
        {
            Clear(sink, store);
            return Results.NoContent();
        });
        app.MapPost("/clear", () =>
        {
            Clear(sink, store);
            return Results.LocalRedirect("/");
        });
    }

    private static Task GuardAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = OurPages;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.CacheControl = "no-store";
        // Nothing here needs a token, because another site's page may not write at all.
        var fromElsewhere = context.Request.Headers["Sec-Fetch-Site"] is [{ } site] && site is not ("same-origin" or "none");
        if (!fromElsewhere || HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static List<ReceivedMail> Newest(SmtpSink sink, string? to) =>
        [.. sink.Mails.Reverse().Where(mail => Filter(to) is not { } part || mail.Recipients.Any(address => address.Contains(part, StringComparison.OrdinalIgnoreCase)))];

    private static string? Filter(string? to) => string.IsNullOrWhiteSpace(to) ? null : to.Trim();

    private static ReceivedMail? Find(SmtpSink sink, string id) => sink.Mails.FirstOrDefault(mail => mail.Id.Equals(id, StringComparison.Ordinal));

    private static void Clear(SmtpSink sink, LetterStore store)
    {
        sink.Clear();
        store.Clear();
    }

    private static object Described(ReceivedMail mail) => new { mail.Id, mail.From, To = mail.Recipients, mail.Subject, mail.Text, mail.Html, mail.MessageId, mail.ReceivedAt };

    private static IResult Html(string page) => Results.Text(page, "text/html; charset=utf-8", Encoding.UTF8);

    private static IResult Gone() => Results.Text("No such letter.", "text/plain; charset=utf-8", Encoding.UTF8, StatusCodes.Status404NotFound);
}
