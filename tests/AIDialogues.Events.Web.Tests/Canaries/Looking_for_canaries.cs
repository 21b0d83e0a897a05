using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.PersonalData;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Tests.Access;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Admin;
using AIDialogues.Events.Worker.Backup;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;
using Hangfire;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Canaries;

/// <summary>
/// Every text about two people holds a word that stands nowhere else: <c>canary-a-…</c> and <c>canary-b-…</c>. Every address is opened as every
/// kind of actor, and whose words come out is compared with who may see them; so are mails, logs and the tables of the schedule.
/// </summary>
public sealed partial class Looking_for_canaries(EventsHost host) : IAsyncLifetime
{
    /// <summary>Which words an actor may meet, all others being a leak. The organiser and their program may meet all, and must, or the search finds nothing at all.</summary>
    private static readonly Dictionary<string, string[]> MayMeet = new(StringComparer.Ordinal)
    {
        ["expert-own-link"] = ["canary-a-given", "canary-a-family", "canary-a-quotation", "canary-a-diet", "canary-a-access", "canary-a-other"],
        ["expert-other-link"] = ["canary-b-given", "canary-b-family", "canary-b-quotation", "canary-b-diet", "canary-b-access", "canary-b-other"],
    };

    private readonly Given _given = new(host);
    private readonly Lines _log = new();
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public async ValueTask DisposeAsync() => await _post.DisposeAsync();

    [Fact]
    public async Task Case_30_and_31_every_page_export_and_answer_shows_each_actor_no_more_than_they_may_see()
    {
        var world = await SeedAsync();
        var routes = (await Route.AllAsync(host)).Where(r => r.Method == "GET").ToList();
        var met = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var actor in await Actor.AllAsync(host, _given))
        {
            var words = met[actor.Name] = new(StringComparer.Ordinal);
            foreach (var route in routes) words.UnionWith(await actor.CanariesAsync(route, world));
            actor.Dispose();
        }

