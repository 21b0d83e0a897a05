using AIDialogues.Events.MailSink.Smtp;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace AIDialogues.Events.Web.Tests.MailSink;

public sealed class Scripting_the_answers : IAsyncLifetime
{
    private const string Letter = "MAIL FROM:<desk@series.test>\r\nRCPT TO:<ada@one.test>\r\nRCPT TO:<bo@two.test>\r\nDATA\r\n";

    private readonly FakeTimeProvider clock = new();
    private SmtpSink sink = null!;

    public async ValueTask InitializeAsync() => sink = await SmtpSink.StartAsync(clock: clock);

    public ValueTask DisposeAsync() => sink.DisposeAsync();

    [Theory]
    [InlineData(451)]
    [InlineData(550)]
    public async Task Refuses_one_recipient_and_takes_the_other(int code)
    {
        sink.Script(step => step.Recipient is "ada@one.test" ? SmtpReply.Say(code, "5.1.1 Not today") : null);
        using var smtp = await RawSmtp.GreetedAsync(sink.Port);
        await smtp.SendAsync(Letter + "\r\nHello\r\n.\r\n");
        Assert.Equal($"250 {code} 250 354 250", await smtp.CodesAsync(5));
        Assert.Equal(["bo@two.test"], Assert.Single(sink.Mails).Recipients);
    }

    [Fact]
    public async Task Refuses_the_first_letter_for_now_and_takes_the_second_try()
    {
        var tries = 0;
        sink.Script(step => step.Command is SmtpCommand.Body && ++tries == 1 ? SmtpReply.Say(451, "4.7.1 Greylisted") : null);
        using var smtp = await RawSmtp.GreetedAsync(sink.Port);
        await smtp.SendAsync(Letter + "\r\nHello\r\n.\r\n" + Letter + "\r\nHello\r\n.\r\n");
        Assert.Equal("250 250 250 354 451 250 250 250 354 250", await smtp.CodesAsync(10));
        Assert.Single(sink.Mails);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task Drops_the_connection_after_the_final_dot(bool keep, int kept)
    {
        sink.Script(step => step.Command is SmtpCommand.Body ? keep ? SmtpReply.Drop.AndKeep() : SmtpReply.Drop : null);
        using var smtp = await RawSmtp.GreetedAsync(sink.Port);
        await smtp.SendAsync(Letter + "\r\nHello\r\n.\r\n");
        Assert.Equal("250 250 250 354 closed", await smtp.CodesAsync(5));
        Assert.Equal(kept, sink.Mails.Count);
    }

    [Fact]
    public async Task Closes_at_the_third_command_of_the_second_connection()
    {
        sink.Script(step => step is { Connection: 2, CommandNumber: 3 } ? SmtpReply.Say(421, "4.3.2 Going down") : null);
        using var first = await RawSmtp.GreetedAsync(sink.Port);
        using var second = await RawSmtp.GreetedAsync(sink.Port);
        await first.SendAsync(Letter);
        await second.SendAsync(Letter);
        Assert.Equal("250 250 250 354", await first.CodesAsync(4));
        Assert.Equal("250 421 closed", await second.CodesAsync(3));
        Assert.Equal(2, sink.Connections);
    }

    [Fact]
    public async Task Answers_late_and_only_after_the_test_has_done_its_part()
    {
        var done = new TaskCompletionSource();
        sink.Script(step => step.Command is SmtpCommand.Body
            ? SmtpReply.Usual.After(TimeSpan.FromMinutes(2)).Doing(() => { done.SetResult(); return Task.CompletedTask; })
            : null);
        using var smtp = await RawSmtp.GreetedAsync(sink.Port);
        await smtp.SendAsync(Letter + "\r\nHello\r\n.\r\n");
        Assert.Equal("250 250 250 354", await smtp.CodesAsync(4));
        await done.Task;
        Assert.Empty(sink.Mails);

        var arrived = sink.WaitForAsync(mail => mail.IsTo("BO@two.test"));
        while (!arrived.IsCompleted)
        {
            clock.Advance(TimeSpan.FromMinutes(2));
            await Task.Yield();
        }

        Assert.Equal("250", await smtp.CodesAsync(1));
    }

    [Fact]
    public async Task Says_452_when_the_letter_could_not_be_kept()
    {
        await using var full = await SmtpSink.StartAsync(store: _ => throw new IOException("No space left"));
        using var smtp = await RawSmtp.GreetedAsync(full.Port);
        await smtp.SendAsync(Letter + "\r\nHello\r\n.\r\n");
        Assert.Equal("250 250 250 354 452", await smtp.CodesAsync(5));
        Assert.Empty(full.Mails);
    }
}
