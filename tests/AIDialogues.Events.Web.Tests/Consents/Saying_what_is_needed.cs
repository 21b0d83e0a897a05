using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

public sealed class Saying_what_is_needed(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);

    public async ValueTask InitializeAsync() => await _scene.SetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Is_kept_while_the_yes_stands_and_erased_with_it()
    {
        var (_, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.DietAndAccess);
        using var phone = host.NewBrowser();

        var page = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), new { diet = "No shellfish", access = "Step-free", other = "" }, form: ".needs");

        Assert.Equal("No shellfish", page.One("#diet")!.GetAttribute("value"));
        await using var db = host.OpenDb();
        var kept = await db.Needs.AsNoTracking().SingleAsync();
        Assert.Equal(("No shellfish", "Step-free", ""), (kept.Diet, kept.Access, kept.Other));

        page = await _scene.SayAsync(token, (ConsentPurpose.DietAndAccess, "no"));
        Assert.Empty(await db.Needs.AsNoTracking().ToListAsync());
        Assert.Null(page.One(".needs"));
    }

    [Fact]
    public async Task Is_erased_with_the_yes_also_where_it_was_said_under_a_record_that_was_merged()
    {
        var (gone, _, first) = await _scene.ExpertAsync("Canary", ConsentPurpose.DietAndAccess);
        using (var phone = host.NewBrowser()) _ = await phone.SubmitAsync(await phone.GetAsync("/i/" + first), new { diet = "No shellfish" }, form: ".needs");
        var (kept, _, token) = await _scene.ExpertAsync("Kept", ConsentPurpose.DietAndAccess);
        await using var db = host.OpenDb();
        _ = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None));
        Assert.Equal(gone.Id, (await db.Needs.AsNoTracking().SingleAsync()).PersonId);

        _ = await _scene.SayAsync(token, (ConsentPurpose.DietAndAccess, "no"));

        Assert.Empty(await db.Needs.AsNoTracking().ToListAsync());
    }

    [Fact]
    public async Task Is_refused_without_a_yes()
    {
        var (_, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.DietAndAccess);
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + token);
        _ = await _scene.SayAsync(token, (ConsentPurpose.DietAndAccess, "no"));

        var answer = await phone.SubmitAsync(page, new { diet = "No shellfish" }, form: ".needs");

        Assert.Equal(HttpStatusCode.UnprocessableEntity, answer.Status);
        Assert.Equal("What you need is kept only once you say yes to it above.", Assert.Single(answer.Errors));
        await using var db = host.OpenDb();
        Assert.Empty(await db.Needs.ToListAsync());
    }

    [Fact]
    public async Task Is_closed_to_the_worker_who_writes_letters()
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Owner);
        await using var connection = await source.OpenConnectionAsync();
        _ = await new NpgsqlCommand("SET ROLE aide_worker", connection).ExecuteNonQueryAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => new NpgsqlCommand("SELECT diet FROM events.needs", connection).ExecuteScalarAsync());

        Assert.Equal("42501", refused.SqlState);
    }
}