        foreach (var (actor, words) in met.Where(m => m.Key is not ("organiser" or "token")))
            Assert.Equal($"{actor}: ", $"{actor}: {string.Join(", ", words.Except(MayMeet.GetValueOrDefault(actor, [])).Order(StringComparer.Ordinal))}");
        // The positive control: the same search, as somebody who may.
        Assert.Empty(((string[])["canary-a-given", "canary-a-family", "canary-a-mail", "canary-a-affiliation", "canary-b-given", "canary-b-mail"]).Except(met["organiser"]));
        Assert.Empty(((string[])["canary-a-mail", "canary-b-mail"]).Except(met["token"]));
        Assert.Contains("canary-a-given", met["expert-own-link"]);
        var receipt = routes.Single(r => r.Name.StartsWith("GET /my/{handle}/receipt.", StringComparison.Ordinal));
        using var own = new Actor("expert-own-link", host.NewBrowser(), w => w.OwnToken);
        Assert.Contains("pdf", receipt.Formats);
        Assert.Contains("canary-a-quotation", CanariesIn(await own.ReadAsync(receipt, world, "pdf")));
    }

    [Fact]
    public async Task Case_30_every_file_that_a_form_hands_out_holds_what_its_taker_may_see_and_goes_to_nobody_else()
    {
        var world = await SeedAsync();
        var exports = (await Route.AllAsync(host)).Where(r => r.IsExport).ToList();
        Assert.Equal(
            ["POST /my/{handle}/data/{id:guid}?handler=Download", "POST /organise/dialogues/{id:guid}/consents?handler=Download", "POST /organise/people/export/{id:guid}?handler=Download", "POST /organise/rights?handler=Export"],
            exports.Select(r => r.Name));
        var actors = await Actor.AllAsync(host, _given);
        foreach (var actor in actors)
        {
            var words = new SortedSet<string>(StringComparer.Ordinal);
            foreach (var route in exports) words.UnionWith(await actor.CanariesAsync(route, world, ("email", "canary-a-mail@bassin.test")));
            // The positive control: everything about one person, and the ledger of a day, unpacked.
            if (actor.Name == "organiser") Assert.Empty(((string[])["canary-a-given", "canary-a-mail", "canary-a-diet", "canary-a-body", "canary-a-evidence", "canary-b-given"]).Except(words));
            else Assert.Equal((actor.Name, ""), (actor.Name, string.Join(", ", words)));
            actor.Dispose();
        }

        // The directory, which leaves by two; and the archive, to whom the code was sent.
        using (var exporter = await People.Exporter.OfAsync(host, _given))
        {
            var all = CanariesIn(Unpacked.TextOf(await exporter.TakeAsync(_given)));
            Assert.Equal(["affiliation", "family", "given", "mail"], all.Where(w => w.StartsWith("canary-b-", StringComparison.Ordinal)).Select(w => w["canary-b-".Length..]).Order(StringComparer.Ordinal));
        }

        using var phone = host.NewBrowser();
        var asked = await phone.SubmitAsync(await phone.GetAsync($"/i/{world.OwnToken}/data"), button: "[value=Export]");
        string code;
        await using (var db = host.OpenDb()) code = SixDigits().Match(db.Letters.ToList().Single(l => l.Kind == LetterKind.Code).Body).Value;
        var open = await phone.SubmitAsync(asked, new { code });
        using var file = await phone.Http.PostAsync(open.One("main form")!.GetAttribute("action"), new FormUrlEncodedContent([new("__RequestVerificationToken", open.One("main form [name=__RequestVerificationToken]")!.GetAttribute("value")!)]));
        var own = CanariesIn(Unpacked.TextOf(await file.Content.ReadAsByteArrayAsync()));
        Assert.Empty(((string[])["canary-a-given", "canary-a-mail", "canary-a-diet", "canary-a-quotation", "canary-a-evidence"]).Except(own));
        Assert.All(own, word => Assert.StartsWith("canary-a-", word, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_word_is_found_also_in_an_archive_in_an_archive_in_a_PDF_and_across_the_runs_of_a_document()
    {
        byte[] pdf = Publishing.Pdfs.WithEverything("words of canary-a-inpdf here");
        byte[] docx = Zipped(("word/document.xml", "<?xml version=\"1.0\"?><w:t>can</w:t><w:t>ary-a-run</w:t><w:t>s</w:t>"u8.ToArray()));

        var found = CanariesIn(Unpacked.TextOf(Zipped(("a.zip", Zipped(("b.pdf", pdf))), ("c.docx", docx), ("canary-b-entry.txt", "Canary-B-Text"u8.ToArray()))));

        Assert.Equal(["canary-a-inpdf", "canary-a-runs", "canary-b-entry", "canary-b-text"], found.Order(StringComparer.Ordinal));
        Assert.DoesNotContain("canary-a", System.Text.Encoding.UTF8.GetString(docx), StringComparison.Ordinal);
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Every_personal_text_of_the_registry_has_a_canary()
    {
        var world = await SeedAsync();
        await using var db = host.OpenDb();
        var export = await db.ExportAsync(new Id<Person>(Guid.Parse(world.Values["people"])), CancellationToken.None);
        DataClass[] telling = [DataClass.Identity, DataClass.Contact, DataClass.Profession, DataClass.Needs, DataClass.Correspondence];
        string[] noText = ["language", "gender", "own_region", "group", "country", "kind", "state", "days_before", "answer_by", "due_at", "created_at", "sent_at", "server_reply", "held_back"];
        var without = from table in Registry.Tables.Where(t => t.Subject is not null)
                      from column in table.Personal.Where(c => c.Exported && (telling.Contains(c.Class) || c.OnErasure == OnErasure.Unreadable) && !noText.Contains(c.Name))
                      where export.FirstOrDefault(t => t.Table.Name == table.Name)?.Rows.Any(r => r[column.Name]?.ToString().Contains("canary", StringComparison.OrdinalIgnoreCase) == true) != true
                      select $"{table.Name}.{column.Name}: put a word canary-a-… there in SeedAsync";
        Assert.Empty(without);
    }

    [Fact]
    public async Task A_dump_of_the_database_holds_of_people_only_what_the_directory_keeps_in_clear()
    {
        _ = await SeedAsync();
        await using var owner = NpgsqlDataSource.Create(host.Database.Owner);
        await using var tables = owner.CreateCommand("""
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname IN ('events', 'staff', 'board', 'vault', 'audit') ORDER BY 1
            """);
        var names = new List<string>();
        await using (var rows = await tables.ExecuteReaderAsync()) while (await rows.ReadAsync()) names.Add(rows.GetString(0));
        var found = new SortedSet<string>(StringComparer.Ordinal);
        foreach (string table in names)
        {
            await using var dump = owner.CreateCommand($"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t");
            found.UnionWith(Canary().Matches((string)(await dump.ExecuteScalarAsync())!).Select(word => $"{table}: {word.Value}"));
        }

        string[] inClear = ["deliveries: canary-{0}-tried", "bounces: canary-{0}-bnc", "people: canary-{0}-given", "people: canary-{0}-family", "people: canary-{0}-mail", "people: canary-{0}-affiliation", "people: canary-{0}-zone"];
        // Decision 0041 says why the directory is in clear; what a mail server answered is a code without a word about anybody.
        Assert.Equal(inClear.SelectMany(words => (string[])["events." + words.Replace("{0}", "a", StringComparison.Ordinal), "events." + words.Replace("{0}", "b", StringComparison.Ordinal)]).Order(StringComparer.Ordinal), found);
    }

    [Fact]
    public async Task A_copied_backup_says_nothing_and_an_opened_one_only_what_the_directory_keeps_in_clear()
    {
        _ = await SeedAsync();
        await using var owner = NpgsqlDataSource.Create(host.Database.Owner);
        string folder = Directory.CreateTempSubdirectory("aide-canaries-").FullName;
        try
        {
            byte[] key = System.Security.Cryptography.RandomNumberGenerator.GetBytes(32);
            string file = Path.Combine(folder, "b");
            _ = await BackupWriter.WriteAsync(owner, host.Keys.DataDirectory, file, key, host.Clock, CancellationToken.None);
            _ = BackupWriter.WriteKeys(host.Keys, file + ".keys", key);
            foreach (string copied in (string[])[file, file + ".keys"])
                Assert.Empty(CanariesIn(Unpacked.TextOf(await File.ReadAllBytesAsync(copied))));

            // The positive control: what verifying and restoring open.
            using var raw = File.OpenRead(file);
            var parts = BackupReading.Open(raw, key);
            var found = new SortedSet<string>(StringComparer.Ordinal);
            while (parts.Next() is var (_, content)) found.UnionWith(CanariesIn(await new StreamReader(content, System.Text.Encoding.Latin1).ReadToEndAsync()));
            string[] inClear = ["affiliation", "bnc", "family", "given", "mail", "tried", "zone"];
            Assert.Equal(((string[])["a", "b"]).SelectMany(tag => inClear.Select(word => $"canary-{tag}-{word}")), found);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Mails_the_worker_s_log_and_the_schedule_say_nothing_of_others()
    {
        _ = await SeedAsync();
        await using var owner = NpgsqlDataSource.Create(host.Database.Owner);
        await MigrateCommand.MigrateAsync(owner, new Dictionary<string, string>(StringComparer.Ordinal), CancellationToken.None);
        try
        {
            await using var worker = WorkerHost.Build(
                [$"--ConnectionStrings:Events={host.Database.Worker}", "--Ports:Worker=0", $"--Data:Directory={host.Keys.DataDirectory}", "--Mail:Host=127.0.0.1", $"--Mail:Port={_post.Sink.Port}", "--Mail:Security=None", "--Logging:LogLevel:Default=Debug"],
                builder =>
                {
                    _ = builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(host.Clock));
                    _ = builder.Logging.ClearProviders().AddProvider(_log);
                });
            Schedule.Plan(worker.Services.GetRequiredService<IRecurringJobManager>());
            await worker.StartAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
            _ = await _post.Sink.WaitForAsync(_ => _post.Sink.Mails.Count == 2, patience.Token);
            await worker.StopAsync();

            foreach (var mail in _post.Sink.Mails)
            {
                string own = mail.Recipients[0].Contains("canary-a", StringComparison.Ordinal) ? "canary-a" : "canary-b";
                Assert.All(Canary().Matches(mail.Text + mail.Subject), word => Assert.StartsWith(own, word.Value, StringComparison.Ordinal));
                Assert.NotEmpty(Canary().Matches(mail.Text!));
            }

            Assert.NotEmpty(_log.All);
            Assert.Equal("", string.Join('\n', _log.All.Where(line => line.Contains("canary", StringComparison.OrdinalIgnoreCase))));
            await using var jobs = owner.CreateCommand("""
                SELECT (SELECT count(*) FROM hangfire.job j WHERE j::text ILIKE '%canary%') + (SELECT count(*) FROM hangfire.hash h WHERE h::text ILIKE '%canary%')
                    + (SELECT count(*) FROM hangfire.state s WHERE s::text ILIKE '%canary%') + (SELECT count(*) FROM hangfire.jobparameter p WHERE p::text ILIKE '%canary%')
                """);
            Assert.Equal(0L, await jobs.ExecuteScalarAsync());
        }
        finally
        {
            await owner.ExecuteAsync($"DROP SCHEMA IF EXISTS {Schedule.Schema} CASCADE", CancellationToken.None);
        }
    }

    [Fact]
    public async Task Case_05_the_site_s_log_holds_neither_names_nor_links_nor_codes()
    {
        var world = await SeedAsync();
        await using var app = WebHost.Build(
            [$"--ConnectionStrings:Events={host.Database.Web}", "--Ports:Web=0", $"--Data:Directory={host.Keys.DataDirectory}", "--Logging:LogLevel:Default=Debug"],
            builder => builder.Logging.ClearProviders().AddProvider(_log));
        await app.StartAsync();
        using var phone = new Browser(new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "en");
        var asked = await phone.SubmitAsync(await phone.GetAsync($"/i/{world.OwnToken}/data"), button: "[value=See]");
        string code;
        await using (var db = host.OpenDb()) code = SixDigits().Match(db.Letters.ToList().Single(l => l.Kind == LetterKind.Code).Body).Value;
        _ = await phone.SubmitAsync(asked, new { code });
        _ = await phone.GetAsync($"/i/{world.OwnToken}?canary-a-query");
        app.Services.GetRequiredService<ILogger<Looking_for_canaries>>().LogInformation("control");
        await app.StopAsync();

        Assert.Contains(_log.All, line => line.Contains("control", StringComparison.Ordinal));
        foreach (string secret in (string[])["canary", world.OwnToken, code])
            Assert.DoesNotContain(_log.All, line => line.Contains(secret, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The world of the doors, with a word of its own in every text about its first two people.</summary>
    private Task<World> SeedAsync() => SeedAsync(host, _given);

    /// <summary>The same for who asks other questions of it.</summary>
    internal static async Task<World> SeedAsync(EventsHost host, Given given)
    {
        var world = await World.MakeAsync(host, given);
        await using var db = host.OpenDb();
        var invitations = db.Invitations.Where(i => i.State != InvitationState.Withdrawn).ToList();
        foreach (var (invitation, tag) in new[] { (invitations.Single(i => i.Id.Value.ToString() == world.Values["invitations"]), "a"), (invitations.Single(i => i.Id.Value.ToString() != world.Values["invitations"]), "b") })
        {
            var person = db.People.Single(p => p.Id == invitation.PersonId);
            typeof(Person).GetProperty(nameof(Person.Zone))!.SetValue(person, $"canary-{tag}-zone");
            typeof(Invitation).GetProperty(nameof(Invitation.Reason))!.SetValue(invitation, $"canary-{tag}-reason");
            if (person.Change(new PersonDetails($"canary-{tag}-given", $"canary-{tag}-family", $"canary-{tag}-mail@bassin.test", $"canary-{tag}-affiliation", StakeholderGroup.Institutions, "ML", Language.English)) is { } no) throw new InvalidOperationException(no.Code);
            var wave = Given.Value(Wave.Draft(invitation.DialogueId, LetterKind.News, tag[0] - 'a' + 2, [person.Id], given.Now));
            if (wave.WriteFor(person.Id, Language.English, $"canary-{tag}-ownsubject", $"canary-{tag}-ownbody {{link}}") is { } refused) throw new InvalidOperationException(refused.Code);
            var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.English, $"canary-{tag}-subject", $"canary-{tag}-body {{link}}"), given.Now).Carrying($"canary-{tag}-calendar");
            var tested = Given.Value(TestLetter.To($"canary-{tag}-tester@bassin.test", person.Id, "Institut Méridien", new(Language.English, $"canary-{tag}-testsubject", $"canary-{tag}-testbody"), given.Now));
            tested.Settle(LetterState.Failed, $"canary-{tag}-testreply");
            var tried = Delivery.Of(letter, given.Now);
            typeof(Delivery).GetProperty(nameof(Delivery.Status))!.SetValue(tried, $"canary-{tag}-tried");
            db.AddRange(
                wave, letter, tested, tried, Bounce.Of(letter, BounceKind.Soft, $"canary-{tag}-bnc", given.Now),
                Given.Value(SubstituteProposal.Of(invitation, $"canary-{tag}-substitute", $"canary-{tag}-contact", $"canary-{tag}-why", given.Now)),
                TimelineEntry.Of(invitation, TimelineKind.Accepted, TimelineActor.Organiser, given.Now, AnswerSource.Telephone, $"canary-{tag}-note"), Told(invitation, tag, given.Now), Noted(invitation, tag, given.Now),
                DataRequest.Of(invitation, DataRequestKind.NewAddress, _ => new byte[32], given.Now, $"canary-{tag}-newaddress@bassin.test"));
        }

        var asked = new List<(Invitation Invitation, ConsentWish Wish)>();
        foreach (var (invitation, tag) in new[] { (invitations[0], invitations[0].Id.Value.ToString() == world.Values["invitations"] ? "a" : "b"), (invitations[1], invitations[1].Id.Value.ToString() == world.Values["invitations"] ? "a" : "b") })
        {
            var quotation = Given.Value(Quotation.Ask(invitation, Rule.OnTheRecord, $"canary-{tag}-quotation is what I said", Language.English, given.Now));
            _ = db.Add(quotation);
            asked.Add((invitation, new ConsentWish(ConsentPurpose.Quoted, null, new Notice(Language.English, $"May these words be quoted?\n{quotation.Words}")) { Quotation = quotation.Id }));
        }

        _ = await db.SaveChangesAsync();
        foreach (var (invitation, wish) in asked)
            _ = await db.RecordAsync(invitation, db.Dialogues.Single(d => d.Id == invitation.DialogueId), [wish], ConsentAct.By(ConsentSource.Organiser), given.Now, CancellationToken.None);
        foreach (var invitation in invitations) _ = db.Add(NeedsOf(invitation, invitation.Id.Value.ToString() == world.Values["invitations"] ? "a" : "b"));
        _ = await db.SaveChangesAsync();
        // A changed address has closed the links; here the words were only put in.
        _ = await db.PersonalLinks.Where(l => invitations.Select(i => i.Id).Contains(l.InvitationId)).ExecuteUpdateAsync(l => l.SetProperty(x => x.RevokedAt, (DateTimeOffset?)null));
        return world;
    }

    private static CalendarEntry Told(Invitation invitation, string tag, DateTimeOffset now)
    {
        var entry = CalendarEntry.Of(invitation);
        _ = entry.Tell($"canary-{tag}-facts", cancelled: false, now);
        return entry;
    }

    private static ConsentEvent Noted(Invitation invitation, string tag, DateTimeOffset now) => ConsentEvent.After(
        null, new ConsentQuestion(invitation.PersonId, invitation.DialogueId, ConsentPurpose.ContactAfter, new Notice(Language.English, "Words")), ConsentState.Refused,
        Given.Value(ConsentAct.OnBehalf(ConsentMethod.Telephone, $"canary-{tag}-witness", $"canary-{tag}-evidence", Controller.Unknown)), now);

    private static Needs NeedsOf(Invitation invitation, string tag)
    {
        var needs = Needs.Of(invitation);
        foreach (string field in (string[])["Diet", "Access", "Other"]) typeof(Needs).GetProperty(field)!.SetValue(needs, $"canary-{tag}-{field.ToLowerInvariant()}");
        return needs;
    }

    [GeneratedRegex("canary-[ab]-[a-z]+", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Canary();

    internal static IReadOnlySet<string> CanariesIn(string text) => Canary().Matches(text).Select(m => m.Value.ToLowerInvariant()).ToHashSet(StringComparer.Ordinal);

    private static byte[] Zipped(params (string Name, byte[] Content)[] files)
    {
        using var bytes = new MemoryStream();
        using (var archive = new System.IO.Compression.ZipArchive(bytes, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        return bytes.ToArray();
    }

    [GeneratedRegex(@"\b\d{6}\b", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SixDigits();

    private sealed class Lines : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> All { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            All.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
            // Nothing is held.
        }
    }
}
