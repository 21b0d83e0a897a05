using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Admin;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;
using Hangfire;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Worker;

public sealed class Running_the_host(EventsHost host) : IAsyncLifetime
{
    private readonly Lines _log = new();
    private PostOffice _post = null!;
    private NpgsqlDataSource _owner = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostOffice.OpenAsync(host);
        _owner = NpgsqlDataSource.Create(host.Database.Owner);
        await MigrateCommand.MigrateAsync(_owner, new Dictionary<string, string>(StringComparer.Ordinal), CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        await _owner.ExecuteAsync($"DROP SCHEMA IF EXISTS {Schedule.Schema} CASCADE", CancellationToken.None);
        await _owner.DisposeAsync();
        await _post.DisposeAsync();
    }

    [Fact]
    public async Task Case_05_leaves_the_token_in_the_letter_alone()
    {
        _ = await _post.QueueAsync();
        await using var worker = await StartAsync();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var mail = await _post.Sink.WaitForAsync(_ => true, patience.Token);
        string token = mail.Text!.Split("/i/")[1][..43];
        await worker.StopAsync();

        Assert.Equal(LetterState.Sent, (await _post.OnlyLetterAsync()).State);
        Assert.True(await FoundAsync("Diallo") >= 1);
        Assert.Equal(0, await FoundAsync(token));
        Assert.DoesNotContain(_log.All, line => line.Contains(token, StringComparison.Ordinal) || line.Contains("awa0@", StringComparison.Ordinal));
        Assert.NotEmpty(_log.All);
    }

    [Fact]
    public async Task Shows_how_the_sending_stands_to_this_machine_alone()
    {
        await using var worker = await StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(worker.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()) };
        Assert.Equal("alive", await http.GetStringAsync("/alive"));
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/hangfire")).StatusCode);
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/hangfire") { Headers = { Host = "worker.evil.test" } };
        Assert.Equal(HttpStatusCode.BadRequest, (await http.SendAsync(foreign)).StatusCode);
        using var forwarded = new HttpRequestMessage(HttpMethod.Get, "/hangfire");
        forwarded.Headers.Add("X-Forwarded-For", "203.0.113.7");
        Assert.Equal(HttpStatusCode.Unauthorized, (await http.SendAsync(forwarded)).StatusCode);

        var health = await http.GetAsync("/health");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal("ok", (await health.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("mail").GetString());
        await worker.StopAsync();
    }

    [Fact]
    public async Task Fault_36_loses_no_letter_with_the_schedule()
    {
        _ = await _post.QueueAsync(3);
        await _owner.ExecuteAsync($"DROP SCHEMA {Schedule.Schema} CASCADE", CancellationToken.None);
        Assert.Equal([LetterState.Queued, LetterState.Queued, LetterState.Queued], await _post.StatesAsync());
        Assert.Equal(3, (await _post.DrainAsync()).Sent);
    }

    private async Task<WebApplication> StartAsync()
    {
        var worker = WorkerHost.Build(
            [
                $"--ConnectionStrings:Events={host.Database.Worker}", "--Ports:Worker=0", $"--Data:Directory={host.Keys.DataDirectory}", "--Mail:Host=127.0.0.1", $"--Mail:Port={_post.Sink.Port}", "--Mail:Security=None",
                "--Logging:LogLevel:Default=Debug",
            ],
            builder =>
            {
                _ = builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(host.Clock));
                _ = builder.Logging.ClearProviders().AddProvider(_log);
            });
        Schedule.Plan(worker.Services.GetRequiredService<IRecurringJobManager>());
        await worker.StartAsync();
        return worker;
    }

    /// <summary>In how many rows of any table, the schedule's too, a text stands.</summary>
    private async Task<long> FoundAsync(string text)
    {
        var tables = new List<string>();
        await using (var list = _owner.CreateCommand("SELECT format('%I.%I', schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')"))
        await using (var row = await list.ExecuteReaderAsync())
        {
            while (await row.ReadAsync()) tables.Add(row.GetString(0));
        }

        Assert.Contains("hangfire.job", tables);
        long found = 0;
        foreach (string table in tables)
        {
            await using var count = _owner.CreateCommand($"SELECT count(*) FROM {table} t WHERE position($1 in t::text) > 0");
            _ = count.Parameters.AddWithValue(text);
            found += (long)(await count.ExecuteScalarAsync())!;
        }

        return found;
    }

    private sealed class Lines : ILoggerProvider, ILogger
    {
        private readonly ConcurrentQueue<string> _lines = new();

        public IEnumerable<string> All => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue(formatter(state, exception) + exception);

        public void Dispose()
        {
        }
    }
}
