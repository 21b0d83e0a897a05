using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Rights;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Rights;

/// <summary>A wish to be erased is carried out once and whole, or stopped once and whole: by whomever, and whatever fails in between.</summary>
public sealed class Stopping_an_erasure(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;

    public async ValueTask InitializeAsync() => _post = await PostOffice.OpenAsync(host);

    public async ValueTask DisposeAsync() => await _post.DisposeAsync();

    [Fact]
    public async Task Stopped_while_the_worker_is_at_somebody_else_it_is_not_carried_out()
    {
        var (first, second) = (await _given.PersonAsync("First", "Due"), await _given.PersonAsync("Second", "Due"));
        await AskAsync(first);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(second);
        host.Clock.Advance(PlannedErasure.Delay);
        await using var holder = host.OpenDb();
        await using var held = await holder.Database.BeginTransactionAsync();
        _ = await holder.Database.ExecuteSqlAsync($"SELECT 1 FROM events.people WHERE id = {first.Id.Value} FOR UPDATE");

        var night = NightAsync();
        await new Consents.ConsentScene(host).UntilItWaitsAsync(night);
        Assert.Null(await StopAsync(second));
        await held.RollbackAsync();
        await night;

        await using var db = host.OpenDb();
        Assert.Equal([second.Id], await db.People.Select(p => p.Id).ToListAsync());
        Assert.Equal((true, false), (host.Keys.Tombstones.Holds(first.Id.Value), host.Keys.Tombstones.Holds(second.Id.Value)));
        Assert.Equal(DataRequestRefusals.NoErasureWaiting.Code, (await StopAsync(first))!.Code);
    }

    [Fact]
    public async Task One_that_fails_can_still_be_stopped_and_keeps_nobody_else_waiting()
    {
        var (fails, goes) = (await _given.PersonAsync("Fails", "Once"), await _given.PersonAsync("Goes", "All"));
        await AskAsync(fails);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(goes);
        host.Clock.Advance(PlannedErasure.Delay);
        await using var owner = NpgsqlDataSource.Create(host.Database.Owner);
        await DoAsync(owner, $"""
            CREATE FUNCTION events.broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
            CREATE TRIGGER broken BEFORE UPDATE ON events.people FOR EACH ROW WHEN (OLD.id = '{fails.Id.Value}') EXECUTE FUNCTION events.broken();
            """);
        try
        {
            await NightAsync();
        }
        finally
        {
            await DoAsync(owner, "DROP TRIGGER broken ON events.people; DROP FUNCTION events.broken();");
        }

        Assert.Equal((false, true), (host.Keys.Tombstones.Holds(fails.Id.Value), host.Keys.Tombstones.Holds(goes.Id.Value)));
        Assert.Null(await StopAsync(fails));
        // What was stopped is not taken up at the next start either.
        await Job().ReapplyAsync(CancellationToken.None);
        await NightAsync();
        await using var db = host.OpenDb();
        Assert.Equal([fails.Id], await db.People.Select(p => p.Id).ToListAsync());
    }

    [Fact]
    public async Task Broken_off_after_the_rows_the_list_and_the_key_follow_at_the_next_start()
    {
        var gone = await _given.PersonAsync("Half", "Way");
        Assert.NotNull(host.Keys.Of(gone.Id.Value));
        await using var db = host.OpenDb();
        _ = await db.Database.ExecuteSqlAsync($"UPDATE events.people SET given_name = '', family_name = '', erased_at = {_given.Now} WHERE id = {gone.Id.Value}");

        await Job().ReapplyAsync(CancellationToken.None);

        Assert.Equal((true, null), (host.Keys.Tombstones.Holds(gone.Id.Value), host.Keys.Find(gone.Id.Value)));
    }

    [Fact]
    public async Task A_waiting_one_goes_along_when_its_record_gives_way_to_one_that_had_stopped_its_own()
    {
        var (kept, gone) = (await _given.PersonAsync("Awa", "Diallo", "new@bassin.test"), await _given.PersonAsync("A.", "Diallo", "old@bassin.test"));
        await AskAsync(kept);
        Assert.Null(await StopAsync(kept));
        await AskAsync(gone);
        await MergeAsync(kept, gone);
        host.Clock.Advance(PlannedErasure.Delay);

        await NightAsync();

        await using var db = host.OpenDb();
        Assert.Equal((0, 2), (await db.People.CountAsync(), await db.People.IgnoreQueryFilters().CountAsync(p => p.ErasedAt != null)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Where_both_records_wait_the_person_is_erased_or_not_as_one(bool stopped)
    {
        var (kept, gone) = (await _given.PersonAsync("Awa", "Diallo", "new@bassin.test"), await _given.PersonAsync("A.", "Diallo", "old@bassin.test"));
        await AskAsync(gone);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await AskAsync(kept);
        await MergeAsync(kept, gone);
        if (stopped) Assert.Null(await StopAsync(kept));
        host.Clock.Advance(PlannedErasure.Delay - TimeSpan.FromDays(1));

        await NightAsync();

        await using var db = host.OpenDb();
        Assert.Equal(stopped ? 1 : 0, await db.People.CountAsync());
        Assert.Equal(stopped ? 0 : 2, await db.PlannedErasures.CountAsync(e => e.DoneAt != null));
    }

    private async Task AskAsync(Person person)
    {
        using var scope = host.Services.CreateScope();
        _ = Given.Value(await scope.ServiceProvider.GetRequiredService<PersonRights>().EraseAsync(person.Id, ErasureCause.Person, CancellationToken.None));
    }

    private async Task<Refusal?> StopAsync(Person person)
    {
        using var scope = host.Services.CreateScope();
        return await scope.ServiceProvider.GetRequiredService<PersonRights>().StopErasureAsync(person.Id, CancellationToken.None);
    }

    private async Task MergeAsync(Person kept, Person gone)
    {
        await using var db = host.OpenDb();
        _ = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None));
    }

    private static async Task DoAsync(NpgsqlDataSource owner, string sql)
    {
        await using var command = owner.CreateCommand(sql);
        _ = await command.ExecuteNonQueryAsync();
    }

    private EraseDueJob Job() => new(_post.Database, host.Keys, host.Clock, NullLogger<EraseDueJob>.Instance);

    private Task NightAsync() => Job().RunAsync(CancellationToken.None);
}
