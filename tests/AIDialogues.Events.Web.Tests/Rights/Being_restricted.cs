using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Api;
using AIDialogues.Events.Web.Tests.Consents;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Tests.People;
using AIDialogues.Events.Web.Tests.Worker;
using AIDialogues.Events.Worker.Retention;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Rights;

/// <summary>Restricted data are kept and leave by no list; whoever keeps them sees that they are restricted.</summary>
public sealed class Being_restricted(EventsHost host) : IAsyncLifetime
{
    private readonly ConsentScene _scene = new(host);
    private Person _heron = null!;
    private Person _egret = null!;

    public async ValueTask InitializeAsync()
    {
        await _scene.SetAsync();
        (_heron, _, _) = await _scene.ExpertAsync("Heron", ConsentPurpose.NamedPublicly);
        (_egret, _, _) = await _scene.ExpertAsync("Egret", ConsentPurpose.NamedPublicly);
        await using var db = host.OpenDb();
        (await db.People.SingleAsync(p => p.Id == _egret.Id)).Restrict(_scene.Given.Now);
        _ = await db.SaveChangesAsync();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Stays_out_of_the_directory_that_leaves_and_is_not_counted_in_it()
    {
        using var exporter = await Exporter.OfAsync(host, _scene.Given);
        string file = System.Text.Encoding.UTF8.GetString(await exporter.TakeAsync(_scene.Given));
        Assert.Contains("Heron", file, StringComparison.Ordinal);
        Assert.DoesNotContain("Egret", file, StringComparison.Ordinal);
        await using var db = host.OpenDb();
        Assert.Equal(1, (await db.RosterExports.SingleAsync()).People);
    }

    [Fact]
    public async Task Stays_out_of_the_file_of_the_ledger_and_of_the_list_for_programs()
    {
        string ledger = $"/organise/dialogues/{_scene.Dialogue.Id}/consents";
        using var organiser = await _scene.Given.SignedInAsync();
        var file = await organiser.SubmitAsync(await organiser.GetAsync(ledger), form: "main form[action*=Download]");
        Assert.Contains("Heron", file.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("Egret", file.Html, StringComparison.Ordinal);
        using var api = await ApiClient.WithTokenAsync(host);
        var items = (await api.GetAsync($"dialogues/{_scene.Dialogue.Id}/consents")).Json!["items"]!.AsArray();
        Assert.Equal(_heron.Id.ToString(), (string?)Assert.Single(items)!["personId"]);
    }

    [Fact]
    public async Task Is_marked_where_organisers_see_them()
    {
        using var organiser = await _scene.Given.SignedInAsync();
        foreach (string page in (string[])["/organise/people", $"/organise/people/{_egret.Id}", $"/organise/dialogues/{_scene.Dialogue.Id}/consents"])
            Assert.Single((await organiser.GetAsync(page)).All("main .badge.restricted"));
        Assert.Empty((await organiser.GetAsync($"/organise/people/{_heron.Id}")).All("main .badge.restricted"));
    }

    [Fact]
    public async Task Is_not_forgotten_by_the_night_while_it_holds()
    {
        await using var post = await PostOffice.OpenAsync(host);
        var (restricted, known) = (await _scene.Given.PersonAsync("Restricted", "Since"), await _scene.Given.PersonAsync("Nobody", "Heard"));
        await using (var db = host.OpenDb()) _ = await db.People.Where(p => p.Id == restricted.Id).ExecuteUpdateAsync(p => p.SetProperty(x => x.RestrictedAt, _scene.Given.Now));
        host.Clock.Advance(TimeSpan.FromDays(740));

        await new PurgeJob(post.Database, host.Keys, host.Clock, NullLogger<PurgeJob>.Instance).RunAsync(CancellationToken.None);

        Assert.Equal((false, true), (host.Keys.Tombstones.Holds(restricted.Id.Value), host.Keys.Tombstones.Holds(known.Id.Value)));
    }
}
