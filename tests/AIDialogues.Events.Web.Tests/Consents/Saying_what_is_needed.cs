using System.Net;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
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
    public async Task Is_refused_where_another_browser_took_the_yes_back_meanwhile()
    {
        var (_, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.DietAndAccess);
        using var phone = host.NewBrowser();
        var open = await phone.GetAsync("/i/" + token);
        _ = await _scene.SayAsync(token, (ConsentPurpose.DietAndAccess, "no"));

        _ = await phone.SubmitAsync(open, new { diet = "No shellfish" }, form: ".needs");

        await using var db = host.OpenDb();
        Assert.Empty(await db.Needs.AsNoTracking().ToListAsync());
    }

    [Fact]
    public async Task Waits_for_a_withdrawal_under_way_and_is_refused_by_it()
    {
        var (_, invitation, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.DietAndAccess);
        using var phone = host.NewBrowser();
        var open = await phone.GetAsync("/i/" + token);
        await using var other = host.OpenDb();
        await using var withdrawing = await other.Database.BeginTransactionAsync();
        _ = await other.RecordAsync(invitation, _scene.Dialogue, [new(ConsentPurpose.DietAndAccess, false, new Notice(Language.English, "Words"))], ConsentAct.By(ConsentSource.Link), host.Clock.GetUtcNow().AddSeconds(1), CancellationToken.None);

        var saying = phone.SubmitAsync(open, new { diet = "No shellfish" }, form: ".needs");
        await _scene.UntilItWaitsAsync(saying);
        await withdrawing.CommitAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(2));
        _ = await saying;

        await using var db = host.OpenDb();
        Assert.Empty(await db.Needs.AsNoTracking().ToListAsync());
    }

    [Fact]
    public async Task Is_read_by_whoever_prepares_the_house_while_the_yes_stands_and_by_nobody_after()
    {
        var (_, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.DietAndAccess);
        using (var phone = host.NewBrowser()) _ = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), new { diet = "No shellfish", access = "Step-free" }, form: ".needs");
        using var organiser = await _scene.Given.SignedInAsync();
        string list = $"/organise/dialogues/{_scene.Dialogue.Id}/participants";
        Assert.Equal(["Expert Canary", "No shellfish", "Step-free", "–"], (await organiser.GetAsync(list)).All("section[aria-labelledby=needs] tbody :is(th, td)"));

        _ = await _scene.SayAsync(token, (ConsentPurpose.DietAndAccess, "no"));

        var after = await organiser.GetAsync(list);
        Assert.DoesNotContain("shellfish", after.Html, StringComparison.Ordinal);
        Assert.Empty(after.All("section[aria-labelledby=needs]"));
    }

    [Fact]
    public async Task Is_erased_with_the_yes_also_where_it_was_said_under_a_record_that_was_merged()
    {
        var (gone, _, first) = await _scene.ExpertAsync("Canary", ConsentPurpose.DietAndAccess);
        using (var phone = host.NewBrowser()) _ = await phone.SubmitAsync(await phone.GetAsync("/i/" + first), new { diet = "No shellfish" }, form: ".needs");
        var (kept, _, token) = await _scene.ExpertAsync("Kept", ConsentPurpose.DietAndAccess);
        await using var db = host.OpenDb();
        _ = Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None));
        Assert.Equal((kept.Id, "No shellfish"), (await db.Needs.AsNoTracking().SingleAsync()) is var moved ? (moved.PersonId, moved.Diet) : default);

        _ = await _scene.SayAsync(token, (ConsentPurpose.DietAndAccess, "no"));

        Assert.Empty(await db.Needs.AsNoTracking().ToListAsync());
    }

    [Fact]
    public async Task Goes_with_the_consent_to_the_record_that_is_kept_and_comes_back_when_the_two_are_parted()
    {
        var kept = await _scene.Given.PersonAsync("Expert", "Heron", language: Language.English);
        var (gone, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.DietAndAccess);
        await NeedAsync(token, "No shellfish");
        var merge = await MergeAsync(kept, gone);

        Assert.Equal([(kept.Id, "No shellfish")], await NeedsAsync());
        using (var phone = host.NewBrowser()) Assert.Equal("No shellfish", (await phone.GetAsync("/i/" + token)).One("#diet")!.GetAttribute("value"));

        await PartAsync(merge);
        Assert.Equal([(gone.Id, "No shellfish")], await NeedsAsync());
    }

    [Theory]
    [InlineData("No shellfish", "Vegan", "Vegan")]
    [InlineData("No shellfish", "", "No shellfish")]
    [InlineData("", "Vegan", "Vegan")]
    public async Task Of_two_records_that_each_said_something_the_later_consent_s_counts_and_neither_is_lost(string keptSaid, string goneSaid, string counts)
    {
        var (kept, _, keptToken) = await _scene.ExpertAsync("Heron", ConsentPurpose.DietAndAccess);
        var (gone, _, goneToken) = await _scene.ExpertAsync("Canary", ConsentPurpose.DietAndAccess);
        if (keptSaid.Length > 0) await NeedAsync(keptToken, keptSaid);
        if (goneSaid.Length > 0) await NeedAsync(goneToken, goneSaid);
        var before = await NeedsAsync();

        var merge = await MergeAsync(kept, gone);
        Assert.Equal(counts, Assert.Single(await NeedsAsync(), n => n.Person == kept.Id).Diet);

        await PartAsync(merge);
        Assert.Equal(before, await NeedsAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Is_hidden_by_a_later_no_of_the_other_record_until_the_merge_is_taken_back_or_can_no_longer_be(bool takenBack)
    {
        var (kept, _, keptToken) = await _scene.ExpertAsync("Heron", ConsentPurpose.DietAndAccess);
        await NeedAsync(keptToken, "No shellfish");
        var (gone, _, goneToken) = await _scene.ExpertAsync("Canary");
        _ = await _scene.SayAsync(goneToken, (ConsentPurpose.DietAndAccess, "no"));

        var merge = await MergeAsync(kept, gone);
        using (var phone = host.NewBrowser()) Assert.Null((await phone.GetAsync("/i/" + keptToken)).One("#diet"));
        await _scene.PurgeAsync();
        Assert.Equal([(gone.Id, "No shellfish")], await NeedsAsync());

        if (takenBack)
        {
            await PartAsync(merge);
            Assert.Equal([(kept.Id, "No shellfish")], await NeedsAsync());
        }

        host.Clock.Advance(TimeSpan.FromHours(25));
        await _scene.PurgeAsync();
        Assert.Equal(takenBack ? [(kept.Id, "No shellfish")] : [], await NeedsAsync());
    }

    [Fact]
    public async Task Is_not_taken_in_once_the_day_is_called_off()
    {
        var (_, _, token) = await _scene.ExpertAsync("Canary", ConsentPurpose.DietAndAccess);
        using var phone = host.NewBrowser();
        var page = await phone.GetAsync("/i/" + token);
        await _scene.CallOffAsync();

        var answer = await phone.SubmitAsync(page, new { diet = "No shellfish", access = "Step-free" }, form: ".needs");

        Assert.Equal((HttpStatusCode.UnprocessableEntity, "This day was called off."), (answer.Status, Assert.Single(answer.Errors)));
        await using var db = host.OpenDb();
        Assert.Empty(await db.Needs.ToListAsync());
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

    private async Task NeedAsync(string token, string diet)
    {
        using var phone = host.NewBrowser();
        _ = await phone.SubmitAsync(await phone.GetAsync("/i/" + token), new { diet }, form: ".needs");
    }

    private async Task<IReadOnlyList<(Id<Person> Person, string Diet)>> NeedsAsync()
    {
        await using var db = host.OpenDb();
        return [.. (await db.Needs.AsNoTracking().OrderBy(n => n.PersonId).ToListAsync()).Select(n => (n.PersonId, n.Diet))];
    }

    private async Task<Id<PersonMerge>> MergeAsync(Person kept, Person gone)
    {
        await using var db = host.OpenDb();
        return Given.Value(await new PeopleMerge(db, host.Clock).MergeAsync(kept.Id, gone.Id, kept.Details, "Noor", CancellationToken.None)).Id;
    }

    private async Task PartAsync(Id<PersonMerge> merge)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        await using var db = host.OpenDb();
        _ = Given.Value((await new PeopleMerge(db, host.Clock).UndoAsync(merge, CancellationToken.None))!);
    }
}
