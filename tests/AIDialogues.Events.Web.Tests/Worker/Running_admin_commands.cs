using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.Roles;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Admin;
using AIDialogues.Events.Worker.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

public sealed class Running_admin_commands(EventsHost host) : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("aide-admin-").FullName;
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public async ValueTask DisposeAsync()
    {
        Directory.Delete(_data, recursive: true);
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task Create_admin_makes_an_account_that_can_sign_in_with_both_steps()
    {
        // The chain outlives the tests before this one.
        int before = (await EntriesAsync("account:")).Count;
        var (code, lines) = await RunAsync(CreateAdminCommand.RunAsync, "nia@meridien.test", "--name", "Nia Osei");
        Assert.Equal(0, code);
        string password = lines[1].Split("  ")[1], secret = lines[2].Split("    ")[1];
        using var browser = host.NewBrowser();
        var page = await browser.SubmitAsync(await browser.GetAsync("/account/signin"), new { Email = "nia@meridien.test", Password = password });
        var (_, shown) = await RunAsync(CodeCommand.RunAsync, "nia@meridien.test");
        Assert.Equal(Testing.Totp.Now(secret), shown[0]);
        page = await browser.SubmitAsync(page, new { Code = shown[0] });
        Assert.StartsWith("/organise", page.Path, StringComparison.Ordinal);

        var again = await Assert.ThrowsAsync<SettingException>(() => RunAsync(CreateAdminCommand.RunAsync, "nia@meridien.test"));
        Assert.Equal("There is an account nia@meridien.test already.", again.Message);
        // One account was made, so there is one entry, and nothing of the one that was not.
        var entries = await EntriesAsync("account:");
        Assert.Equal(before + 1, entries.Count);
        var entry = entries[0];
        Assert.Equal(("account:made", "nia@meridien.test (Organiser)"), (entry.Action, entry.Detail));
    }

    [Fact]
    public async Task Create_admin_leaves_no_account_when_its_entry_fails_at_the_last_moment()
    {
        int before = (await EntriesAsync("account:")).Count;
        await using var owner = NpgsqlDataSource.Create(host.Database.Owner);
        await owner.ExecuteAsync("""
            CREATE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''the disk is full''; END';
            CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON audit.entries DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.refuse()
            """, CancellationToken.None);
        try
        {
            var failed = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(CreateAdminCommand.RunAsync, "nia@meridien.test"));
            Assert.Equal("the disk is full", failed.MessageText);
        }
        finally
        {
            await owner.ExecuteAsync("DROP TRIGGER refuse ON audit.entries; DROP FUNCTION public.refuse()", CancellationToken.None);
        }

        await using var db = host.OpenDb();
        Assert.False(await db.Users.AnyAsync(u => u.Email == "nia@meridien.test"));
        Assert.Equal(before, (await EntriesAsync("account:")).Count);
    }

    [Fact]
    public async Task Api_token_prints_what_only_its_hash_remembers()
    {
        var (_, lines) = await RunAsync(ApiTokenCommand.RunAsync, "--scope", "organise", "--name", "calendar");
        await using var db = host.OpenDb();
        var token = await db.ApiTokens.SingleAsync();
        Assert.Equal(("calendar", "organise"), (token.Name, token.Scope));
        Assert.Equal(ApiToken.HashOf(Assert.Single(lines)), token.TokenSha256);
        db.ChangeTracker.Clear();

        Assert.Equal(["1 of the name “calendar” open nothing any more."], (await RunAsync(ApiTokenCommand.RunAsync, "--revoke", "calendar")).Lines);
        Assert.NotNull((await db.ApiTokens.SingleAsync()).RevokedAt);
        Assert.Equal(["No token of the name “calendar” is valid."], (await RunAsync(ApiTokenCommand.RunAsync, "--revoke", "calendar")).Lines);
        // Nobody else was asked, so the chain says that it was done.
        var entries = (await db.AuditAsync(1, 2, CancellationToken.None)).Lines;
        Assert.Equal([ApiToken.Revoked, ApiToken.Made], entries.Select(e => e.Action));
        Assert.Equal(entries[0].Object, entries[1].Object);
    }

    [Fact]
    public async Task Api_token_is_for_an_account_that_there_is_or_for_nobody()
    {
        _ = await RunAsync(CreateAdminCommand.RunAsync, "noor@meridien.test");
        _ = await RunAsync(ApiTokenCommand.RunAsync, "--scope", "organise", "--name", "hers", "--for", "noor@meridien.test");
        _ = await RunAsync(ApiTokenCommand.RunAsync, "--scope", "organise", "--name", "nobodys");

        await using var db = host.OpenDb();
        var owners = await db.ApiTokens.ToDictionaryAsync(t => t.Name, t => t.OwnerId);
        Assert.Equal((await db.Users.SingleAsync(u => u.Email == "noor@meridien.test")).Id, owners["hers"]);
        Assert.Null(owners["nobodys"]);
        var refused = await Assert.ThrowsAsync<UsageException>(() => RunAsync(ApiTokenCommand.RunAsync, "--scope", "organise", "--for", "hana@meridien.test"));
        Assert.StartsWith("There is no account “hana@meridien.test”.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, await db.ApiTokens.CountAsync());
    }

    [Fact]
    public async Task Import_people_tries_first_and_then_writes_once()
    {
        string file = Path.Combine(_data, "people.csv");
        await File.WriteAllTextAsync(file, "First name,Last name,E-mail,Affiliation\nAwa,Diallo,awa@bassin.test,Bassin\nLéa,Fontenelle,lea@orvane.test,Orvane\nBroken,Row,not-an-address,X\n");
        await using var db = host.OpenDb();
        var (_, tried) = await RunAsync(ImportPeopleCommand.RunAsync, file, "--dry-run");
        Assert.Equal("Nothing was written. 2 new, 0 changed, 0 the same, 1 with an error, 0 twice.", tried[^1]);
        Assert.Equal("line 4: “not-an-address” is not an e-mail address", tried[0]);
        Assert.Equal(0, await db.People.CountAsync());
        var (_, done) = await RunAsync(ImportPeopleCommand.RunAsync, file);
        Assert.Equal("2 added, 0 changed, 0 the same, 1 left out.", done[^1]);
        var (_, again) = await RunAsync(ImportPeopleCommand.RunAsync, file);
        Assert.Equal("0 added, 0 changed, 2 the same, 1 left out.", again[^1]);
        Assert.Equal(2, await db.People.CountAsync());
        Assert.Equal(["0 added, 0 changed, 2 the same, 1 left out.", "2 added, 0 changed, 0 the same, 1 left out."], (await EntriesAsync("people:imported")).Select(e => e.Detail));
    }

    [Theory]
    [InlineData("\u0089PNG\0\0\0\r\n", "This file is no list of people: save it as text (CSV or TSV).")]
    [InlineData(" \n", "The list is empty.")]
    [InlineData("Name,Town\nAwa,Genève\n", "No column of the list holds e-mail addresses.")]
    public async Task Import_people_says_in_one_sentence_why_not(string content, string sentence)
    {
        string file = Path.Combine(_data, "people.csv");
        await File.WriteAllTextAsync(file, content);
        Assert.Equal(sentence, (await Assert.ThrowsAsync<SettingException>(() => RunAsync(ImportPeopleCommand.RunAsync, file))).Message);
    }

    [Theory]
    [InlineData("invite", 14, 0, 0)]
    [InlineData("week-before", 46, 0, 0)]
    [InlineData("live", 46, 0, 0)]
    [InlineData("after", 46, 120, 1)]
    public async Task Seed_demo_writes_each_stage_once(string stage, int invited, int said, int published)
    {
        Assert.Equal(0, (await RunAsync(SeedDemoCommand.RunAsync, "--stage", stage)).Code);
        string secrets = await File.ReadAllTextAsync(Path.Combine(_data, "demo-sign-in.txt"));
        Assert.Equal($"The demo is here already, at stage {stage}.", Assert.Single((await RunAsync(SeedDemoCommand.RunAsync, "--stage", stage)).Lines));

        await using var db = host.OpenDb();
        Assert.Equal((1, 3, 46, invited), (await db.Series.CountAsync(), await db.Dialogues.CountAsync(), await db.People.CountAsync(), await db.Invitations.CountAsync()));
        Assert.Equal(published, await db.Summaries.CountAsync(s => s.State == SummaryState.Published));
        Assert.Equal(said, await CountAsync("SELECT count(*)::int FROM vault.statements"));
        Assert.Equal(0, await CountAsync("SELECT count(*)::int FROM events.people WHERE email NOT LIKE '%.test'"));
        Assert.Equal(secrets, await File.ReadAllTextAsync(Path.Combine(_data, "demo-sign-in.txt")));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(_data, "demo-sign-in.txt")));
    }

    [Fact]
    public async Task Seed_demo_leaves_somebody_elses_database_alone()
    {
        _ = await new Given(host).SeriesAsync("a-real-series");
        await using (var owner = NpgsqlDataSource.Create(host.Database.Owner)) await owner.ExecuteAsync("COMMENT ON SCHEMA events IS NULL", CancellationToken.None);
        var refused = await Assert.ThrowsAsync<SettingException>(() => RunAsync(SeedDemoCommand.RunAsync));
        Assert.Equal("This database holds data that is not the demo's, so nothing was written; the demo needs a database of its own.", refused.Message);
        await using var db = host.OpenDb();
        Assert.Equal((1, 0), (await db.Series.CountAsync(), await db.People.CountAsync()));
    }

    [Fact]
    public async Task Doctor_finds_nothing_wrong_and_then_a_hole_in_a_wall()
    {
        await using var owner = NpgsqlDataSource.Create(host.Database.Owner);
        await MigrateCommand.MigrateAsync(owner, new Dictionary<string, string>(StringComparer.Ordinal), CancellationToken.None);
        var (well, lines) = await RunAsync(DoctorCommand.RunAsync);
        Assert.Equal(
            "note       Audit__MailTo names nobody: name two who keep the checkpoints, one of whom does not run this server, or a chain that was written anew shows nowhere.",
            string.Join('\n', lines.Where(l => !l.StartsWith("ok ", StringComparison.Ordinal))));
        Assert.Equal(0, well);

        await owner.ExecuteAsync("GRANT INSERT ON vault.statements TO aide_worker", CancellationToken.None);
        var (ill, found) = await RunAsync(DoctorCommand.RunAsync);
        await owner.ExecuteAsync("REVOKE INSERT ON vault.statements FROM aide_worker", CancellationToken.None);
        Assert.Equal(1, ill);
        Assert.Contains("attention  Role aide_worker can write a statement, which it must not: run ./dev admin migrate to set its rights again.", found);
        Assert.Equal(0, await CountAsync("SELECT count(*)::int FROM vault.statements"));
    }

    [Fact]
    public async Task Mail_drain_sends_without_the_schedule()
    {
        _ = await _post.QueueAsync(2);
        foreach (string file in Directory.EnumerateFiles(Path.Combine(host.Keys.DataDirectory, "keys"), "*.k*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_data, Path.GetRelativePath(host.Keys.DataDirectory, file));
            _ = Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // The command goes by the system's clock, which the tests' is ahead of.
        await using (var db = host.OpenDb()) _ = await db.Letters.ExecuteUpdateAsync(l => l.SetProperty(x => x.NotBefore, TimeProvider.System.GetUtcNow()));
        var (code, lines) = await RunAsync(MailCommand.RunAsync, "drain");
        Assert.Equal((0, "2 sent, 0 later, 0 failed, 0 unknown, 0 no longer wanted."), (code, Assert.Single(lines)));
        Assert.Equal(2, _post.Sink.Mails.Count);
    }

    [Theory]
    [InlineData("There is no option --colour.", "--colour", "red")]
    [InlineData("--role needs a value.", "nia@meridien.test", "--role")]
    [InlineData("The e-mail address is missing.")]
    [InlineData("There is no role “King”.", "nia@meridien.test", "--role", "King")]
    public async Task Says_in_one_sentence_what_is_wrong_with_the_words(string sentence, params string[] words) =>
        Assert.Equal(sentence, (await Assert.ThrowsAsync<UsageException>(() => RunAsync(CreateAdminCommand.RunAsync, words))).Message);

    [Fact]
    public void Knows_every_role_that_can_sign_in() => Assert.Equal(["aide_web", "aide_worker", "aide_board", "aide_room"], DatabaseSetup.LoginRoles);

    private async Task<(int Code, string[] Lines)> RunAsync(AdminCommand command, params string[] words)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(
        [
            new("ConnectionStrings:Events", host.Database.Owner), new("Data:Directory", _data),
            new("Mail:Host", "127.0.0.1"), new("Mail:Port", _post.Sink.Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), new("Mail:Security", "None"),
        ]).Build();
        var before = Console.Out;
        await using var written = new StringWriter();
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

    /// <summary>What the chain says was done by command, the newest first.</summary>
    private async Task<IReadOnlyList<AuditLine>> EntriesAsync(string action)
    {
        await using var owner = NpgsqlDataSource.Create(host.Database.Owner);
        await using var db = DataSetup.Open(owner, new KeyStore(_data));
        return [.. (await db.AuditAsync(1, 50, CancellationToken.None)).Lines.Where(l => l.Action.StartsWith(action, StringComparison.Ordinal))];
    }

    private async Task<int> CountAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        await using var command = source.CreateCommand(sql);
        return (int)(await command.ExecuteScalarAsync())!;
    }
}
