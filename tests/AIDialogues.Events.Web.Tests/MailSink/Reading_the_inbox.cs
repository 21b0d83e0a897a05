using System.Net;
using AIDialogues.Events.MailSink.Inbox;
using AIDialogues.Events.MailSink.Smtp;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace AIDialogues.Events.Web.Tests.MailSink;

public sealed class Reading_the_inbox : IAsyncLifetime
{
    private const string Letter = "Subject: <b>Quince</b>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n\r\n"
        + "--x\r\nContent-Type: text/plain\r\n\r\nAnswer at http://localhost:5100/i/abc?x=1&y=2. <script>\r\n"
        + "--x\r\nContent-Type: text/html\r\n\r\n<html><head></head><body><script>alert(1)</script><a href='http://localhost:5100/i/abc'>Answer</a></body></html>\r\n--x--\r\n";

    private readonly string directory = Directory.CreateTempSubdirectory("aide-inbox-").FullName;
    private SmtpSink sink = null!;
    private WebApplication app = null!;
    private HttpClient browser = null!;

    public async ValueTask InitializeAsync()
    {
        var store = new LetterStore(directory, kept: 3);
        sink = await SmtpSink.StartAsync(store: store.SaveAsync);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration["urls"] = "http://127.0.0.1:0";
        builder.Configuration["Logging:LogLevel:Default"] = "Warning";
        app = builder.Build();
        app.MapInbox(sink, store);
        await app.StartAsync();
        browser = new HttpClient { BaseAddress = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
    }

    public async ValueTask DisposeAsync()
    {
        browser.Dispose();
        await app.DisposeAsync();
        await sink.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Shows_the_letter_as_text_with_its_link_and_nothing_of_it_as_markup()
    {
        await SendAsync("ada@one.test");
        var list = await browser.GetStringAsync("/");
        Assert.Contains("<strong>&lt;b&gt;Quince&lt;/b&gt;</strong>", list, StringComparison.Ordinal);
        Assert.Contains("""<meta http-equiv="refresh" content="5">""", list, StringComparison.Ordinal);
        Assert.DoesNotContain("refresh\" content", await browser.GetStringAsync("/?refresh=off"), StringComparison.Ordinal);
        var letter = await browser.GetStringAsync("/letters/" + sink.Mails[0].Id);
        Assert.Contains("""Answer at <a href="http://localhost:5100/i/abc?x=1&amp;y=2" target="_blank" rel="noopener noreferrer">http://localhost:5100/i/abc?x=1&amp;y=2</a>. &lt;script&gt;""", letter, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", letter, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_the_letters_html_where_no_script_can_run()
    {
        await SendAsync("ada@one.test");
        var framed = await browser.GetAsync($"/letters/{sink.Mails[0].Id}/html");
        Assert.Equal(
            "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'",
            Assert.Single(framed.Headers.GetValues("Content-Security-Policy")));
        Assert.StartsWith("""<html><head><base target="_blank"></head><body><script>""", await framed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var page = await browser.GetAsync("/");
        Assert.Equal(
            "default-src 'none'; style-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
            Assert.Single(page.Headers.GetValues("Content-Security-Policy")));
    }

    [Fact]
    public async Task Lists_one_persons_letters_and_deletes_all()
    {
        await SendAsync("ada@one.test");
        await SendAsync("bo@two.test");
        var listed = await browser.GetStringAsync("/api/mails?to=BO@two.test");
        Assert.Contains("\"to\":[\"bo@two.test\"]", listed, StringComparison.Ordinal);
        Assert.DoesNotContain("ada@one.test", listed, StringComparison.Ordinal);

        using var forged = new HttpRequestMessage(HttpMethod.Post, "/clear") { Headers = { { "Sec-Fetch-Site", "cross-site" } } };
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.SendAsync(forged)).StatusCode);
        Assert.Equal(2, sink.Mails.Count);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.DeleteAsync("/api/mails")).StatusCode);
        Assert.Equal("[]", await browser.GetStringAsync("/api/mails"));
        Assert.Empty(Directory.GetFiles(directory));
    }

    [Fact]
    public async Task Finds_the_newest_letters_again_after_a_restart()
    {
        foreach (var to in (string[])["a@one.test", "b@one.test", "c@one.test", "d@one.test"]) await SendAsync(to);
        var restored = new LetterStore(directory, kept: 3).Load();
        Assert.Equal(sink.Mails.Skip(1).Select(mail => mail.Id).Order(), restored.Select(mail => mail.Id).Order());
        Assert.Equal(["b@one.test", "c@one.test", "d@one.test"], restored.SelectMany(mail => mail.Recipients).Order());
        Assert.All(restored, mail => Assert.Equal(("desk@series.test", "<b>Quince</b>"), (mail.From, mail.Subject)));
        Assert.Equal(3, Directory.GetFiles(directory).Length);
    }

    private async Task SendAsync(string to)
    {
        using var smtp = await RawSmtp.GreetedAsync(sink.Port);
        await smtp.SendAsync($"MAIL FROM:<desk@series.test>\r\nRCPT TO:<{to}>\r\nDATA\r\n{Letter}.\r\n");
        Assert.Equal("250 250 354 250", await smtp.CodesAsync(4));
    }
}
