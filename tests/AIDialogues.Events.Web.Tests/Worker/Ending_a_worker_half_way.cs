using System.Diagnostics;
using System.Globalization;
using AIDialogues.Events.Domain;
using AIDialogues.Events.MailSink.Smtp;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Admin;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

/// <summary>The real program as a process of its own, ended while the mail server is about to answer.</summary>
public sealed class Ending_a_worker_half_way(EventsHost host) : IAsyncLifetime
{
    private const int Letters = 30;

    private PostOffice _post = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        _ = await _post.QueueAsync(Letters);
        // The program goes by the system's clock, which the tests' is ahead of.
        await using var db = host.OpenDb();
        _ = await db.Letters.ExecuteUpdateAsync(l => l.SetProperty(x => x.NotBefore, TimeProvider.System.GetUtcNow()));
    }

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(30)]
    public async Task Fault_01_by_kill_leaves_one_letter_to_ask_about_and_sends_the_rest_once(int point)
    {
        await EndAtAsync(point, process => { process.Kill(); return Task.CompletedTask; });
        Assert.Equal(1, await _post.Outbox.ReclaimAsync(CancellationToken.None));
        Assert.Equal(Letters - point, (await _post.DrainAsync()).Sent);
        Assert.Equal((Letters, Letters), (_post.Sink.Mails.Count, _post.Sink.Mails.Select(m => m.Recipients.Single()).Distinct().Count()));
        Assert.Equal((1, Letters - 1), await _post.StatesAsync() is var states ? (states.Count(s => s is LetterState.Unknown), states.Count(s => s is LetterState.Sent)) : default);
    }

    [Fact]
    public async Task Fault_02_by_kill_between_the_servers_yes_and_our_mark_leaves_one_to_check_and_one_letter_at_the_server()
    {
        const int point = 8;
        var killed = Task.CompletedTask;
        _ = await EndAtAsync(point, async process => killed = await HoldingTheMark.ThenKillAsync(host, process));
        await killed;
        Assert.Equal((1, 0), await _post.StatesAsync() is var before ? (before.Count(s => s is LetterState.InFlight), before.Count(s => s is LetterState.Unknown)) : default);
        string[] received = [.. _post.Sink.Mails.Select(m => m.Recipients.Single())];

        Assert.Equal(1, await _post.Outbox.ReclaimAsync(CancellationToken.None));
        Assert.Equal(Letters - point, (await _post.DrainAsync()).Sent);
        using var organiser = await new Given(host).SignedInAsync();
        var toCheck = await organiser.GetAsync("/organise/letters?state=Unknown");

        await using var db = host.OpenDb();
        var unknown = await db.Letters.AsNoTracking().SingleAsync(l => l.State == LetterState.Unknown);
        Assert.Equal((received[point - 1], 1), (unknown.ToAddress, _post.Sink.Mails.Count(m => m.IsTo(unknown.ToAddress))));
        Assert.Equal((Letters, Letters), (_post.Sink.Mails.Count, _post.Sink.Mails.Select(m => m.Recipients.Single()).Distinct().Count()));
        Assert.Single(toCheck.All("tbody th a"));
        Assert.Contains("The sending was broken off; the mail server may have the letter or not.", toCheck.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_03_by_SIGTERM_finishes_the_letter_at_hand_and_takes_no_other()
    {
        int code = await EndAtAsync(5, async process =>
        {
            using var kill = Process.Start("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
            await kill.WaitForExitAsync();
            // The signal arrives on a thread of its own; the mail server's answer must not come before it.
            Assert.Equal("Stopping after the step at hand.", await process.StandardError.ReadLineAsync());
        });
        Assert.Equal((0, 5), (code, _post.Sink.Mails.Count));
        Assert.Equal((5, Letters - 5), await _post.StatesAsync() is var states ? (states.Count(s => s is LetterState.Sent), states.Count(s => s is LetterState.Queued)) : default);
        Assert.Equal(Letters - 5, (await _post.DrainAsync()).Sent);
    }

    private async Task<int> EndAtAsync(int point, Func<Process, Task> end)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AdminCommands).Assembly.Location, "mail", "drain"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ConnectionStrings__Events"] = host.Database.Worker, ["Data__Directory"] = host.Keys.DataDirectory, ["Mail__Host"] = "127.0.0.1", ["Mail__Security"] = "None", ["Mail__Connections"] = "1",
                ["Mail__Port"] = _post.Sink.Port.ToString(CultureInfo.InvariantCulture),
            },
        };
        int taken = 0;
        using var process = new Process { StartInfo = start };
        _post.Sink.Script(step => step.Command is SmtpCommand.Body && ++taken == point ? SmtpReply.Usual.Doing(() => end(process)) : null);
        _ = process.Start();
        await process.WaitForExitAsync();
        _post.Sink.ClearScript();
        // What was killed may leave its last letter on the way to the sink.
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        _ = await _post.Sink.WaitForAsync(_ => _post.Sink.Mails.Count >= point, patience.Token);
        return process.ExitCode;
    }
}
