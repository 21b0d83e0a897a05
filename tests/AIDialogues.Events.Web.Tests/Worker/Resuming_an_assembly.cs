using System.Diagnostics;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Admin;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;
using AIDialogues.Events.Worker.Summaries.Models;
using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

/// <summary>
/// Long work that is killed, stopped and asked for again, on a real PostgreSQL with a real Hangfire. A language model stands by, because
/// its server knows the moment in which the worker is in the midst of it.
/// </summary>
public sealed class Resuming_an_assembly(EventsHost host) : IAsyncLifetime
{
    private readonly Given _given = new(host);
    private PostOffice _post = null!;
    private ModelServer _server = null!;
    private NpgsqlDataSource _owner = null!;
    private Session _session = null!;

    public async ValueTask InitializeAsync()
    {
        (_post, _server) = (await PostOffice.OpenAsync(host), await ModelServer.StartAsync());
        _owner = NpgsqlDataSource.Create(host.Database.Owner);
        await MigrateCommand.MigrateAsync(_owner, new Dictionary<string, string>(StringComparer.Ordinal), CancellationToken.None);
        _session = (await _given.DialogueAsync()).Sessions[0];
        await host.SayAsync(_session, [.. Enumerable.Range(0, 20).Select(i => (_session.Themes[i % 2].Id, "view", $"Gauge number {i} is read at dawn."))]);
        await _given.SaveAsync(Summary.Request(_session.Id, Language.English, _given.Now));
    }

    public async ValueTask DisposeAsync()
    {
        await _owner.ExecuteAsync($"DROP SCHEMA IF EXISTS {Schedule.Schema} CASCADE", CancellationToken.None);
        await _owner.DisposeAsync();
        await _server.DisposeAsync();
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task A_worker_killed_in_the_midst_leaves_no_half_draft_and_Hangfire_takes_it_up_again_with_the_same_outcome()
    {
        await KilledInTheSecondChapterAsync();
        var left = await StoredAsync();
        Assert.Equal((SummaryState.Assembling, 50, 1, 0, 0), (left.State, left.Progress, left.Attempts, left.Items.Count, left.Sources.Count));

        await using (var worker = await StartAsync())
        {
            await UntilAsync(s => s.State == SummaryState.Draft);
            await worker.StopAsync();
        }

        var resumed = await StoredAsync();
        Assert.Equal((100, 2, 20), (resumed.Progress, resumed.Attempts, resumed.Items.Count));
        await AskAgainAsync();
        using var model = new SelfHostedModel(new(new Uri(_server.Endpoint + "/"), "small-model", Key: null, TimeSpan.FromSeconds(30)));
        await _post.AssembleAsync(new ModelDrafting(model, NullLogger<ModelDrafting>.Instance));
        Assert.Equal(Draft(resumed), Draft(await StoredAsync()));
    }

    [Fact]
    public async Task An_orderly_restart_in_the_midst_is_no_broken_try()
    {
        using var model = new SelfHostedModel(new(new Uri(_server.Endpoint + "/"), "small-model", Key: null, TimeSpan.FromSeconds(30)));
        using var stopping = new CancellationTokenSource();
        _server.Answers = async (asked, http) =>
        {
            await stopping.CancelAsync();
            await ModelServer.WriteAsync(http, ModelServer.Worded(asked));
        };

        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _post.AssembleAsync(new ModelDrafting(model, NullLogger<ModelDrafting>.Instance), stopping.Token));

        Assert.Equal((SummaryState.Requested, 0, 0), await StoredAsync() is var left ? (left.State, left.Attempts, left.Items.Count) : default);
    }

