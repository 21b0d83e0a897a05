using System.Diagnostics;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Testing.Rooms;

/// <summary>A PostgreSQL of a test's own: quiet, so that every trace in it is the test's, and one that may be killed and set up badly.</summary>
public sealed class OwnCluster : IAsyncLifetime
{
    private readonly PostgresFixture postgres = new();

    public async ValueTask InitializeAsync()
    {
        await postgres.InitializeAsync();
        await ExecuteAsync("ALTER SYSTEM SET autovacuum = off");
        await ExecuteAsync("SELECT pg_reload_conf()");
    }

    public ValueTask DisposeAsync() => postgres.DisposeAsync();

    public Task<VaultDatabase> CreateVaultAsync() => VaultDatabase.CreateAsync(postgres);

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(postgres.Postgres.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        _ = await command.ExecuteNonQueryAsync();
    }

    /// <summary>SIGKILL to the server and all its children at once, as a power cut ends them.</summary>
    public async Task KillAsync()
    {
        var server = int.Parse((await File.ReadAllLinesAsync(Path.Combine(postgres.Postgres.HomeDirectory, "cluster", "postmaster.pid")))[0]);
        var all = Process.GetProcesses().Where(p => p.Id == server || ParentOf(p.Id) == server).ToList();
        foreach (var process in all) process.Kill();
        foreach (var process in all) await process.WaitForExitAsync();
    }

    public Task StartAgainAsync() => postgres.StartAgainAsync();

    /// <summary>An ordinary stop and start, after which settings of the whole server hold.</summary>
    public async Task RestartAsync()
    {
        await postgres.Postgres.StopAsync();
        await postgres.StartAgainAsync();
    }

    private static int ParentOf(int process)
    {
        try
        {
            var status = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(status[(status.LastIndexOf(')') + 4)..].Split(' ')[0]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
