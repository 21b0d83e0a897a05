using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using Respawn;
using Xunit;

[assembly: AssemblyFixture(typeof(AIDialogues.Events.Web.Tests.Hosting.EventsHost))]

// One host and one database for all page tests: they take turns, and each begins with empty tables.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]

namespace AIDialogues.Events.Web.Tests.Hosting;

/// <summary>The real web host on a real port, as role aide_web on a real PostgreSQL, with a clock that tests move.</summary>
public sealed class EventsHost : IAsyncLifetime
{
    /// <summary>A Monday, ten in the morning in Paris.</summary>
    public static readonly DateTimeOffset Start = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    private readonly string _data = Directory.CreateTempSubdirectory("aide-web-tests-").FullName;
    private readonly PostgresFixture _postgres = new();
    private WebApplication? _app;
    private NpgsqlDataSource? _owner;
    private Respawner? _vault, _rest;

    /// <summary>The host's clock; each test begins at <see cref="Start"/>.</summary>
    public TestClock Clock { get; } = new(Start);

    /// <summary>The cluster under it; only a host of a test's own may be robbed of it.</summary>
    public PostgresFixture Postgres => _postgres;

    public MigratedDatabase Database { get; private set; } = null!;

    public Uri Address { get; private set; } = null!;

    /// <summary>Where the host keeps the private keys of tokens.</summary>
    public string IssuingDirectory => Path.Combine(_data, "keys", "issuing");

    public IServiceProvider Services => _app!.Services;

    /// <summary>What opens sealed columns, for the worker under test as for the host.</summary>
    public KeyStore Keys => Services.GetRequiredService<KeyStore>();

    public async ValueTask InitializeAsync()
    {
        await _postgres.InitializeAsync();
        Database = await MigratedDatabase.CreateAsync(_postgres);
        _app = WebHost.Build(
            [
                $"--ConnectionStrings:Events={Database.Web}", "--Ports:Web=0", $"--Data:Directory={_data}", "--Site:Url=http://localhost:5100",
                "--Site:Name=Institut Méridien", "--environment=Development", $"--contentRoot={WebProject()}", "--Logging:LogLevel:Default=Warning",
            ],
            builder => builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock)));
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
    }

    /// <summary>Empties every table, as the owner, and sets the clock back. Call it first in each test class.</summary>
    public async Task ResetAsync()
    {
        Clock.Reset();
        await using var connection = new NpgsqlConnection(Database.Owner);
        await connection.OpenAsync();
        _vault ??= await Respawner.CreateAsync(connection, new RespawnerOptions { DbAdapter = DbAdapter.Postgres, SchemasToInclude = ["vault"] });
        // Some ninety tables, of which a test writes ten: emptied by deleting, which leaves the others' files as they are.
        _rest ??= await Respawner.CreateAsync(connection, new RespawnerOptions
        {
            DbAdapter = DbAdapter.Postgres,
            SchemasToInclude = ["events", "staff", "board"],
            TablesToIgnore = [new Respawn.Graph.Table("events", "migrations")],
            FormatDeleteStatement = table => $"DELETE FROM \"{table.Schema}\".\"{table.Name}\";",
        });
        // The ledger of consents refuses to be emptied, whoever tries, and tables refer to each other: triggers sleep while this session says it only copies.
        await using (var sleep = new NpgsqlCommand("SET session_replication_role = replica", connection)) _ = await sleep.ExecuteNonQueryAsync();
        await _vault.ResetAsync(connection);
        await _rest.ResetAsync(connection);
        await using var wake = new NpgsqlCommand("SET session_replication_role = DEFAULT", connection);
        _ = await wake.ExecuteNonQueryAsync();
    }

    /// <summary>A context with the owner's rights, for arranging and looking.</summary>
    public EventsDb OpenDb()
    {
        _owner ??= NpgsqlDataSource.Create(Database.Owner);
        return DataSetup.Open(_owner, Keys);
    }

    /// <summary>A browser of its own: own cookies, redirects followed by hand.</summary>
    public Browser NewBrowser(string language = "en") => new(Address, language);

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            // Stopped before it is disposed of, as the program does it: a host that is only disposed of calls the end of its background work a fault.
            await _app.StopAsync();
            await _app.DisposeAsync();
        }

        if (_owner is not null) await _owner.DisposeAsync();
        await _postgres.DisposeAsync();
        Directory.Delete(_data, recursive: true);
    }

    private static string WebProject()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AIDialogues.Events.sln"))) folder = folder.Parent;
        return Path.Combine(folder!.FullName, "src", "AIDialogues.Events.Web");
    }
}