    [Fact]
    public async Task A_cancel_in_the_midst_ends_it_under_Hangfire_and_asking_again_makes_the_draft()
    {
        using var rapporteur = await _given.SignedInAsync(Data.Staff.StaffRoles.Rapporteur);
        var page = await rapporteur.GetAsync($"/report/sessions/{_session.Id}");
        var stopped = new TaskCompletionSource<Page>(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Answers = async (asked, http) =>
        {
            _ = stopped.TrySetResult(await rapporteur.SubmitAsync(page, form: "form[action*=Cancel]"));
            await ModelServer.WriteAsync(http, ModelServer.Worded(asked));
        };
        await using var worker = await StartAsync();

        Assert.Equal("The assembly is stopped; an earlier draft is still there.", (await stopped.Task.WaitAsync(TimeSpan.FromSeconds(60))).One(".notice")!.TextContent.Trim());
        // The worker sees it before the next chapter, and its job comes to an end.
        await UntilAsync(async () => await JobsAtWorkAsync() == 0);
        var cancelled = await StoredAsync();
        Assert.Equal((SummaryState.Cancelled, 0, 1), (cancelled.State, cancelled.Items.Count, _server.Asked.Count));

        _server.Answers = null;
        _ = await rapporteur.SubmitAsync(await rapporteur.GetAsync($"/report/sessions/{_session.Id}"), form: "form[action*=Assemble]");
        await UntilAsync(s => s.State == SummaryState.Draft);
        Assert.Equal(20, (await StoredAsync()).Items.Count);
        await worker.StopAsync();
    }

    [Fact]
    public async Task What_kills_its_worker_again_and_again_is_given_up_and_in_nobodys_way()
    {
        await using (var db = host.OpenDb())
        {
            var summary = await db.Summaries.SingleAsync();
            for (int kill = 0; kill < Summary.MostAttempts; kill++) summary.Take();
            _ = await db.SaveChangesAsync();
        }

        await _post.AssembleAsync();

        Assert.Equal((SummaryState.Failed, 0), await StoredAsync() is var given ? (given.State, given.Items.Count) : default);
        await AskAgainAsync();
        await _post.AssembleAsync();
        Assert.Equal((SummaryState.Draft, 20), await StoredAsync() is var again ? (again.State, again.Items.Count) : default);
    }

    /// <summary>The real program as a process of its own, killed while it waits for the model's words about the second chapter.</summary>
    private async Task KilledInTheSecondChapterAsync()
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AdminCommands).Assembly.Location, "summaries", "assemble"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ConnectionStrings__Events"] = host.Database.Worker, ["Data__Directory"] = host.Keys.DataDirectory, ["Mail__Host"] = "127.0.0.1", ["Mail__Security"] = "None",
                ["Summaries__Model__Endpoint"] = _server.Endpoint.ToString(), ["Summaries__Model__Name"] = "small-model",
            },
        };
        using var process = new Process { StartInfo = start };
        _server.Answers = async (asked, http) =>
        {
            if (_server.Asked.Count == 2) process.Kill();
            else await ModelServer.WriteAsync(http, ModelServer.Worded(asked));
        };
        _ = process.Start();
        await process.WaitForExitAsync();
        _server.Answers = null;
        Assert.Equal(2, _server.Asked.Count);
    }

    private async Task<WebApplication> StartAsync()
    {
        var worker = WorkerHost.Build(
            [
                $"--ConnectionStrings:Events={host.Database.Worker}", "--Ports:Worker=0", $"--Data:Directory={host.Keys.DataDirectory}", "--Mail:Host=127.0.0.1", $"--Mail:Port={_post.Sink.Port}", "--Mail:Security=None",
                $"--Summaries:Model:Endpoint={_server.Endpoint}", "--Summaries:Model:Name=small-model",
            ],
            builder =>
            {
                _ = builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(host.Clock));
                _ = builder.Logging.ClearProviders();
            });
        Schedule.Plan(worker.Services.GetRequiredService<IRecurringJobManager>());
        await worker.StartAsync();
        return worker;
    }

    private Task UntilAsync(Func<Summary, bool> fits) => UntilAsync(async () => fits(await StoredAsync()));

    private static async Task UntilAsync(Func<Task<bool>> fits)
    {
        long begin = TimeProvider.System.GetTimestamp();
        while (!await fits())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(60), "It took more than a minute.");
            await Task.Delay(100);
        }
    }

    private async Task<long> JobsAtWorkAsync()
    {
        await using var command = _owner.CreateCommand($"SELECT count(*) FROM {Schedule.Schema}.job WHERE statename IN ('Enqueued', 'Processing') AND invocationdata::text LIKE '%AssembleJob%'");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private async Task AskAgainAsync()
    {
        await using var db = host.OpenDb();
        Assert.Null((await db.Summaries.Include(s => s.Items).SingleAsync()).RequestAgain(Language.English, _given.Now));
        _ = await db.SaveChangesAsync();
    }

    private async Task<Summary> StoredAsync()
    {
        await using var db = host.OpenDb();
        return await db.Summaries.AsNoTracking().Include(s => s.Items).Include(s => s.Sources).AsSplitQuery().SingleAsync();
    }

    private static string Draft(Summary summary) => string.Join('\n', summary.Items.OrderBy(i => i.Place).Select(i => $"{i.ThemeId} {i.Kind} {i.Support} {i.WrittenByModel} {i.Words}"));
}
