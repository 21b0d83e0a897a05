using System.Text;
using AIDialogues.Events.MailSink.Smtp;
using Xunit;

namespace AIDialogues.Events.Web.Tests.MailSink;

public sealed class Receiving_letters : IAsyncLifetime
{
    private SmtpSink sink = null!;

    public async ValueTask InitializeAsync() => sink = await SmtpSink.StartAsync();

    public ValueTask DisposeAsync() => sink.DisposeAsync();

    [Fact]
    public async Task Greets_and_says_what_it_can_do()
    {
        using var smtp = await RawSmtp.ConnectAsync(sink.Port);
        Assert.Equal("220 localhost ESMTP AIDialogues mail sink", await smtp.ReadAsync());
        Assert.Equal("250-localhost|250-PIPELINING|250-8BITMIME|250-SMTPUTF8|250-ENHANCEDSTATUSCODES|250 SIZE 26214400", await smtp.AskAsync("EHLO sender.test"));
        Assert.Equal("250 localhost", await smtp.AskAsync("HELO sender.test"));
        Assert.Equal("250 2.0.0 OK", await smtp.AskAsync("NOOP"));
        Assert.Equal("221 2.0.0 Bye", await smtp.AskAsync("QUIT"));
        Assert.Null(await smtp.ReadAsync());
    }

    [Fact]
    public async Task Takes_a_pipelined_letter_to_two_people_and_keeps_its_dots()
    {
        using var smtp = await RawSmtp.GreetedAsync(sink.Port);
        await smtp.SendAsync("MAIL FROM:<desk@series.test> SIZE=200\r\nRCPT TO:<ada@one.test>\r\nRCPT TO:<bo@two.test>\r\nDATA\r\n");
        Assert.Equal("250 250 250 354", await smtp.CodesAsync(4));
        await smtp.SendAsync("Subject: Quince\r\nMessage-ID: <1@series.test>\r\n\r\n..hidden\r\n...\r\n.\r\nNOOP\r\n");
        Assert.Equal("250 250", await smtp.CodesAsync(2));

        var mail = Assert.Single(sink.Mails);
        Assert.Equal("desk@series.test", mail.From);
        Assert.Equal(["ada@one.test", "bo@two.test"], mail.Recipients);
        Assert.Equal("Subject: Quince\r\nMessage-ID: <1@series.test>\r\n\r\n.hidden\r\n..\r\n", Encoding.UTF8.GetString(mail.Raw));
        Assert.Equal(("Quince", "1@series.test"), (mail.Subject, mail.MessageId));
    }

    [Fact]
    public async Task Reads_a_letter_that_comes_byte_by_byte()
    {
        using var smtp = await RawSmtp.GreetedAsync(sink.Port);
        foreach (var letter in "MAIL FROM:<>\r\nRCPT TO:<ada@one.test>\r\nDATA\r\n\r\nHello\r\n.\r\n") await smtp.SendAsync($"{letter}");
        Assert.Equal("250 250 354 250", await smtp.CodesAsync(4));
        Assert.Equal("\r\nHello\r\n", Encoding.UTF8.GetString(Assert.Single(sink.Mails).Raw));
    }

    [Theory]
    [InlineData("MAIL FROM:<desk@series.test>\r\nDATA\r\n", "250 554")]
    [InlineData("RCPT TO:<ada@one.test>\r\n", "503")]
    [InlineData("DATA\r\n", "503")]
    [InlineData("MAIL FROM:<desk@series.test>\r\nMAIL FROM:<desk@series.test>\r\n", "250 503")]
    [InlineData("MAIL FROM:<desk@series.test>\r\nRSET\r\nRCPT TO:<ada@one.test>\r\n", "250 250 503")]
    [InlineData("MAIL FROM:desk@series.test\r\n", "501")]
    [InlineData("MAIL FROM:<desk@series.test> SIZE=26214401\r\n", "552")]
    [InlineData("MAIL FROM:<desk@series.test> COLOUR=red\r\n", "555")]
    [InlineData("MAIL FROM:<desk@series.test>\r\nRCPT TO:<zoë@one.test>\r\n", "250 553")]
    [InlineData("MAIL FROM:<desk@series.test> SMTPUTF8\r\nRCPT TO:<zoë@one.test>\r\n", "250 250")]
    [InlineData("MAIL FROM:<desk@series.test>\r\nRCPT TO:<\"a>b\"@one.test>\r\nRCPT TO:<nobody>\r\n", "250 250 501")]
    [InlineData("NOOP\nNOOP\r\n", "500")]
    [InlineData("STARTTLS\r\nFISH\r\nVRFY ada\r\n", "502 500 252")]
    public async Task Answers_what_is_out_of_order_or_malformed(string commands, string codes)
    {
        using var smtp = await RawSmtp.GreetedAsync(sink.Port);
        await smtp.SendAsync(commands);
        Assert.Equal(codes, await smtp.CodesAsync(codes.Split(' ').Length));
        Assert.Empty(sink.Mails);
    }

