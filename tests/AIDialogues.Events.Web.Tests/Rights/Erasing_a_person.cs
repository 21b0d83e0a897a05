using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Data.PersonalData;
using AIDialogues.Events.Domain;
using AIDialogues.Events.MailSink.Smtp;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Rights;

public sealed class Erasing_a_person(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public async ValueTask DisposeAsync() => await _post.DisposeAsync();

    [Fact]
    public async Task Is_done_by_the_worker_when_its_time_comes_and_leaves_a_row_without_a_name()
    {
        var dialogue = await _given.DialogueAsync();
        using var asker = await Asker.WithInvitationAsync(host, _given, dialogue, await _given.PersonAsync("Canary-Given", "Canary-Family", "canary@bassin.test", "Canary-Affiliation", Language.English));
        _ = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Stays", "Here"));
        await _given.SaveAsync(ConsentEvent.Of(asker.Invitation, ConsentPurpose.ContactAfter, true, ConsentSource.Link, new Notice(Language.English, "Words"), _given.Now));
        var planned = await asker.Phone.SubmitAsync(await asker.OpenAsync(DataRequestKind.Erase), button: "[value=false]");
        var job = new EraseDueJob(_post.Database, host.Keys, host.Clock, NullLogger<EraseDueJob>.Instance);

        host.Clock.Advance(TimeSpan.FromDays(3) - TimeSpan.FromMinutes(1));
        await job.RunAsync(CancellationToken.None);
        Assert.NotNull(await asker.PersonAsync());
        host.Clock.Advance(TimeSpan.FromMinutes(2));
        await job.RunAsync(CancellationToken.None);

        Assert.Null(await asker.PersonAsync());
        Assert.Null(host.Keys.Find(asker.Invitation.PersonId.Value));
        Assert.Equal("", await CanariesAsync("canary"));
        await using var db = host.OpenDb();
        Assert.Equal((1, 1, 2), (await db.People.CountAsync(), await db.ConsentEvents.CountAsync(), await db.Invitations.CountAsync()));
        Assert.Equal(HttpStatusCode.Gone, (await asker.Phone.GetAsync("/i/" + asker.Token)).Status);
        string proof = planned.One("a[href^='/erasure/']")!.GetAttribute("href")!;
        Assert.Contains("Erased on", (await asker.Phone.GetAsync(proof)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fault_28_drops_what_is_queued_and_what_is_in_flight()
    {
        var letters = await _post.QueueAsync(2);
        // The first letter is on its way: erased between MAIL and DATA.
        int asked = 0;
        _post.Sink.Script(step => step.Command is SmtpCommand.RcptTo && ++asked == 1 ? SmtpReply.Usual.Doing(async () =>
        {
            foreach (var letter in letters) await EraseAsync(letter.PersonId.Value);
        }) : null);

        _ = await _post.DrainAsync();
        _post.Sink.ClearScript();
        _ = await _post.DrainAsync();

        Assert.Empty(_post.Sink.Mails);
        Assert.Equal([LetterState.Dropped, LetterState.Dropped], await _post.StatesAsync());
        Assert.All(letters, l => Assert.Null(host.Keys.Find(l.PersonId.Value)));
    }

    [Fact]
    public async Task Nothing_can_be_written_to_somebody_erased()
    {
        var letter = (await _post.QueueAsync())[0];
        Invitation invitation;
        Person person;
        await using (var db = host.OpenDb()) (invitation, person) = (await db.Invitations.AsNoTracking().SingleAsync(), await db.People.AsNoTracking().SingleAsync());
        await EraseAsync(letter.PersonId.Value);
        await _given.SaveAsync(Letter.Queue(invitation, person, LetterKind.Code, new(Language.English, "Late", "Late words"), _given.Now));
        Assert.Equal([LetterState.Dropped, LetterState.Dropped], await _post.StatesAsync());
        Assert.Equal("", await CanariesAsync("late words"));
        Assert.Null(host.Keys.Of(letter.PersonId.Value));
    }

    [Fact]
    public async Task Fault_34_rows_that_an_older_backup_brought_back_are_erased_before_the_application_opens()
    {
        var gone = await _given.PersonAsync("Canary-Back", "Canary-Again", "back@bassin.test");
        var stays = await _given.PersonAsync("Hana", "Novotná");
        await EraseAsync(gone.Id.Value);
        // The older state: the row as it was.
        await using (var db = host.OpenDb())
            _ = await db.Database.ExecuteSqlAsync($"UPDATE events.people SET given_name = 'Canary-Back', family_name = 'Canary-Again', email = 'back@bassin.test', erased_at = NULL WHERE id = {gone.Id.Value}");
        Assert.NotEqual("", await CanariesAsync("canary"));

        await using (var app = WebHost.Build([$"--ConnectionStrings:Events={host.Database.Web}", "--Ports:Web=0", $"--Data:Directory={host.Keys.DataDirectory}", "--Logging:LogLevel:Default=None"]))
            await WebHost.ReachDatabaseAsync(app);

        Assert.Equal("", await CanariesAsync("canary"));
        await using var after = host.OpenDb();
        Assert.Equal(stays.Id, (await after.People.SingleAsync()).Id);

        // And the worker as well, with its own, smaller rights.
        _ = await after.Database.ExecuteSqlAsync($"UPDATE events.people SET given_name = 'Canary-Back', erased_at = NULL WHERE id = {gone.Id.Value}");
        await new EraseDueJob(_post.Database, host.Keys, host.Clock, NullLogger<EraseDueJob>.Instance).ReapplyAsync(CancellationToken.None);
        Assert.Equal("", await CanariesAsync("canary"));
    }

    [Fact]
    public async Task Broken_off_after_the_tombstone_it_is_finished_at_the_next_start()
    {
        var gone = await _given.PersonAsync("Canary-Half", "Way");
        Assert.NotNull(host.Keys.Of(gone.Id.Value));
        host.Keys.Tombstones.Add(gone.Id.Value);
        await new EraseDueJob(_post.Database, host.Keys, host.Clock, NullLogger<EraseDueJob>.Instance).ReapplyAsync(CancellationToken.None);
        Assert.Equal("", await CanariesAsync("canary"));
        Assert.Null(host.Keys.Find(gone.Id.Value));
    }

    [Fact]
    public async Task Takes_every_record_that_was_merged_into_theirs_also_through_another_and_so_does_the_export()
    {
        var dialogue = await _given.DialogueAsync();
        var (first, second, kept) = (await _given.PersonAsync("Canary-First", "Record", "canary-first@bassin.test"), await _given.PersonAsync("Canary-Second", "Record"), await _given.PersonAsync("Canary-Kept", "Record"));
        _ = await _given.InvitationAsync(dialogue, kept, i => Assert.Null(i.Answer(true, dialogue, _given.Now)));
        await OweAsync(dialogue, first);
        foreach (var (keep, drop) in ((Person, Person)[])[(second, first), (kept, second)])
        {
            await using var merging = host.OpenDb();
            _ = Given.Value(await new PeopleMerge(merging, host.Clock).MergeAsync(keep.Id, drop.Id, keep.Details, "Noor", CancellationToken.None));
        }

        await using var db = host.OpenDb();
        _ = await db.Database.ExecuteSqlAsync($"UPDATE events.people SET merged_into_id = {second.Id.Value} WHERE id = {first.Id.Value}");
        string exported = string.Concat((await db.ExportAsync(kept.Id, CancellationToken.None)).SelectMany(t => t.Rows).Select(r => r.ToJsonString()));
        Assert.Equal([], ((string[])["Canary diet", "Canary words", "Canary reason", "Canary facts", "Canary-First"]).Where(c => !exported.Contains(c, StringComparison.Ordinal)));
        // Somebody else, whom they named.
        Assert.DoesNotContain("Canary substitute", exported, StringComparison.Ordinal);
        Assert.Contains("events.imported_people", await CanariesAsync("canary"), StringComparison.Ordinal);

        await EraseAsync(kept.Id.Value);

        Assert.Equal("", await CanariesAsync("canary"));
        Assert.Equal((0, 0, 3), (await db.Needs.CountAsync(), await db.SubstituteProposals.CountAsync(), await db.People.IgnoreQueryFilters().CountAsync(p => p.ErasedAt != null)));
        Assert.All((Person[])[first, second, kept], p => Assert.Equal((true, null), (host.Keys.Tombstones.Holds(p.Id.Value), host.Keys.Find(p.Id.Value))));

        // A backup from before the merge brings the first record back whole.
        _ = await db.Database.ExecuteSqlAsync($"UPDATE events.people SET given_name = 'Canary-First', merged_into_id = NULL, erased_at = NULL WHERE id = {first.Id.Value}");
        await new EraseDueJob(_post.Database, host.Keys, host.Clock, NullLogger<EraseDueJob>.Instance).ReapplyAsync(CancellationToken.None);
        Assert.Equal("", await CanariesAsync("canary"));
    }

    [Fact]
    public async Task Also_takes_the_name_that_whoever_proposed_them_as_a_substitute_wrote_down()
    {
        var dialogue = await _given.DialogueAsync();
        var (before, _) = await _given.InvitationAsync(dialogue, await _given.PersonAsync("Ira", "Holm"), i => _ = i.Answer(false, dialogue, _given.Now));
        var proposal = Given.Value(SubstituteProposal.Of(before, "Canary Substitute", "canary@bassin.test", "Knows the river", _given.Now));
        await _given.SaveAsync(proposal);
        var substitute = await _given.PersonAsync("Canary", "Substitute", "canary@bassin.test");
        var instead = Invitation.Of(substitute, dialogue, _given.Now, before.Role);
        instead.StandInFor(before);
        await _given.SaveAsync(instead);

        await EraseAsync(substitute.Id.Value);

        await using var db = host.OpenDb();
        var kept = await db.SubstituteProposals.AsNoTracking().SingleAsync();
        Assert.Equal(("", "", "Knows the river"), (kept.Name, kept.Contact, kept.Reason));
    }

    [Fact]
    public async Task Also_takes_the_words_that_looked_for_them_out_of_segments_and_wishes_and_leaves_what_finds_others()
    {
        var gone = await _given.PersonAsync("Awa", "Canary", "canary@bassin.test");
        _ = await _given.PersonAsync("Awa", "Diallo");
        var (named, others) = (Given.Value(Segment.New("One", new PeopleFilter("CANARY awa", Group: StakeholderGroup.Institutions), _given.Now)), Given.Value(Segment.New("Two", new PeopleFilter("awa"), _given.Now)));
        var wish = Given.Value(RosterExport.Ask(Guid.NewGuid(), "Badges for the printer", new PeopleFilter("canary@bassin.test"), _given.Now));
        await _given.SaveAsync(named, others, wish, PlannedErasure.Of(gone.Id, ErasureCause.Person, _given.Now).Erasure);
        host.Clock.Advance(PlannedErasure.Delay);

        await new EraseDueJob(_post.Database, host.Keys, host.Clock, NullLogger<EraseDueJob>.Instance).RunAsync(CancellationToken.None);

        Assert.Equal("", await CanariesAsync("canary"));
        await using var db = host.OpenDb();
        var filters = await db.Segments.ToDictionaryAsync(s => s.Name, s => s.Filter);
        Assert.Equal(("awa", StakeholderGroup.Institutions), (filters["Two"].Words, filters["One"].Group));
        Assert.Equal(0, await db.Matching(filters["One"]).CountAsync());
    }

    /// <summary>What stays at a record that gives way: what it needed, own words in a draft, an imported line, and all about the weaker invitation.</summary>
    private async Task OweAsync(Dialogue dialogue, Person person)
    {
        var (invitation, _) = await _given.InvitationAsync(dialogue, person, i => _ = i.Answer(false, dialogue, _given.Now) ?? i.Explain("Canary reason"));
        var yes = ConsentEvent.Of(invitation, ConsentPurpose.DietAndAccess, true, ConsentSource.Link, new Notice(Language.English, "Words"), _given.Now);
        var needs = Needs.Of(invitation);
        Assert.Null(needs.Change("Canary diet", "", "", new Choices([yes], _given.Now)));
        var wave = Given.Value(Wave.Draft(dialogue.Id, LetterKind.Invitation, 1, [person.Id], _given.Now));
        Assert.Null(wave.WriteFor(person.Id, Language.French, "Canary", "Canary words {link}"));
        var batch = new ImportBatch { At = _given.Now };
        var entry = CalendarEntry.Of(invitation);
        _ = entry.Tell("Canary facts", cancelled: false, _given.Now);
        await _given.SaveAsync(
            yes, needs, wave, batch, new ImportedPerson { BatchId = batch.Id, PersonId = person.Id, After = """{"name":"Canary"}""" }, entry,
            Given.Value(SubstituteProposal.Of(invitation, "Canary substitute", "canary-substitute@bassin.test", "", _given.Now)));
    }

    private async Task EraseAsync(Guid person)
    {
        await using var db = host.OpenDb();
        await new PersonErasure(db, host.Keys, new AuditLog(db, host.Keys, host.Clock), host.Clock).EraseAsync(person, "test", CancellationToken.None);
    }

    /// <summary>In which tables a text stands, whatever its case.</summary>
    private async Task<string> CanariesAsync(string text)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        var found = new List<string>();
        foreach (var table in Registry.Tables)
        {
            await using var command = source.CreateCommand($"SELECT count(*) FROM {table.Name} t WHERE t::text ILIKE '%' || $1 || '%'");
            _ = command.Parameters.AddWithValue(text);
            if ((long)(await command.ExecuteScalarAsync())! > 0) found.Add(table.Name);
        }

        return string.Join(", ", found);
    }
}
