using System.Text;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Audit;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Backup;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Backup;

/// <summary>The drill: a seeded database is backed up, comes back elsewhere, and is compared row by row.</summary>
public sealed class Restoring_a_backup(EventsHost host) : IAsyncLifetime
{
    private readonly byte[] _key = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
    private readonly string _files = Directory.CreateTempSubdirectory("aide-backup-").FullName;
    private Chain _source = null!;

    private string Backup => Path.Combine(_files, "b");

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _source = await Chain.OfAsync(host, 7);
        await SeedAsync();
        _ = await _source.SignAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        Directory.Delete(_files, recursive: true);
    }

    [Fact]
    public async Task Fault_33_brings_every_row_the_chain_and_the_sealed_words_back()
    {
        await BackUpAsync();
        var verdict = BackupReading.Verify(Backup, _key);
        Assert.Equal(("", 7L), (string.Join('\n', verdict.Problems), verdict.AuditEntries));

        await using var elsewhere = await Elsewhere.Async(host);
        var restored = await Restoring.RunAsync(elsewhere.Owner, elsewhere.Data, Backup, _key, Backup + ".keys", overwrite: false, asItWas: true, CancellationToken.None);
        Assert.Equal((3, 0), (restored.Keys, restored.ErasedAgain));
        Assert.Equal(await SumsAsync(_source.Owner), await SumsAsync(elsewhere.Owner));
        var chain = await AuditVerification.VerifyAsync(elsewhere.Owner, new Checkpoints(elsewhere.Data).Read(), CancellationToken.None);
        Assert.Equal((7L, null), (chain.Entries, chain.Problem));
        await using var db = DataSetup.Open(elsewhere.Owner, new KeyStore(elsewhere.Data));
        Assert.Equal(["Canary body 0", "Canary body 1", "Canary body 2"], (await db.Letters.ToListAsync()).Select(l => l.Body).Order(StringComparer.Ordinal));
        // And it goes on: a new row takes a new number, the chain another link.
        _ = await db.Database.ExecuteSqlAsync($"INSERT INTO staff.account_claims (user_id, claim_type) SELECT id, 'x' FROM staff.accounts LIMIT 1");
        await new AuditLog(db, new KeyStore(elsewhere.Data), host.Clock).RecordAsync(new("a", "b", "", "", ""), CancellationToken.None);
        Assert.Equal(8, (await AuditVerification.VerifyAsync(elsewhere.Owner, [], CancellationToken.None)).Entries);
    }

    [Fact]
    public async Task The_keys_file_holds_what_signs_receipts_and_nothing_that_issues_tokens()
    {
        string keys = Path.Combine(_source.Keys.DataDirectory, "keys");
        foreach (string folder in (string[])["receipts", "issuing"]) _ = Directory.CreateDirectory(Path.Combine(keys, folder));
        await File.WriteAllTextAsync(Path.Combine(keys, "receipts", "receipts.pem"), "canary of receipts");
        await File.WriteAllTextAsync(Path.Combine(keys, "issuing", "a.pem"), "canary of issuing");
        await BackUpAsync();

        var names = new List<string>();
        using (var raw = File.OpenRead(Backup + ".keys"))
        {
            var parts = new PartReader(SealedFile.Open(raw, _key));
            while (parts.Next() is var (name, content))
            {
                string text = await new StreamReader(content, Encoding.Latin1).ReadToEndAsync();
                Assert.DoesNotContain("canary of issuing", text, StringComparison.Ordinal);
                names.Add(name);
            }
        }

        Assert.Contains("people.kek", names);
        Assert.Contains("receipts/receipts.pem", names);
        Assert.DoesNotContain(names, name => name.StartsWith("issuing", StringComparison.Ordinal));
        await using var elsewhere = await Elsewhere.Async(host);
        _ = await Restoring.RunAsync(elsewhere.Owner, elsewhere.Data, Backup, _key, Backup + ".keys", overwrite: false, asItWas: true, CancellationToken.None);
        Assert.Equal("canary of receipts", await File.ReadAllTextAsync(Path.Combine(elsewhere.Data, "keys", "receipts", "receipts.pem")));
        Assert.False(Directory.Exists(Path.Combine(elsewhere.Data, "keys", "issuing")));
    }

    [Fact]
    public async Task A_rewriting_of_the_vault_in_between_empties_a_snapshot_but_not_a_backup()
    {
        await ExecuteAsync("INSERT INTO vault.spent_tokens SELECT sha256(convert_to(n::text, 'UTF8')), 'key' FROM generate_series(1, 20) n");
        await ExecuteAsync("INSERT INTO vault.objections SELECT gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'identifies-me' FROM generate_series(1, 10)");
        const string counts = "SELECT (SELECT count(*) FROM vault.spent_tokens) || ' ' || (SELECT count(*) FROM vault.objections) || ' ' || (SELECT count(*) FROM vault.statements)";

        // Without the lock: a snapshot from before the rewriting's end finds the rewritten tables empty.
        Assert.Equal("0 0 0", await DuringARewritingAsync(async connection =>
        {
            await using var snapshot = await connection.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead);
            await using (var first = new NpgsqlCommand("SELECT count(*) FROM events.people", connection)) _ = await first.ExecuteScalarAsync();
            await using var count = new NpgsqlCommand(counts, connection);
            return (string)(await count.ExecuteScalarAsync())!;
        }));

        Assert.Equal("20 10 30", await DuringARewritingAsync(async _ =>
        {
            await BackUpAsync();
            var tables = BackupReading.Verify(Backup, _key).Manifest.Tables;
            return string.Join(' ', ((string[])["spent_tokens", "objections", "statements"]).Select(name => tables.Single(t => t.Name == "vault." + name).Rows));
        }));
        Assert.Equal("", string.Join('\n', BackupReading.Verify(Backup, _key).Problems));
    }

    [Fact]
    public async Task Case_71_a_copied_backup_says_nothing()
    {
        await BackUpAsync();
        foreach (string file in (string[])[Backup, Backup + ".keys"])
        {
            string bytes = Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file));
            foreach (string canary in (string[])["Canary", "bassin.test", "Diallo", "events.people", "Statement"]) Assert.DoesNotContain(canary, bytes, StringComparison.Ordinal);
        }

        // The positive control: the same words are there once it is opened.
        using var raw = File.OpenRead(Backup);
        var parts = BackupReading.Open(raw, _key);
        var all = new StringBuilder();
        while (parts.Next() is var (name, content)) _ = all.Append(name).Append(await new StreamReader(content, Encoding.Latin1).ReadToEndAsync());
        Assert.Contains("Diallo", all.ToString(), StringComparison.Ordinal);
        Assert.Contains("Statement 3", all.ToString(), StringComparison.Ordinal);
        // Even opened, letters are sealed with keys that lie in the other file.
        Assert.DoesNotContain("Canary body", all.ToString(), StringComparison.Ordinal);
        Assert.Throws<BackupException>(() => BackupReading.Verify(Backup, new byte[32]));
    }

    [Fact]
    public async Task Case_72_restored_after_the_key_was_shredded_it_cannot_be_read_and_is_erased_again()
    {
        await BackUpAsync();
        Guid gone;
        await using (var db = DataSetup.Open(_source.Owner, _source.Keys))
        {
            gone = (await db.People.OrderBy(p => p.Email).FirstAsync()).Id.Value;
            await new PersonErasure(db, _source.Keys, new AuditLog(db, _source.Keys, host.Clock), host.Clock).EraseAsync(gone, "test", CancellationToken.None);
        }

        // Into the same place, whose list of the erased is newer than the backup.
        var restored = await Restoring.RunAsync(_source.Owner, _source.Data, Backup, _key, Backup + ".keys", overwrite: true, asItWas: true, CancellationToken.None);
        Assert.Equal((0, 1), (restored.Keys, restored.ErasedAgain));
        await using var after = DataSetup.Open(_source.Owner, _source.Keys);
        Assert.Null(_source.Keys.Find(gone));
        Assert.DoesNotContain(await after.People.ToListAsync(), p => p.Id.Value == gone);
        Assert.Equal(["", "Canary body 1", "Canary body 2"], (await after.Letters.ToListAsync()).Select(l => l.Body).Order(StringComparer.Ordinal));

    }

    [Fact]
    public async Task Shows_nobody_and_sends_nothing_before_somebody_has_looked()
    {
        await ExecuteAsync("UPDATE events.series SET is_public = true");
        await ExecuteAsync("INSERT INTO events.reminders (id, invitation_id, days_before, answer_by, due_at, state) SELECT gen_random_uuid(), id, 7, current_date, now() - interval '1 hour', 'Scheduled' FROM events.invitations");
        await BackUpAsync();
        var restored = await Restoring.RunAsync(_source.Owner, _source.Data, Backup, _key, Backup + ".keys", overwrite: true, asItWas: false, CancellationToken.None);

        await using var db = DataSetup.Open(_source.Owner, _source.Keys);
        Assert.Equal((await db.Series.CountAsync(), 3), (restored.PagesOff, restored.LettersToCheck));
        Assert.NotEqual(0, restored.PagesOff);
        Assert.Empty(await db.Series.Where(s => s.IsPublic).ToListAsync());
        Assert.All(await db.Letters.Select(l => l.State).ToListAsync(), state => Assert.Equal(LetterState.Unknown, state));
        Assert.Equal([ReminderState.Missed, ReminderState.Missed, ReminderState.Missed], await db.Reminders.Select(r => r.State).ToListAsync());
    }

    [Fact]
    public async Task The_chain_goes_on_after_it_although_later_checkpoints_were_signed()
    {
        await BackUpAsync();
        await using (var db = DataSetup.Open(_source.Owner, _source.Keys)) await new AuditLog(db, _source.Keys, host.Clock).RecordAsync(new("a", "b", "", "", ""), CancellationToken.None);
        _ = await _source.SignAsync();

        _ = await Restoring.RunAsync(_source.Owner, _source.Data, Backup, _key, Backup + ".keys", overwrite: true, asItWas: false, CancellationToken.None);

        var chain = await AuditVerification.VerifyAsync(_source.Owner, new Checkpoints(_source.Data).Read(), CancellationToken.None);
        Assert.Equal((8L, null), (chain.Entries, chain.Problem));
        Assert.NotNull(await _source.SignAsync());
        // What was signed of the entries that are gone is still there, and still tells.
        string later = Assert.Single(Directory.EnumerateFiles(Path.Combine(_source.Data, "audit"), "checkpoints.before-restore-*"));
        var lost = await AuditVerification.VerifyAsync(_source.Owner, new Checkpoints(_source.Data).Read(await File.ReadAllTextAsync(later), later), CancellationToken.None);
        Assert.NotNull(lost.Problem);
    }

    [Fact]
    public async Task A_changed_or_cut_file_is_found()
    {
        await BackUpAsync();
        byte[] whole = await File.ReadAllBytesAsync(Backup);
        foreach (int at in (int[])[60, whole.Length / 2, whole.Length - 1])
        {
            byte[] changed = [.. whole];
            changed[at] ^= 1;
            await File.WriteAllBytesAsync(Backup + ".x", changed);
            _ = Assert.ThrowsAny<Exception>(() => BackupReading.Verify(Backup + ".x", _key));
        }

        foreach (int length in (int[])[0, 40, whole.Length / 2, whole.Length - 1])
        {
            await File.WriteAllBytesAsync(Backup + ".x", whole[..length]);
            _ = Assert.ThrowsAny<Exception>(() => BackupReading.Verify(Backup + ".x", _key));
        }
    }

    [Fact]
    public async Task Statements_lie_in_another_order_in_each_backup()
    {
        var orders = new List<string>();
        for (int i = 0; i < 3; i++)
        {
            await BackUpAsync();
            using var raw = File.OpenRead(Backup);
            var parts = BackupReading.Open(raw, _key);
            while (parts.Next() is var (name, content))
            {
                if (name == "db/" + Manifest.Vault) orders.Add(string.Join(',', new CopiedRows(content).Read().Select(r => Encoding.UTF8.GetString(r[4]!))));
                await content.CopyToAsync(Stream.Null);
            }
        }

        Assert.Equal(3, orders.Distinct(StringComparer.Ordinal).Count());
        Assert.All(orders, o => Assert.Equal(30, o.Split(',').Length));
    }

    [Fact]
    public async Task Is_refused_into_a_database_that_is_not_empty()
    {
        await BackUpAsync();
        var refused = await Assert.ThrowsAsync<BackupException>(() => Restoring.RunAsync(_source.Owner, _source.Data, Backup, _key, null, overwrite: false, asItWas: true, CancellationToken.None));
        Assert.StartsWith("The database is not empty", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("audit.entries", "INSERT INTO audit.entries (seq, at, actor, action, object, commitment, prev_hash, hash) VALUES (1, now(), 'a', 'b', '', sha256('c'), sha256('p'), sha256('h'))")]
    [InlineData("staff.roles", "INSERT INTO staff.roles (id, name, normalized_name) VALUES (gen_random_uuid(), 'Organiser', 'ORGANISER')")]
    public async Task Is_refused_where_nothing_but_an_audit_or_an_account_would_be_lost(string table, string planted)
    {
        await BackUpAsync();
        await using var elsewhere = await Elsewhere.Async(host);
        await Data.Roles.DatabaseSetup.MigrateAsync(elsewhere.Owner, new Dictionary<string, string>(StringComparer.Ordinal), CancellationToken.None);
        await using (var plant = elsewhere.Owner.CreateCommand(planted)) _ = await plant.ExecuteNonQueryAsync();

        var refused = await Assert.ThrowsAsync<BackupException>(() => Restoring.RunAsync(elsewhere.Owner, elsewhere.Data, Backup, _key, null, overwrite: false, asItWas: true, CancellationToken.None));
        Assert.Equal($"The database is not empty (there are rows in {table}), so nothing was restored; --overwrite replaces all that is in it.", refused.Message);
        await using var left = elsewhere.Owner.CreateCommand($"SELECT count(*) FROM {table}");
        Assert.Equal(1L, await left.ExecuteScalarAsync());
    }

    /// <summary>Begins something while the vault is being rewritten, and lets the rewriting end once that something waits for it.</summary>
    private async Task<string> DuringARewritingAsync(Func<NpgsqlConnection, Task<string>> act)
    {
        await using var rewriting = await _source.Owner.OpenConnectionAsync();
        await using var transaction = await rewriting.BeginTransactionAsync();
        await using (var rewrite = new NpgsqlCommand("SELECT vault.rewrite()", rewriting)) _ = await rewrite.ExecuteNonQueryAsync();
        await using var connection = await _source.Owner.OpenConnectionAsync();
        var acting = act(connection);
        while (await CountAsync("SELECT count(*) FROM pg_locks WHERE relation IN ('vault.spent_tokens'::regclass, 'vault.objections'::regclass, 'vault.statements'::regclass) AND NOT granted") == 0)
        {
            Assert.False(acting.IsCompleted, "It did not wait for the rewriting.");
            await Task.Delay(20);
        }

        await transaction.CommitAsync();
        return await acting;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = _source.Owner.CreateCommand(sql);
        _ = await command.ExecuteNonQueryAsync();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = _source.Owner.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task BackUpAsync()
    {
        _ = await BackupWriter.WriteAsync(_source.Owner, _source.Data, Backup, _key, host.Clock, CancellationToken.None);
        Assert.Equal(3, BackupWriter.WriteKeys(_source.Keys, Backup + ".keys", _key));
    }

    private async Task SeedAsync()
    {
        await using var db = DataSetup.Open(_source.Owner, _source.Keys);
        var series = Given.Value(Series.New("water", new("Water", "Eau"), new("P", "B"), "Institut", EventsHost.Start));
        var day = new DateOnly(2027, 5, 1);
        var dialogue = Given.Value(Dialogue.New(series, new DialogueDetails(new("Day", "Jour"), day, new(9, 0), new(17, 0), "Genève", "Europe/Paris", Rule.ChathamHouse, day.AddDays(-14), [7])));
        db.AddRange(series, dialogue);
        for (int i = 0; i < 3; i++)
        {
            var person = Given.Value(Person.New(new PersonDetails("Awa", "Diallo", $"awa{i}@bassin.test", "Bassin", StakeholderGroup.Institutions, "ML", Language.French), EventsHost.Start));
            var invitation = Invitation.Of(person, dialogue, EventsHost.Start);
            db.AddRange(person, invitation, Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.French, "Objet", $"Canary body {i}"), EventsHost.Start),
                ConsentEvent.Of(invitation, ConsentPurpose.ContactAfter, true, ConsentSource.Link, new Notice(Language.French, "Mots"), EventsHost.Start));
        }

        _ = db.Users.Add(new Data.Staff.StaffAccount { UserName = "n@meridien.test", DisplayName = "Noor" });
        _ = await db.SaveChangesAsync();
        _ = await db.Database.ExecuteSqlAsync($"INSERT INTO staff.account_claims (user_id, claim_type) SELECT id, 'y' FROM staff.accounts");
        for (int i = 0; i < 30; i++) _ = await db.Database.ExecuteSqlAsync($"INSERT INTO vault.statements (id, session_id, kind, words) VALUES ({Guid.NewGuid()}, {Guid.NewGuid()}, 'fact', {"Statement " + i})");
    }

    private static async Task<SortedDictionary<string, string>> SumsAsync(NpgsqlDataSource source)
    {
        var sums = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var table in Data.PersonalData.Registry.Tables.Where(t => t.Name != "events.migrations"))
        {
            await using var sum = source.CreateCommand($"SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {table.Name} t");
            sums[table.Name] = (string)(await sum.ExecuteScalarAsync())!;
        }

        return sums;
    }

    private sealed class Elsewhere(NpgsqlDataSource owner, string data) : IAsyncDisposable
    {
        public NpgsqlDataSource Owner => owner;

        public string Data => data;

        /// <summary>An empty database, not even migrated, and an empty data directory.</summary>
        public static async Task<Elsewhere> Async(EventsHost host) =>
            new(NpgsqlDataSource.Create(await host.Postgres.CreateDatabaseAsync()), Directory.CreateTempSubdirectory("aide-elsewhere-").FullName);

        public async ValueTask DisposeAsync()
        {
            await owner.DisposeAsync();
            Directory.Delete(data, recursive: true);
        }
    }
}
