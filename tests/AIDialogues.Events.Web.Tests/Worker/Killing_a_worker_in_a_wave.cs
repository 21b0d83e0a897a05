using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.MailSink.Smtp;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Admin;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

/// <summary>The real program, with two connections to a real mail server, killed twenty times at random moments in one wave.</summary>
public sealed class Killing_a_worker_in_a_wave(EventsHost host) : IAsyncLifetime
{
    private const int Letters = 500;
    private const int Kills = 20;
    private const int Connections = 2;

    private PostOffice _post = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        await SendWaveAsync();
        // The program goes by the system's clock, which the tests' is ahead of.
        await using var db = host.OpenDb();
        _ = await db.Letters.ExecuteUpdateAsync(l => l.SetProperty(x => x.NotBefore, TimeProvider.System.GetUtcNow().AddMinutes(-1)));
    }

    public ValueTask DisposeAsync() => _post.DisposeAsync();

    /// <summary>As an organiser does: chosen, shown, and exactly that sent.</summary>
    private async Task SendWaveAsync()
    {
        var given = new Given(host);
        var dialogue = await given.DialogueAsync();
        var people = Enumerable.Range(0, Letters).Select(i => Given.Value(Person.New(new PersonDetails("Awa", "Diallo", $"awa{i}@bassin.test", "Bassin", StakeholderGroup.Institutions, "ML", Language.French), given.Now))).ToList();
        await given.SaveAsync([.. people]);
        await using var db = host.OpenDb();
        var wave = Given.Value(await new WaveDrafts(db, host.Clock).DraftAsync(dialogue.Id, LetterKind.Invitation, [.. people.Select(p => p.Id)], CancellationToken.None));
        var sending = new WaveSending(db, host.Clock);
        string seal = Given.Value(await sending.PrepareAsync(wave, CancellationToken.None)).Seal;
        Assert.Equal(Letters, Given.Value(await sending.SendAsync(wave.Id, seal, TimeSpan.Zero, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Fault_01_loses_none_sends_none_twice_and_shows_each_of_unknown_fate()
    {
        var points = new List<string>();
        for (int kill = 0; kill < Kills; kill++)
        {
            int before = await CountAsync(LetterState.InFlight);
            int after = RandomNumberGenerator.GetInt32(1, 22);
            // Before the words, before the server's yes, and between that and our mark.
            int place = kill % 3;
            points.Add($"{(place == 0 ? "data" : place == 1 ? "body" : "mark")} {after}");
            await RunAsync(killAt: place == 0 ? SmtpCommand.Data : SmtpCommand.Body, after, atTheMark: place == 2);
            Assert.InRange(await CountAsync(LetterState.InFlight) - before, 0, Connections);
        }

        await RunAsync(killAt: null, after: 0);
        // Twelve minutes later.
        await using (var db = host.OpenDb()) _ = await db.Letters.Where(l => l.State == LetterState.InFlight).ExecuteUpdateAsync(l => l.SetProperty(x => x.LeaseUntil, host.Clock.GetUtcNow().AddSeconds(-1)));
        int unknown = await _post.Outbox.ReclaimAsync(CancellationToken.None);

        string told = $"killed at {string.Join(", ", points)}";
        string[] received = [.. _post.Sink.Mails.Select(m => m.Recipients.Single())];
        Assert.True(received.Length == received.Distinct().Count(), "One was sent twice, " + told);
        await using var look = host.OpenDb();
        var letters = await look.Letters.AsNoTracking().ToListAsync();
        Assert.Equal(Letters, letters.Count);
        Assert.All(letters, l => Assert.True(l.State is LetterState.Sent or LetterState.Unknown, $"{l.ToAddress} is {l.State}, {told}"));
        Assert.Empty(letters.Where(l => l.State == LetterState.Sent).Select(l => l.ToAddress).Except(received));
        Assert.InRange(unknown, 1, Kills * Connections);
        using var browser = await new Given(host).SignedInAsync();
        var page = await browser.GetAsync("/organise/letters?state=Unknown");
        Assert.Equal(unknown, page.All("tbody th a").Count);
        Assert.Equal(unknown, letters.Count(l => l.State == LetterState.Unknown));
    }

    [Fact]
    public async Task Fault_05_a_worker_that_slept_through_its_lease_may_not_say_how_it_ended()
    {
        await using (var only = host.OpenDb()) _ = await only.Letters.OrderBy(l => l.Id).Skip(1).ExecuteUpdateAsync(l => l.SetProperty(x => x.State, LetterState.Paused));
        using var process = new Process { StartInfo = Program() };
        _post.Sink.Script(step => step.Command is SmtpCommand.Body ? SmtpReply.Usual.Doing(() => SignalAsync(process, "STOP")) : null);
        _ = process.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        _ = await _post.Sink.WaitForAsync(_ => true, patience.Token);

        await using (var db = host.OpenDb()) _ = await db.Letters.Where(l => l.State == LetterState.InFlight).ExecuteUpdateAsync(l => l.SetProperty(x => x.LeaseUntil, host.Clock.GetUtcNow().AddSeconds(-1)));
        Assert.Equal(1, await _post.Outbox.ReclaimAsync(CancellationToken.None));
        Assert.Equal(1, await CountAsync(LetterState.Unknown));
        await SignalAsync(process, "CONT");
        await process.WaitForExitAsync(patience.Token);

        Assert.Equal((1, 0, 1), (await CountAsync(LetterState.Unknown), await CountAsync(LetterState.Sent), _post.Sink.Mails.Count));
    }

    private static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private async Task<int> CountAsync(LetterState state)
    {
        await using var db = host.OpenDb();
        return await db.Letters.CountAsync(l => l.State == state);
    }

    /// <summary>Runs the program, and kills it when the mail server has come to a step so often.</summary>
    /// <param name="atTheMark">Not at the step itself: after its answer, before the worker has noted it.</param>
    private async Task RunAsync(SmtpCommand? killAt, int after, bool atTheMark = false)
    {
        var killed = Task.CompletedTask;
        using var process = new Process { StartInfo = Program() };
        int seen = 0;
        _post.Sink.Script(step => step.Command == killAt && Interlocked.Increment(ref seen) == after
            ? SmtpReply.Usual.Doing(async () =>
            {
                if (atTheMark) killed = await HoldingTheMark.ThenKillAsync(host, process);
                else process.Kill();
            })
            : null);
        _ = process.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(patience.Token);
        await killed;
        _post.Sink.ClearScript();
        // What it had written to the line before it died still arrives.
        await _post.Sink.QuietAsync(patience.Token);
    }

    private ProcessStartInfo Program() => new("dotnet", [typeof(AdminCommands).Assembly.Location, "mail", "drain"])
    {
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        Environment =
        {
            ["ConnectionStrings__Events"] = host.Database.Worker, ["Data__Directory"] = host.Keys.DataDirectory, ["Mail__Host"] = "127.0.0.1", ["Mail__Security"] = "None",
            ["Mail__Port"] = _post.Sink.Port.ToString(CultureInfo.InvariantCulture), ["Mail__Connections"] = Connections.ToString(CultureInfo.InvariantCulture),
        },
    };
}
