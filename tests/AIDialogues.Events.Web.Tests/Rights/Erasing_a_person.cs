using System.Net;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Erasure;
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
        foreach (var table in Data.PersonalData.Registry.Tables)
        {
            await using var command = source.CreateCommand($"SELECT count(*) FROM {table.Name} t WHERE t::text ILIKE '%' || $1 || '%'");
            _ = command.Parameters.AddWithValue(text);
            if ((long)(await command.ExecuteScalarAsync())! > 0) found.Add(table.Name);
        }

        return string.Join(", ", found);
    }
}
