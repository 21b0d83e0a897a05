using System.Net;
using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

public sealed class Keeping_the_ledger(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private Dialogue _dialogue = null!;
    private Person _person = null!;
    private Invitation _invitation = null!;
    private string _token = "";

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        _dialogue = await _given.DialogueAsync(await _given.SeriesAsync("water"));
        _person = await _given.PersonAsync("Hana", "Novotná", affiliation: "Institut Canari");
        (_invitation, _token) = await _given.InvitationAsync(_dialogue, _person, i => Assert.Null(i.Answer(true, _dialogue, _given.Now)));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData("UPDATE events.consent_events SET state = 'Given'")]
    [InlineData("DELETE FROM events.consent_events")]
    [InlineData("TRUNCATE events.consent_events CASCADE")]
    [InlineData("UPDATE events.notices SET words = 'other words'")]
    [InlineData("DELETE FROM events.notices")]
    [InlineData("TRUNCATE events.notices")]
    [InlineData("DELETE FROM events.people")]
    public async Task Lets_nobody_rewrite_it_not_even_the_owner_of_the_tables(string sql)
    {
        await SayAsync(("NamedPublicly", "no"));
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);

        foreach (string role in (string[])["", "aide_owner", "aide_web", "aide_worker", "aide_board", "aide_room"])
        {
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            if (role.Length > 0) _ = await new NpgsqlCommand($"SET LOCAL ROLE {role}", connection).ExecuteNonQueryAsync();
            var refused = await Assert.ThrowsAsync<PostgresException>(() => new NpgsqlCommand(sql, connection).ExecuteNonQueryAsync());
            // Who may not is refused by right; the owner, who may, is refused by the trigger or by what hangs on the row.
            Assert.Contains(refused.SqlState, (string[])["42501", "23503"]);
        }

        await using var db = host.OpenDb();
        Assert.Equal(ConsentState.Refused, (await db.ConsentEvents.SingleAsync()).State);
    }

    [Fact]
    public async Task Writes_down_all_that_proves_a_choice()
    {
        await SayAsync(("NamedPublicly", "yes"), ("DietAndAccess", "yes"));

        await using var db = host.OpenDb();
        var named = await db.ConsentEvents.SingleAsync(e => e.Purpose == ConsentPurpose.NamedPublicly);
        var needs = await db.ConsentEvents.SingleAsync(e => e.Purpose == ConsentPurpose.DietAndAccess);
        Assert.Equal((ConsentState.Given, ConsentSource.Link, ConsentMethod.LinkForm, (Rule?)Rule.ChathamHouse, 1), (named.State, named.Source, named.Method, named.Rule, named.NoticeVersion));
        Assert.Equal(("Institut Méridien", "The organiser’s own server", "EU", "gdpr-6.1.a", "consent-proof-5y"), (named.Controller, named.StorageLocation, named.Jurisdiction, named.LawfulBasis, named.Retention));
        Assert.Equal(["name", "attendance"], named.Data);
        Assert.Equal(["everybody"], named.Recipients);
        Assert.Equal(_given.Now.AddMonths(36), named.ValidUntil);
        Assert.Equal((true, "gdpr-9.2.a"), (needs.IsSpecialCategory, needs.LawfulBasis));
        Assert.Equal(32, named.FormSha256!.Length);
        Assert.Equal(named.ReceiptId, needs.ReceiptId);
        Assert.NotEqual(named.RecordId, needs.RecordId);
        Assert.All((Guid[])[named.Id.Value, named.RecordId, named.ReceiptId], id => Assert.Equal(4, id.Version));
    }

    [Fact]
    public async Task Keeps_the_words_of_a_notice_once_under_their_hash()
    {
        await SayAsync(("NamedPublicly", "yes"));
        await SayAsync(("NamedPublicly", "no"));

        await using var db = host.OpenDb();
        var notice = await db.Notices.SingleAsync();
        Assert.Equal("Mon nom sur la page publique\nTout le monde peut voir que vous participez\u202f; rien ne montre ce que vous avez dit.", notice.Words);
        Assert.Equal(SHA256.HashData(Encoding.UTF8.GetBytes(notice.Words)), notice.Sha256);
        Assert.All(await db.ConsentEvents.ToListAsync(), line => Assert.Equal(notice.Sha256, line.NoticeSha256));
    }

    [Fact]
    public async Task Chains_the_lines_of_a_record_and_forks_none()
    {
        await SayAsync(("NamedPublicly", "yes"));
        await SayAsync(("NamedPublicly", "no"));
        await SayAsync(("NamedPublicly", "yes"));

        await using var db = host.OpenDb();
        var lines = await db.ConsentEvents.OrderBy(e => e.At).ToListAsync();
        Assert.Equal([ConsentState.Given, ConsentState.Withdrawn, ConsentState.Given], lines.Select(l => l.State));
        Assert.Equal([null, lines[0].Id, lines[1].Id], lines.Select(l => l.PreviousId));
        _ = Assert.Single(lines.Select(l => l.RecordId).Distinct());
        var fork = ConsentEvent.After(lines[1], new(_person.Id, _dialogue.Id, ConsentPurpose.NamedPublicly, new(Language.English, "x")), ConsentState.Given, ConsentAct.By(ConsentSource.Link), _given.Now);
        var refused = await Assert.ThrowsAsync<DbUpdateException>(() => _given.SaveAsync(fork));
        Assert.Equal("23505", ((PostgresException)refused.InnerException!).SqlState);
    }

    [Fact]
    public async Task Fault_23_twenty_taps_at_once_are_one_line()
    {
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + _token);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => phone.SubmitAsync(page, new Dictionary<string, object?> { ["consents[NamedPublicly]"] = "yes" }, form: "#choices form")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
        await using var db = host.OpenDb();
        _ = Assert.Single(await db.ConsentEvents.ToListAsync());
    }

    [Fact]
    public async Task Fault_23_without_taking_turns_two_taps_would_be_two_lines()
    {
        await using var one = host.OpenDb();
        await using var two = host.OpenDb();
        var question = new ConsentQuestion(_person.Id, _dialogue.Id, ConsentPurpose.NamedPublicly, new(Language.English, "words"));
        foreach (var db in (Data.EventsDb[])[one, two]) Assert.Empty(await db.LedgerAsync(_person.Id, _dialogue.Id, default));

        foreach (var db in (Data.EventsDb[])[one, two])
        {
            _ = db.Add(ConsentEvent.After(null, question, ConsentState.Given, ConsentAct.By(ConsentSource.Link), _given.Now));
            _ = await db.SaveChangesAsync();
        }

        Assert.Equal(2, await one.ConsentEvents.CountAsync());
    }

    [Fact]
    public async Task Of_a_yes_and_a_no_at_once_keeps_both_and_the_last_counts()
    {
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + _token);

        _ = await Task.WhenAll(Enumerable.Range(0, 10).Select(i => phone.SubmitAsync(page, new Dictionary<string, object?> { ["consents[NamedPublicly]"] = i % 2 == 0 ? "yes" : "no" }, form: "#choices form")));

        await using var db = host.OpenDb();
        var lines = await db.ConsentEvents.OrderBy(e => e.At).ToListAsync();
        Assert.Equal(lines.Count, lines.Select(l => l.At).Distinct().Count());
        Assert.Equal(lines.Select(l => (Id<ConsentEvent>?)l.Id).SkipLast(1).Prepend(null), lines.Select(l => l.PreviousId));
        using var reader = host.NewBrowser();
        bool shown = (await reader.GetAsync("/series/water")).Text.Contains("Novotná", StringComparison.Ordinal);
        Assert.Equal(lines[^1].State == ConsentState.Given, shown);
    }

    [Fact]
    public async Task Adopts_the_lines_of_before_and_chains_them()
    {
        string before = await host.Postgres.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(before);
        await using var db = Data.DataSetup.Open(source);
        await db.GetService<IMigrator>().MigrateAsync("Walls");
        await ExecuteAsync(source, """
            INSERT INTO events.series (id, slug, organisation, is_public, created_at, purpose_en, purpose_fr, title_en, title_fr) VALUES (gen_random_uuid(), 's', '', true, now(), '', '', 't', 't');
            INSERT INTO events.dialogues (id, series_id, day, begins, ends, venue, zone, rule, answer_by, remind_days_before, title_en, title_fr)
                SELECT gen_random_uuid(), id, '2027-01-01', '09:00', '10:00', '', 'UTC', 'ChathamHouse', '2026-12-01', '{}', 't', 't' FROM events.series;
            INSERT INTO events.people (id, given_name, family_name, email, affiliation, "group", country, language, created_at) VALUES (gen_random_uuid(), 'A', 'B', 'a@b.test', '', 'Academia', '', 'English', now());
            INSERT INTO events.consent_events (id, person_id, dialogue_id, purpose, state, at, source, notice_language, notice_sha256)
                SELECT gen_random_uuid(), p.id, d.id, 'NamedPublicly', l.state, l.at, 'Link', 'English', sha256('words')
                FROM events.people p, events.dialogues d, (VALUES ('Given', timestamptz '2026-01-01'), ('Refused', timestamptz '2026-01-02'), ('Given', timestamptz '2026-01-03')) l (state, at);
            """);

        await db.Database.MigrateAsync();

        var lines = await db.ConsentEvents.OrderBy(e => e.At).ToListAsync();
        Assert.Equal([ConsentState.Given, ConsentState.Refused, ConsentState.Given], lines.Select(l => l.State));
        Assert.Equal([null, lines[0].Id, lines[1].Id], lines.Select(l => l.PreviousId));
        _ = Assert.Single(lines.Select(l => l.RecordId).Distinct());
        Assert.Equal(ConsentState.Given, new Choices(lines, _given.Now).Of(ConsentPurpose.NamedPublicly));
        Assert.Null(new Choices(lines, _given.Now).AskedAgain(ConsentPurpose.NamedPublicly, Rule.OnTheRecord, noticeVersion: 1));
    }

    [Fact]
    public async Task Takes_quotations_out_of_the_notices_that_are_the_same_for_everybody_and_gives_each_proposal_its_proposer()
    {
        string before = await host.Postgres.CreateDatabaseAsync();
        await using var source = NpgsqlDataSource.Create(before);
        await using var db = Data.DataSetup.Open(source);
        await db.Database.MigrateAsync();
        var series = Given.Value(Series.New("water", new("t", "t"), new("", ""), "", _given.Now));
        var day = Given.Value(Dialogue.New(series, new DialogueDetails(new("t", "t"), new(2027, 1, 1), new(9, 0), new(10, 0), "", "UTC", Rule.OnTheRecord, new(2026, 12, 1), [])));
        var person = Given.Value(Person.New(new PersonDetails("A", "B", "a@b.test", "", StakeholderGroup.Institutions, "", Language.English), _given.Now));
        var invitation = Invitation.Of(person, day, _given.Now);
        var quotation = Given.Value(Quotation.Ask(invitation, Rule.OnTheRecord, "Canary", Language.English, _given.Now));
        var notice = new Notice(Language.English, "May this be quoted?\nCanary");
        db.AddRange(series, day, person, invitation, quotation, Given.Value(SubstituteProposal.Of(invitation, "C", "c@b.test", "", _given.Now)),
            ConsentEvent.After(null, new(person.Id, day.Id, ConsentPurpose.Quoted, notice) { Quotation = quotation.Id }, ConsentState.Requested, ConsentAct.By(ConsentSource.Organiser), _given.Now));
        _ = await db.SaveChangesAsync();
        // As the version before had it.
        await db.GetService<IMigrator>().MigrateAsync("TokenKeyHolders");
        await ExecuteAsync(source, """
            INSERT INTO events.notices (sha256, words, language, purpose, version, first_used_at)
            SELECT sha256(convert_to(words, 'UTF8')), words, 'English', 'Quoted', 1, now() FROM (VALUES (E'May this be quoted?\nCanary'), ('May we quote you at all?')) n (words)
            """);

        await db.Database.MigrateAsync();

        db.ChangeTracker.Clear();
        Assert.Equal("May we quote you at all?", (await db.Notices.SingleAsync()).Words);
        var line = await db.ConsentEvents.SingleAsync();
        Assert.Equal(notice.Words, line.OwnNotice);
        Assert.Equal(notice.Sha256, line.NoticeSha256);
        Assert.Equal(person.Id, (await db.SubstituteProposals.SingleAsync()).PersonId);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        _ = await command.ExecuteNonQueryAsync();
    }

    private async Task SayAsync(params (string Purpose, string Answer)[] answers)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        using var phone = host.NewBrowser();
        _ = await phone.SubmitAsync(await phone.GetAsync("/i/" + _token), answers.ToDictionary(a => $"consents[{a.Purpose}]", a => (object?)a.Answer), form: "#choices form");
    }
}
