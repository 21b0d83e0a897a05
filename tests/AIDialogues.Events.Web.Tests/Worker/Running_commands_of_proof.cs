using System.Globalization;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Audit;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Admin;
using AIDialogues.Events.Worker.Backup;
using AIDialogues.Events.Worker.Hosting;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

/// <summary>The commands that somebody types on the worst day: whether the chain holds, whether a backup is whole, getting it back, what is too old.</summary>
public sealed class Running_commands_of_proof(EventsHost host) : IAsyncLifetime
{
    private readonly string _files = Directory.CreateTempSubdirectory("aide-proof-").FullName;
    private Chain _chain = null!;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _chain = await Chain.OfAsync(host, 4);
    }

    public async ValueTask DisposeAsync()
    {
        await _chain.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    [Fact]
    public async Task Verify_audit_says_whether_the_chain_holds_and_against_what()
    {
        Assert.Equal((0, "The chain holds: 4 entries, 0 checkpoints."), Only(await RunAsync(VerifyAuditCommand.RunAsync)));
        string letter = Path.Combine(_files, "letter.eml");
        await File.WriteAllTextAsync(letter, "Keep this letter.\r\n\r\n" + await _chain.SignAsync());
        Assert.Equal((0, "The chain holds: 4 entries, 2 checkpoints."), Only(await RunAsync(VerifyAuditCommand.RunAsync, "--since", letter)));

        // Whoever cuts the end off takes the file beside the database along; the letter is elsewhere.
        File.Delete(_chain.Checkpoints.File);
        await _chain.TamperAsync("DELETE FROM audit.details WHERE seq > 2; DELETE FROM audit.entries WHERE seq > 2");
        Assert.Equal((0, "The chain holds: 2 entries, 0 checkpoints."), Only(await RunAsync(VerifyAuditCommand.RunAsync)));
        Assert.Equal((1, "The chain ends at entry 2, but a checkpoint was signed over 4: the end was cut off."), Only(await RunAsync(VerifyAuditCommand.RunAsync, "--since", letter)));
    }

    [Fact]
    public async Task Verify_audit_takes_no_checkpoint_that_is_none()
    {
        string file = Path.Combine(_files, "letter");
        Assert.Equal($"There is no file {file}.", (await Assert.ThrowsAsync<SettingException>(() => RunAsync(VerifyAuditCommand.RunAsync, "--since", file))).Message);
        await File.WriteAllTextAsync(file, "Hello.");
        Assert.Equal($"{file} holds no checkpoint.", (await Assert.ThrowsAsync<SettingException>(() => RunAsync(VerifyAuditCommand.RunAsync, "--since", file))).Message);
        await File.WriteAllTextAsync(file, (await _chain.SignAsync()).Replace("\n4\n", "\n3\n", StringComparison.Ordinal));
        Assert.Equal((1, $"Checkpoint 1 of {file} is not one that was signed here."), Only(await RunAsync(VerifyAuditCommand.RunAsync, "--since", file)));
    }

    [Fact]
    public async Task Backup_verify_and_restore_bring_the_chain_back_from_the_file_alone()
    {
        _ = await _chain.SignAsync();
        await using (var db = DataSetup.Open(_chain.Owner, _chain.Keys))
        {
            _ = db.Add(Given.Value(Person.New(new PersonDetails("Awa", "Diallo", "awa@bassin.test", "Bassin", StakeholderGroup.Institutions, "ML", Language.French), EventsHost.Start)));
            _ = await db.SaveChangesAsync();
        }

        var (made, said) = await RunAsync(BackupCommand.RunAsync);
        string file = Assert.Single(Directory.GetFiles(Path.Combine(_chain.Data, "backups"), "*.backup"));
        Assert.Equal((0, true), (made, File.Exists(file + ".keys")));
        Assert.StartsWith(file + ": ", said[0], StringComparison.Ordinal);
        var (whole, verdict) = await RunAsync(VerifyBackupCommand.RunAsync, file);
        Assert.Equal(0, whole);
        Assert.EndsWith("an audit chain of 5 entries that holds.", Assert.Single(verdict), StringComparison.Ordinal);

        await _chain.AddAsync("after the backup");
        Assert.StartsWith("The database is not empty", (await Assert.ThrowsAsync<BackupException>(() => RunAsync(RestoreCommand.RunAsync, file))).Message, StringComparison.Ordinal);
        Assert.Equal(6, (await _chain.VerifyAsync()).Entries);
        var (restored, lines) = await RunAsync(RestoreCommand.RunAsync, file, "--overwrite");
        Assert.Equal((0, "Nobody had to be erased again."), (restored, lines[1]));
        // What it was, that it was copied, and that it was restored.
        Assert.Equal((6L, null), ((await _chain.VerifyAsync()).Entries, (await _chain.VerifyAsync()).Problem));
        Assert.Equal((0, "The chain holds: 6 entries, 1 checkpoints."), Only(await RunAsync(VerifyAuditCommand.RunAsync)));
    }

    [Fact]
    public async Task Backup_of_a_database_that_takes_no_entry_is_made_and_says_so()
    {
        string file = Path.Combine(_files, "b"), standby = new NpgsqlConnectionStringBuilder(_chain.Database.Owner) { Options = "-c default_transaction_read_only=on" }.ConnectionString;
        var before = Console.Error;
        await using var written = new StringWriter(CultureInfo.InvariantCulture);
        Console.SetError(written);
        try
        {
            Assert.Equal(0, (await RunOnAsync(standby, BackupCommand.RunAsync, file)).Code);
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.Equal("Not entered in the audit: 25006: cannot execute INSERT in a read-only transaction", written.ToString().Trim());
        Assert.Equal(4, (await _chain.VerifyAsync()).Entries);
        Assert.EndsWith("an audit chain of 4 entries that holds.", Assert.Single((await RunAsync(VerifyBackupCommand.RunAsync, file, "--key", Path.Combine(_chain.Data, "keys", "backup.key"))).Lines), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_backup_finds_one_bit_and_a_missing_key()
    {
        string file = Path.Combine(_files, "b"), key = Path.Combine(_files, "backup.key"), none = Path.Combine(_files, "none.key");
        Assert.Equal(0, (await RunAsync(BackupCommand.RunAsync, file, "--key", key)).Code);
        Assert.Equal(0, (await RunAsync(VerifyBackupCommand.RunAsync, file, "--key", key)).Code);
        Assert.StartsWith($"There is no key {none}", (await Assert.ThrowsAsync<SettingException>(() => RunAsync(VerifyBackupCommand.RunAsync, file, "--key", none))).Message, StringComparison.Ordinal);
        Assert.Equal($"There is no file {file}.not.", (await Assert.ThrowsAsync<SettingException>(() => RunAsync(VerifyBackupCommand.RunAsync, file + ".not", "--key", key))).Message);
        byte[] bytes = await File.ReadAllBytesAsync(file);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes);
        _ = await Assert.ThrowsAsync<BackupException>(() => RunAsync(VerifyBackupCommand.RunAsync, file, "--key", key));
    }

    [Fact]
    public void Backup_throws_keys_away_after_a_week_and_backups_after_five()
    {
        var now = new DateTimeOffset(2027, 3, 1, 0, 0, 0, TimeSpan.Zero);
        foreach (var (name, days) in new[] { ("old.backup", 36), ("old.backup.keys", 8), ("young.backup", 34), ("young.backup.keys", 6) })
        {
            string file = Path.Combine(_files, name);
            File.WriteAllText(file, "");
            File.SetLastWriteTimeUtc(file, now.UtcDateTime.AddDays(-days));
        }

        Assert.Equal(2, BackupKey.RemoveOld(_files, now));
        Assert.Equal(["young.backup", "young.backup.keys"], Directory.GetFiles(_files).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));
        Assert.Equal(0, BackupKey.RemoveOld(Path.Combine(_files, "none"), now));
    }

    [Fact]
    public async Task Purge_tries_first_and_takes_what_it_said()
    {
        string logs = Path.Combine(_chain.Data, "logs");
        _ = Directory.CreateDirectory(logs);
        foreach (var (name, days) in new[] { ("old.log", 200), ("new.log", 1) })
        {
            await File.WriteAllTextAsync(Path.Combine(logs, name), "");
            File.SetLastWriteTimeUtc(Path.Combine(logs, name), TimeProvider.System.GetUtcNow().UtcDateTime.AddDays(-days));
        }

        await using (var old = _chain.Owner.CreateCommand("""
            INSERT INTO events.roster_exports (id, asked_by, asked_at, reason, filter, is_allowed)
            SELECT gen_random_uuid(), gen_random_uuid(), now() - interval '1 day' * days, 'a reason of ' || days, '{}', false FROM unnest(ARRAY[1094, 1096]) days
            """)) _ = await old.ExecuteNonQueryAsync();
        var (_, tried) = await RunAsync(PurgeCommand.RunAsync, "--dry-run");
        Assert.Equal("Nothing was taken away. 2 would go.", tried[^1]);
        Assert.Equal(["1 events.roster_exports AuditChain", "1 log files Logs"], Taken(tried));
        Assert.Equal(2, Directory.GetFiles(logs).Length);
        var (_, done) = await RunAsync(PurgeCommand.RunAsync);
        Assert.Equal(("2 went.", "new.log"), (done[^1], Path.GetFileName(Assert.Single(Directory.GetFiles(logs)))));
        await using var left = _chain.Owner.CreateCommand("SELECT string_agg(reason, ',') FROM events.roster_exports");
        Assert.Equal("a reason of 1094", await left.ExecuteScalarAsync());
        Assert.Equal("0 went.", (await RunAsync(PurgeCommand.RunAsync)).Lines[^1]);
        // Trying leaves no entry, taking away does, each time.
        await using var db = DataSetup.Open(_chain.Owner, _chain.Keys);
        Assert.Equal(["purge:by-hand", "purge:by-hand"], (await db.AuditAsync(1, 50, CancellationToken.None)).Lines.Select(l => l.Action).Where(a => a.StartsWith("purge", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Postgres_says_that_none_runs_and_signs_in_as_each_role()
    {
        Assert.Equal((3, "not running"), Only(await RunAsync(PostgresCommand.RunAsync, "status")));
        string password = Path.Combine(_files, "password");
        await File.WriteAllTextAsync(password, "se=cret;\n");
        var (code, lines) = await RunAsync(PostgresCommand.RunAsync, "connect-as", $"aide_web={password}", $"aide_room={password}");
        Assert.Equal((0, 2), (code, lines.Length));
        Assert.Equal(["aide_web se=cret;", "aide_room se=cret;"], lines.Select(l => new NpgsqlConnectionStringBuilder(l)).Select(c => $"{c.Username} {c.Password}"));
        Assert.Equal(2, (await RunAsync(PostgresCommand.RunAsync, "dance")).Code);
    }

    [Fact]
    public async Task An_unknown_command_is_answered_with_those_there_are_and_no_command_starts_the_host()
    {
        var before = Console.Error;
        await using var written = new StringWriter(CultureInfo.InvariantCulture);
        Console.SetError(written);
        try
        {
            Assert.Equal((2, (int?)null, (int?)null), (await AdminCommands.TryRunAsync(["frobnicate"]), await AdminCommands.TryRunAsync(["--urls=x"]), await AdminCommands.TryRunAsync([])));
            Assert.Equal(2, await AdminCommands.TryRunAsync(["purge", "--everything"]));
        }
        finally
        {
            Console.SetError(before);
        }

        Assert.StartsWith("There is no command 'frobnicate'; there are: api-token, backup, code,", written.ToString(), StringComparison.Ordinal);
        Assert.Contains("There is no option --everything.", written.ToString(), StringComparison.Ordinal);
    }

    private static (int Code, string Line) Only((int Code, string[] Lines) said) => (said.Code, Assert.Single(said.Lines));

    private static IEnumerable<string> Taken(string[] lines) =>
        lines.SkipLast(1).Select(l => string.Join(' ', l.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))).Where(l => !l.StartsWith("0 ", StringComparison.Ordinal));

    private Task<(int Code, string[] Lines)> RunAsync(AdminCommand command, params string[] words) => RunOnAsync(_chain.Database.Owner, command, words);

    private async Task<(int Code, string[] Lines)> RunOnAsync(string connection, AdminCommand command, params string[] words)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Events", connection), new("Data:Directory", _chain.Data)]).Build();
        var before = Console.Out;
        await using var written = new StringWriter(CultureInfo.InvariantCulture);
        Console.SetOut(written);
        try
        {
            int code = await command(settings, words, CancellationToken.None);
            return (code, written.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }
        finally
        {
            Console.SetOut(before);
        }
    }
}
