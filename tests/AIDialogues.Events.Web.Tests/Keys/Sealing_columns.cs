using System.Security.Cryptography;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.PersonalData;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Keys;

public sealed class Sealing_columns(EventsHost host) : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("aide-keys-").FullName;
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public async ValueTask DisposeAsync()
    {
        await _post.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    [Fact]
    public async Task A_letter_is_sealed_in_its_row_and_plain_in_the_code()
    {
        _ = await _post.QueueAsync(body: "Canary body {link}");
        string stored = await RowAsync();
        Assert.DoesNotContain("Canary", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("awa0@bassin.test", stored, StringComparison.Ordinal);
        var letter = await _post.OnlyLetterAsync();
        Assert.Equal(("Awa Diallo", "awa0@bassin.test", "Canary body {link}"), (letter.ToName, letter.ToAddress, letter.Body));
        Assert.Equal(1, (await _post.DrainAsync()).Sent);
        Assert.Contains("Canary body", Assert.Single(_post.Sink.Mails).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_context_goes_on_with_plain_text_after_saving()
    {
        var letter = (await _post.QueueAsync(body: "Canary {link}"))[0];
        await using var db = host.OpenDb();
        var tracked = await db.Letters.SingleAsync();
        tracked.Claim(host.Clock.GetUtcNow());
        _ = await db.SaveChangesAsync();
        tracked.Refused("550 no");
        _ = await db.SaveChangesAsync();
        Assert.Equal(("Canary {link}", "550 no"), (tracked.Body, tracked.ServerReply));
        var again = await _post.OnlyLetterAsync();
        Assert.Equal(("Canary {link}", "550 no", letter.Id), (again.Body, again.ServerReply, again.Id));
    }

    [Fact]
    public async Task Moved_to_another_row_it_does_not_open()
    {
        _ = await _post.QueueAsync();
        await using var db = host.OpenDb();
        _ = await db.Database.ExecuteSqlAsync($"""
            INSERT INTO events.needs (person_id, dialogue_id, diet, access, other)
            SELECT o.person_id, i.dialogue_id, o.body, '', '' FROM events.outbox o JOIN events.invitations i ON i.id = o.invitation_id
            """);
        var moved = await Assert.ThrowsAsync<InvalidOperationException>(() => db.Needs.ToListAsync());
        Assert.EndsWith("does not open: it was moved or changed behind the application's back.", moved.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asking_the_database_about_a_sealed_column_fails_instead_of_finding_nothing()
    {
        await using var db = host.OpenDb();
        var asked = await Assert.ThrowsAsync<InvalidOperationException>(() => db.Letters.Where(l => l.ToAddress == "awa0@bassin.test").ToListAsync());
        Assert.StartsWith("Letter.ToAddress is sealed", asked.Message, StringComparison.Ordinal);
        _ = await Assert.ThrowsAsync<InvalidOperationException>(() => db.Letters.Select(l => l.ToName).ToListAsync());
        Assert.Empty(await db.Letters.Where(l => l.State == LetterState.Sent).ToListAsync());
    }

    [Fact]
    public async Task Without_the_key_the_text_is_gone()
    {
        var letter = (await _post.QueueAsync(body: "Canary {link}"))[0];
        host.Keys.Destroy(letter.PersonId.Value);
        Assert.Equal(("", ""), ((await _post.OnlyLetterAsync()).Body, (await _post.OnlyLetterAsync()).ToAddress));
    }

    [Fact]
    public async Task What_was_written_before_there_were_seals_is_sealed_by_the_migration()
    {
        var given = new Given(host);
        var day = await given.DialogueAsync();
        var (invitation, _) = await given.InvitationAsync(day, await given.PersonAsync());
        var (erased, _) = await given.InvitationAsync(day, await given.PersonAsync());
        await using var db = host.OpenDb();
        foreach (var one in (Invitation[])[invitation, erased])
        {
            var proof = Given.Value(ConsentAct.OnBehalf(ConsentMethod.Telephone, "witness", "evidence", Controller.Unknown));
            _ = await db.RecordAsync(one, day, [new(ConsentPurpose.ContactAfter, true, new Notice(Language.English, "Words"))], proof, host.Clock.GetUtcNow(), CancellationToken.None);
            var told = CalendarEntry.Of(one);
            _ = told.Tell("facts", cancelled: false, host.Clock.GetUtcNow());
            _ = db.Add(told);
        }

        _ = await db.SaveChangesAsync();
        db.ChangeTracker.Clear();
        // As the version before wrote them.
        _ = await db.Database.ExecuteSqlRawAsync("""
            ALTER TABLE events.consent_events DISABLE TRIGGER USER;
            UPDATE events.consent_events SET witness = 'Canary witness', evidence = 'Canary evidence' WHERE witness <> '';
            ALTER TABLE events.consent_events ENABLE TRIGGER USER;
            UPDATE events.calendar_entries SET facts = 'Canary facts';
            """);
        host.Keys.Tombstones.Add(erased.PersonId.Value);
        host.Keys.Destroy(erased.PersonId.Value);

        await using var owner = NpgsqlDataSource.Create(host.Database.Owner);
        Assert.Equal(6, await SealTheRest.RunAsync(owner, () => host.Keys, CancellationToken.None));
        Assert.Equal(0, await SealTheRest.RunAsync(owner, () => throw new InvalidOperationException("Nothing is left to seal."), CancellationToken.None));

        Assert.Empty(await db.Database.SqlQueryRaw<Guid>("""
            SELECT id AS "Value" FROM events.consent_events c WHERE c::text LIKE '%Canary%' UNION ALL SELECT invitation_id FROM events.calendar_entries c WHERE c::text LIKE '%Canary%'
            """).ToListAsync());
        var lines = await db.ConsentEvents.AsNoTracking().Where(c => c.Method == ConsentMethod.Telephone).ToDictionaryAsync(c => c.PersonId);
        Assert.Equal(("Canary witness", "Canary evidence"), (lines[invitation.PersonId].Witness, lines[invitation.PersonId].Evidence));
        Assert.Equal(("", ""), (lines[erased.PersonId].Witness, lines[erased.PersonId].Evidence));
        Assert.Equal(["", "Canary facts"], (await db.CalendarEntries.AsNoTracking().ToListAsync()).Select(e => e.Facts).Order(StringComparer.Ordinal));
        // The ledger's triggers are awake again.
        var grows = await Assert.ThrowsAsync<PostgresException>(() => db.Database.ExecuteSqlRawAsync("UPDATE events.consent_events SET witness = 'x'"));
        Assert.Contains("only grows", grows.MessageText, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_about_an_answer_from_before_are_sealed_by_the_migration_and_open_as_they_were()
    {
        var given = new Given(host);
        var day = await given.DialogueAsync();
        var (invitation, _) = await given.InvitationAsync(day, await given.PersonAsync());
        await given.SaveAsync(
            Given.Value(SubstituteProposal.Of(invitation, "x", "x", "x", given.Now)), TimelineEntry.Of(invitation, TimelineKind.Declined, TimelineActor.Organiser, given.Now, note: "x"),
            Given.Value(Quotation.Ask(invitation, Rule.OnTheRecord, "x", Language.English, given.Now)));
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        await using (var before = source.CreateCommand("""
            ALTER TABLE events.quotations DISABLE TRIGGER USER;
            UPDATE events.invitations SET reason = 'Canary reason';
            UPDATE events.substitute_proposals SET name = 'Canary name', contact = 'Canary contact', reason = 'Canary why';
            UPDATE events.timeline SET note = 'Canary note';
            UPDATE events.quotations SET words = 'Canary words';
            ALTER TABLE events.quotations ENABLE TRIGGER USER;
            """)) _ = await before.ExecuteNonQueryAsync();

        Assert.Equal(6, await SealTheRest.RunAsync(source, () => host.Keys, CancellationToken.None));

        await using var look = source.CreateCommand("""
            SELECT (SELECT string_agg(i::text, ' ') FROM events.invitations i) || (SELECT string_agg(s::text, ' ') FROM events.substitute_proposals s)
                || (SELECT string_agg(t::text, ' ') FROM events.timeline t) || (SELECT string_agg(q::text, ' ') FROM events.quotations q)
            """);
        Assert.DoesNotContain("Canary", (string)(await look.ExecuteScalarAsync())!, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        var proposal = await db.SubstituteProposals.AsNoTracking().SingleAsync();
        Assert.Equal(
            ["Canary reason", "Canary name", "Canary contact", "Canary why", "Canary note", "Canary words"],
            [(await db.Invitations.AsNoTracking().SingleAsync()).Reason, proposal.Name, proposal.Contact, proposal.Reason, (await db.Timeline.AsNoTracking().SingleAsync()).Note, (await db.Quotations.AsNoTracking().SingleAsync()).Words]);
    }

    [Fact]
    public void What_is_taken_away_with_the_key_is_sealed()
    {
        using var db = host.OpenDb();
        var shredded = Registry.Tables.SelectMany(t => t.Personal.Where(c => c.OnErasure == OnErasure.Unreadable).Select(c => $"{t.Name}.{c.Name}")).ToList();
        Assert.Equal(["events.consent_events.evidence", "events.consent_events.own_notice", "events.consent_events.witness"], shredded);
        Assert.Empty(shredded.Except(SealTheRest.Of(db.Model).Select(c => $"{c.Table}.{c.Column}")));
    }

    [Fact]
    public async Task Two_programs_at_once_make_one_key()
    {
        for (int round = 0; round < 50; round++)
        {
            string data = Path.Combine(_data, $"{round}");
            var person = Guid.NewGuid();
            using var together = new Barrier(4);
            var programs = Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    together.SignalAndWait();
                    return new KeyStore(data).Of(person);
                }, TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default));
            byte[]?[] keys = await Task.WhenAll(programs);
            Assert.All(keys, key => Assert.Equal(Convert.ToHexString(keys[0]!), Convert.ToHexString(key!)));
            Assert.Equal([$"{person:n}.key"], Directory.EnumerateFiles(Path.Combine(data, "keys", "people"), "*.key*").Select(Path.GetFileName));
        }
    }

    [Fact]
    public void Fault_18_keys_without_the_key_that_opens_them_stop_the_start()
    {
        _ = new KeyStore(_data).Of(Guid.NewGuid());
        File.Delete(Path.Combine(_data, "keys", "people.kek"));
        var stopped = Assert.Throws<KeysUnreadableException>(() => new KeyStore(_data));
        Assert.Contains("people.kek is missing", stopped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_destroyed_key_is_gone_for_a_program_that_had_it_open()
    {
        var person = Guid.NewGuid();
        var (web, worker) = (new KeyStore(_data), new KeyStore(_data));
        Assert.NotNull(web.Of(person));
        Assert.NotNull(worker.Find(person));
        worker.Tombstones.Add(person);
        worker.Destroy(person);
        Assert.Null(web.Find(person));
        Assert.Null(web.Of(person));
    }

    [Fact]
    public void A_changed_bit_or_another_place_does_not_open()
    {
        byte[] key = RandomNumberGenerator.GetBytes(32), kept = Sealing.Seal(key, "words"u8, "events.outbox|body|1");
        Assert.Equal("words"u8.ToArray(), Sealing.Open(key, kept, "events.outbox|body|1"));
        _ = Assert.ThrowsAny<CryptographicException>(() => Sealing.Open(key, kept, "events.outbox|body|2"));
        for (int bit = 0; bit < kept.Length * 8; bit++)
        {
            byte[] changed = [.. kept];
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            _ = Assert.ThrowsAny<CryptographicException>(() => Sealing.Open(key, changed, "events.outbox|body|1"));
        }
    }

    private async Task<string> RowAsync()
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        await using var command = source.CreateCommand("SELECT o::text FROM events.outbox o");
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