    [Fact]
    public async Task Asks_for_a_greeting_first()
    {
        using var smtp = await RawSmtp.ConnectAsync(sink.Port);
        await smtp.ReadAsync();
        Assert.Equal("503 5.5.1 EHLO first", await smtp.AskAsync("MAIL FROM:<desk@series.test>"));
    }

    [Theory]
    [InlineData(2_000, "500")]
    [InlineData(3_000_000, "500")]
    public async Task Throws_an_oversized_command_away_and_goes_on(int length, string code)
    {
        using var smtp = await RawSmtp.GreetedAsync(sink.Port);
        await smtp.SendAsync("NOOP " + new string('x', length) + "\r\nNOOP\r\n");
        Assert.Equal(code + " 250", await smtp.CodesAsync(2));
    }

    [Theory]
    [InlineData(998, "250", 1)]
    [InlineData(999, "554", 0)]
    [InlineData(70_000, "554", 0)]
    public async Task Refuses_a_letter_with_a_line_that_others_would_break(int length, string code, int kept)
    {
        using var smtp = await RawSmtp.GreetedAsync(sink.Port);
        await smtp.SendAsync($"MAIL FROM:<>\r\nRCPT TO:<ada@one.test>\r\nDATA\r\n\r\n{new string('x', length)}\r\n.\r\nNOOP\r\n");
        Assert.Equal($"250 250 354 {code} 250", await smtp.CodesAsync(5));
        Assert.Equal(kept, sink.Mails.Count);
    }

    [Fact]
    public async Task Does_not_let_a_lone_line_feed_smuggle_a_second_letter()
    {
        using var smtp = await RawSmtp.GreetedAsync(sink.Port);
        await smtp.SendAsync("MAIL FROM:<>\r\nRCPT TO:<ada@one.test>\r\nDATA\r\n\r\nfirst\n.\nMAIL FROM:<forged@one.test>\r\n.\r\n");
        Assert.Equal("250 250 354 554", await smtp.CodesAsync(4));
        Assert.Empty(sink.Mails);
    }

    [Fact]
    public async Task Refuses_more_than_its_limits()
    {
        await using var small = await SmtpSink.StartAsync(limits: new SmtpLimits { Message = 40, Recipients = 1, Connections = 1, Kept = 1 });
        using var smtp = await RawSmtp.GreetedAsync(small.Port);
        using (var second = await RawSmtp.ConnectAsync(small.Port)) Assert.Equal("421", await second.CodesAsync(1));

        await smtp.SendAsync("MAIL FROM:<>\r\nRCPT TO:<ada@one.test>\r\nRCPT TO:<bo@two.test>\r\nDATA\r\n\r\n" + string.Concat(Enumerable.Repeat("ten octets\r\n", 5)) + ".\r\n");
        Assert.Equal("250 250 452 354 552", await smtp.CodesAsync(5));
        foreach (var text in (string[])["one", "two"])
        {
            await smtp.SendAsync($"MAIL FROM:<>\r\nRCPT TO:<ada@one.test>\r\nDATA\r\n\r\n{text}\r\n.\r\n");
            Assert.Equal("250 250 354 250", await smtp.CodesAsync(4));
        }

        Assert.Equal("\r\ntwo\r\n", Encoding.UTF8.GetString(Assert.Single(small.Mails).Raw));
    }

    [Fact]
    public async Task Keeps_nothing_of_a_letter_that_broke_off_before_its_final_dot()
    {
        var ended = await SmtpSink.StartAsync();
        using (var smtp = await RawSmtp.GreetedAsync(ended.Port))
        {
            await smtp.SendAsync("MAIL FROM:<>\r\nRCPT TO:<ada@one.test>\r\nDATA\r\n");
            await smtp.CodesAsync(3);
            await smtp.SendAsync("\r\nhalf a letter\r\n");
        }

        // Once disposed, it has heard all that was sent.
        await ended.DisposeAsync();
        Assert.Empty(ended.Mails);
    }
}
