using System.Collections.Concurrent;
using System.Diagnostics;
using AIDialogues.Events.Data.Embedded;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Testing;

/// <summary>
/// One real PostgreSQL for a test process: <c>[assembly: AssemblyFixture(typeof(PostgresFixture))]</c>. Nothing is flushed
/// to disk; the cluster is stopped and removed at the end, and one that a killed process left behind is removed at the start.
/// </summary>
public sealed class PostgresFixture : IAsyncLifetime
{
    private const string Prefix = "aide-test-";

    private readonly ConcurrentDictionary<string, Lazy<Task<string>>> templates = new(StringComparer.Ordinal);
    private readonly string directory = Directory.CreateTempSubdirectory($"{Prefix}{Environment.ProcessId}-").FullName;
    private EmbeddedPostgres? postgres;
    private int databases;

    public EmbeddedPostgres Postgres => postgres ?? throw new InvalidOperationException("The fixture has not started.");

    public async ValueTask InitializeAsync()
    {
        await RemoveLeftoversAsync();
        postgres = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataDirectory = directory, Durable = false });
    }

    /// <summary>Starts the cluster again after a test stopped it.</summary>
    public async Task StartAgainAsync() =>
        postgres = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataDirectory = directory, Durable = false });

    /// <summary>A new database, empty or copied from <paramref name="template"/>; the owner's connection string.</summary>
    public async Task<string> CreateDatabaseAsync(string? template = null)
    {
        var name = $"test_{Interlocked.Increment(ref databases)}";
        await ExecuteAsync(template is null ? $"CREATE DATABASE {name}" : $"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy");
        return Postgres.ConnectionString(name);
    }

    public async Task DropDatabaseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await ExecuteAsync($"DROP DATABASE IF EXISTS {name} WITH (FORCE)");
    }

    /// <summary>
    /// The hook for migrations and roles: prepares a database once in this process (given the owner's connection string)
    /// and returns its name, to be copied by <see cref="CreateDatabaseAsync"/> in some 30 ms.
    /// </summary>
    public Task<string> TemplateAsync(string name, Func<string, Task> prepare) =>
        templates.GetOrAdd(name, _ => new Lazy<Task<string>>(() => PrepareAsync("template_" + name, prepare))).Value;

    public async ValueTask DisposeAsync()
    {
        if (postgres is not null) await postgres.StopAsync();
        foreach (var made in new[] { postgres?.HomeDirectory, directory }.OfType<string>().Where(Directory.Exists))
            Directory.Delete(made, recursive: true);
    }

    private async Task<string> PrepareAsync(string name, Func<string, Task> prepare)
    {
        await Postgres.EnsureDatabaseAsync(name);
        await prepare(Postgres.ConnectionString(name));
        // A database with an open connection cannot be copied.
        NpgsqlConnection.ClearAllPools();
        await ExecuteAsync($"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        return name;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Postgres.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task RemoveLeftoversAsync()
    {
        foreach (var left in Directory.EnumerateDirectories(Path.GetTempPath(), Prefix + "*"))
        {
            try
            {
                if (!int.TryParse(Path.GetFileName(left)[Prefix.Length..].Split('-')[0], out var owner) || IsAlive(owner)) continue;
                if (await EmbeddedPostgres.FindRunningAsync(new EmbeddedPostgresOptions { DataDirectory = left, Durable = false }) is { } cluster) await cluster.StopAsync();
                Directory.Delete(left, recursive: true);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException or PostgresUnavailableException)
            {
                // Another user's, or another test process is removing it.
            }
        }
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
