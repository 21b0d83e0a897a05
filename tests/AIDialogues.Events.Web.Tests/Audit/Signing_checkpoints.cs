using System.Collections.Concurrent;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.MailSink.Smtp;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Audit;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;
using AIDialogues.Events.Worker.Letters;
using MailKit.Security;
using Microsoft.Extensions.Logging;
using MimeKit;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Audit;

/// <summary>What the worker does every hour and every night, with its own role and a real mail server.</summary>
public sealed class Signing_checkpoints(EventsHost host) : IAsyncLifetime
{
    private readonly AuditSettings _settings = new(Chain.Origin, [MailboxAddress.Parse("first@meridien.test"), MailboxAddress.Parse("second@elsewhere.test")]);
    private readonly Warnings _log = new();
    private Chain _chain = null!;
    private SmtpSink _sink = null!;
    private NpgsqlDataSource _worker = null!;

    private WorkerDb Database => new(_worker, _chain.Keys);

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _chain = await Chain.OfAsync(host, 4);
        _worker = NpgsqlDataSource.Create(_chain.Database.Worker);
        _sink = await SmtpSink.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _sink.DisposeAsync();
        await _worker.DisposeAsync();
        await _chain.DisposeAsync();
    }

    [Fact]
    public async Task Keeps_one_mails_it_to_two_and_is_silent_until_something_is_added()
    {
        await CheckpointAsync();
        await CheckpointAsync();
        Assert.Equal(4, Assert.Single(_chain.Checkpoints.Read()).Size);
        Assert.Equal(["first@meridien.test", "second@elsewhere.test"], _sink.Mails.Select(m => m.Recipients.Single()).Order(StringComparer.Ordinal));

        await _chain.AddAsync("one more");
        await CheckpointAsync();
        Assert.Equal([4L, 5L], _chain.Checkpoints.Read().Select(c => c.Size));
        Assert.Equal(4, _sink.Mails.Count);
        Assert.Equal("Checkpoint " + Chain.Origin, _sink.Mails[^1].Subject);
        // The letter itself is enough to find a chain that was written anew.
        var letter = Assert.Single(_chain.Checkpoints.Read(_sink.Mails[^1].Text!, "letter"));
        Assert.True((await AuditVerification.VerifyAsync(_worker, [letter], CancellationToken.None)).Holds);
        await _chain.TamperAsync("DELETE FROM audit.details WHERE seq = 5; DELETE FROM audit.entries WHERE seq = 5");
        Assert.False((await AuditVerification.VerifyAsync(_worker, [letter], CancellationToken.None)).Holds);
        Assert.Empty(_log.All);
    }

    [Fact]
    public async Task Tells_its_readers_that_the_directory_was_taken_out_and_not_by_whom()
    {
        await _chain.AddAsync("a step", action: RosterExports.Asked);
        await _chain.AddAsync("a step", action: RosterExports.Allowed);
        await _chain.AddAsync("a step", action: RosterExports.Taken);
        await _chain.AddAsync("a step", action: ApiToken.Made);
        await CheckpointAsync();
        Assert.Equal($"Checkpoint {Chain.Origin} (directory of people)", _sink.Mails[^1].Subject);
        Assert.StartsWith("Since the checkpoint before, the directory of people was asked for: 1; allowed: 1; taken out: 1; opened to a program by a token: 1. Who it was stands on the pages of organisers.", _sink.Mails[^1].Text, StringComparison.Ordinal);
        Assert.Equal(8, Assert.Single(_chain.Checkpoints.Read(_sink.Mails[^1].Text!, "letter")).Size);

        // Said once: the next letter is about what came after.
        await _chain.AddAsync("one more");
        await CheckpointAsync();
        Assert.StartsWith("Keep this letter.", _sink.Mails[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signs_nothing_that_does_not_hold_and_says_so_to_the_organisers_until_it_is_mended()
    {
        await _chain.TamperAsync("UPDATE audit.entries SET action = action || '.' WHERE seq = 3");
        await CheckpointAsync();
        Assert.Empty(_chain.Checkpoints.Read());
        Assert.Empty(_sink.Mails);
        Assert.Equal((host.Clock.GetUtcNow(), true), (_chain.Checkpoints.LastVerdict()!.Value.At, _chain.Checkpoints.LastVerdict()!.Value.Problem!.Contains("ntry 3", StringComparison.Ordinal)));

        await _chain.TamperAsync("UPDATE audit.entries SET action = left(action, -1) WHERE seq = 3");
        host.Clock.Advance(TimeSpan.FromHours(1));
        await VerifyAsync();
        Assert.Equal((host.Clock.GetUtcNow(), null), _chain.Checkpoints.LastVerdict()!.Value);
    }

    [Fact]
    public async Task A_mail_server_that_is_away_costs_the_letter_and_not_the_checkpoint()
    {
        int port = _sink.Port;
        await _sink.DisposeAsync();
        await CheckpointAsync(port);
        Assert.Equal(4, Assert.Single(_chain.Checkpoints.Read()).Size);
        Assert.StartsWith("A checkpoint was kept but not sent:", Assert.Single(_log.All), StringComparison.Ordinal);
        _sink = await SmtpSink.StartAsync();
        // Nothing was added since, and its readers get it all the same: it may be the last one for long.
        await CheckpointAsync();
        Assert.Equal(["first@meridien.test", "second@elsewhere.test"], _sink.Mails.Select(m => m.Recipients.Single()).Order(StringComparer.Ordinal));
        await CheckpointAsync();
        Assert.Equal(2, _sink.Mails.Count);
    }

    [Fact]
    public async Task That_the_directory_was_taken_out_is_told_to_whom_the_letter_did_not_reach_as_soon_as_one_does()
    {
        await CheckpointAsync();
        await _chain.AddAsync("a step", action: RosterExports.Taken);
        _sink.Script(step => step.Command is SmtpCommand.RcptTo && step.Recipient == "second@elsewhere.test" ? SmtpReply.Say(550, "5.1.1 no") : null);
        await CheckpointAsync();
        _sink.ClearScript();
        await _chain.AddAsync("one more");
        await CheckpointAsync();
        var last = _sink.Mails.TakeLast(2).ToDictionary(m => m.Recipients.Single(), m => m.Text!, StringComparer.Ordinal);
        Assert.StartsWith("Since the checkpoint before, the directory of people was taken out: 1.", last["second@elsewhere.test"], StringComparison.Ordinal);
        Assert.StartsWith("Keep this letter.", last["first@meridien.test"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mails_nobody_where_nobody_is_named()
    {
        await new CheckpointJob(Database, _chain.Checkpoints, _settings with { Readers = [] }, Mail(_settings with { Readers = [] }, _sink.Port), host.Clock).RunAsync(CancellationToken.None);
        Assert.Single(_chain.Checkpoints.Read());
        Assert.Empty(_sink.Mails);
    }

    [Fact]
    public async Task Two_workers_sign_once()
    {
        await using (var turn = await Turn.TryTakeAsync(_worker, Turn.Checkpoints, CancellationToken.None))
        {
            Assert.NotNull(turn);
            await CheckpointAsync();
            Assert.Empty(_chain.Checkpoints.Read());
        }

        await CheckpointAsync();
        Assert.Single(_chain.Checkpoints.Read());
    }

    [Fact]
    public async Task The_night_finds_a_checkpoint_that_was_rewritten_beside_the_database()
    {
        await CheckpointAsync();
        await VerifyAsync();
        Assert.Null(_chain.Checkpoints.LastVerdict()!.Value.Problem);
        string note = await File.ReadAllTextAsync(_chain.Checkpoints.File);
        await File.WriteAllTextAsync(_chain.Checkpoints.File, note.Replace("\n4\n", "\n3\n", StringComparison.Ordinal));
        await VerifyAsync();
        Assert.Equal($"Checkpoint 1 of {_chain.Checkpoints.File} is not one that was signed here.", _chain.Checkpoints.LastVerdict()!.Value.Problem);
    }

    private Task CheckpointAsync(int? port = null) =>
        new CheckpointJob(Database, _chain.Checkpoints, _settings, Mail(_settings, port ?? _sink.Port), host.Clock).RunAsync(CancellationToken.None);

    private Task VerifyAsync() => new VerifyAuditJob(Database, _chain.Checkpoints, host.Clock).RunAsync(CancellationToken.None);

    private CheckpointMail Mail(AuditSettings settings, int port) => new(
        settings, new MailOptions { Host = "127.0.0.1", Port = port, Security = SecureSocketOptions.None, From = new MailboxAddress("Institut", "invitations@meridien.test") }, PostOffice, host.Clock, _log);

    private static Uri PostOffice => Worker.PostOffice.Site;

    private sealed class Warnings : ILogger<CheckpointMail>
    {
        public ConcurrentQueue<string> All { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Enqueue(formatter(state, exception));
    }
}
