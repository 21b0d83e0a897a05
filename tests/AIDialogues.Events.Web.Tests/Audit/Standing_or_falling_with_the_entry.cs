using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Audit;

/// <summary>What was saved and its entry in the chain are one transaction: neither is ever there without the other.</summary>
public sealed class Standing_or_falling_with_the_entry(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);

    private long _before;

    public async ValueTask InitializeAsync()
    {
        await host.ResetAsync();
        await using var db = host.OpenDb();
        _before = await db.Database.SqlQuery<long>($"SELECT coalesce(max(seq), 0) AS \"Value\" FROM audit.entries").SingleAsync();
    }

    public async ValueTask DisposeAsync() => await ExecuteAsync("GRANT INSERT ON audit.entries TO aide_web");

    [Fact]
    public async Task A_page_whose_entry_fails_saves_nothing()
    {
        var person = await _given.PersonAsync(affiliation: "Before");
        using var staff = await _given.SignedInAsync();
        var page = await staff.GetAsync($"/organise/people/{person.Id}");
        var change = new Dictionary<string, object?>(StringComparer.Ordinal) { ["Input.Affiliation"] = "After" };

        // Planted: the save succeeds, the entry behind it does not.
        await ExecuteAsync("REVOKE INSERT ON audit.entries FROM aide_web");
        Assert.Equal(HttpStatusCode.InternalServerError, (await staff.SubmitAsync(page, change)).Status);
        Assert.Equal(("Before", 0), await StandsAsync(person));

        await ExecuteAsync("GRANT INSERT ON audit.entries TO aide_web");
        _ = await staff.SubmitAsync(page, change);
        Assert.Equal(("After", 1), await StandsAsync(person));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("key-1")]
    public async Task A_programs_write_whose_entry_fails_saves_nothing(string? key)
    {
        using var api = await ApiClient.WithTokenAsync(host);
        var body = new { familyName = "Diallo", email = "awa@bassin.test", group = "institutions", language = "french" };

        await ExecuteAsync("REVOKE INSERT ON audit.entries FROM aide_web");
        Assert.Equal(HttpStatusCode.InternalServerError, (await api.PostAsync("people", body, key)).Status);
        await using var db = host.OpenDb();
        Assert.Equal(0, await db.People.CountAsync());

        await ExecuteAsync("GRANT INSERT ON audit.entries TO aide_web");
        Assert.Equal(HttpStatusCode.Created, (await api.PostAsync("people", body, key)).Status);
        Assert.Equal((1, 1), (await db.People.CountAsync(), await EntriesAsync("api:createPerson")));
    }

    [Fact]
    public async Task A_part_that_was_refused_leaves_nothing_and_the_whole_goes_on()
    {
        await using (var db = host.OpenDb())
        {
            await using var whole = await JoinedTransaction.BeginAsync(db.Database, CancellationToken.None);
            _ = await AddAsync(db, "first", commit: true);
            await using (var part = await JoinedTransaction.BeginAsync(db.Database, CancellationToken.None))
            {
                _ = await AddAsync(db, "inside", commit: true);
                _ = await AddAsync(db, "refused", commit: false);
                Assert.Equal(2, await db.Segments.CountAsync());
                // Refused as a whole, with what stood in it already.
            }

            _ = await AddAsync(db, "last", commit: true);
            await whole.CommitAsync(CancellationToken.None);
        }

        await using var look = host.OpenDb();
        Assert.Equal(["first", "last"], await look.Segments.Select(s => s.Name).OrderBy(n => n).ToListAsync());
    }

    private static async Task<int> AddAsync(EventsDb db, string name, bool commit)
    {
        await using var part = await JoinedTransaction.BeginAsync(db.Database, CancellationToken.None);
        int added = await db.Database.ExecuteSqlAsync($"INSERT INTO events.segments (id, name, filter, created_at) VALUES ({Guid.NewGuid()}, {name}, '{{}}', now())");
        if (commit) await part.CommitAsync(CancellationToken.None);
        return added;
    }

    private async Task<(string Affiliation, int Entries)> StandsAsync(Person person)
    {
        await using var db = host.OpenDb();
        return ((await db.People.SingleAsync(p => p.Id == person.Id)).Affiliation, await EntriesAsync("/Organise/People/Person"));
    }

    // The chain is never emptied between tests, so only what came since this one began counts.
    private async Task<int> EntriesAsync(string action)
    {
        await using var db = host.OpenDb();
        return await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM audit.entries WHERE action = {action} AND seq > {_before}").SingleAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var db = host.OpenDb();
        _ = await db.Database.ExecuteSqlRawAsync(sql);
    }
}
