using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace AIDialogues.Events.Data.Embedded;

/// <summary>
/// A PostgreSQL cluster of our own, reached by its owner over a Unix socket only. It outlives this process, so a later
/// start attaches to what is running; whoever wants it gone calls <see cref="StopAsync"/>.
/// </summary>
public sealed class EmbeddedPostgres
{
    private const string Owner = "postgres";

    // 103 bytes on macOS, 107 on Linux, and the server adds "/.s.PGSQL.5432".
    private const int LongestSocketDirectory = 103 - 16;

    private readonly PostgresBinaries binaries;
    private readonly ServerAccount account;
    private readonly string home;
    private readonly string socketDirectory;
    private readonly string password;

    private EmbeddedPostgres(PostgresBinaries binaries, ServerAccount account, ClusterHome place)
    {
        (this.binaries, this.account, home, Notice) = (binaries, account, place.Directory, place.Notice);
        var inside = Path.Combine(home, "socket");
        socketDirectory = Encoding.UTF8.GetByteCount(inside) <= LongestSocketDirectory ? inside : Path.Combine(Path.GetTempPath(), "aidialogues-" + Fingerprint(home));
        password = place.OwnersPassword();
    }

    /// <summary>Whether this call started the server, or found it running.</summary>
    public bool StartedHere { get; private set; }

    /// <summary>What the caller should know: that the cluster or its programs had to lie elsewhere.</summary>
    public string? Notice { get; }

    /// <summary>Where the cluster lies in fact; not always where it was wanted, see <see cref="Notice"/>.</summary>
    public string HomeDirectory => home;

    private string Cluster => Path.Combine(home, "cluster");

    private string Log => Path.Combine(Cluster, "server.log");

    public static async Task<EmbeddedPostgres> StartAsync(EmbeddedPostgresOptions options, CancellationToken ct = default)
    {
        var postgres = await OpenAsync(options, ct);
        using var alone = await TakeLockAsync(postgres.home, ct);
        if (await postgres.IsRunningAsync(ct)) return postgres;
        postgres.account.OwnDirectory(postgres.socketDirectory);
        if (!Directory.Exists(postgres.Cluster)) await postgres.CreateClusterAsync(options.Durable, ct);
        await postgres.LaunchAsync(options.Durable, ct);
        return postgres;
    }

    /// <summary>The cluster at this place if it is running, without starting it.</summary>
    public static async Task<EmbeddedPostgres?> FindRunningAsync(EmbeddedPostgresOptions options, CancellationToken ct = default)
    {
        if (!Directory.Exists(options.DataDirectory)) return null;
        var postgres = await OpenAsync(options, ct);
        return await postgres.IsRunningAsync(ct) ? postgres : null;
    }

    /// <summary>For the owner, who may do everything; the hosts get roles of their own from the migrations.</summary>
    public string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = socketDirectory,
        Port = PostgresSettings.Port,
        Username = Owner,
        Password = password,
        Database = database,
    }.ConnectionString;

    public async Task EnsureDatabaseAsync(string name, CancellationToken ct = default)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(Owner));
        await connection.OpenAsync(ct);
        await using var find = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection) { Parameters = { new() { Value = name } } };
        if (await find.ExecuteScalarAsync(ct) is not null) return;
        await using var create = new NpgsqlCommand($"CREATE DATABASE \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", connection);
        await create.ExecuteNonQueryAsync(ct);
    }

    public async Task StopAsync(CancellationToken ct = default)
    {
        NpgsqlConnection.ClearAllPools();
        await RunAsync(account.Command(binaries.PgCtl, "-D", Cluster, "-m", "fast", "-w", "-t", "60", "-s", "stop"), ct);
    }

    private static async Task<EmbeddedPostgres> OpenAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows()) throw new PostgresUnavailableException("The embedded PostgreSQL runs on Linux and macOS; on Windows use WSL or set ConnectionStrings__Events.");
        var runAs = await ServerAccount.ForThisProcessAsync(ct);
        var found = PostgresBinaries.Find(options.BinDirectory);
        var place = ClusterHome.At(Path.GetFullPath(options.DataDirectory), runAs);
        var reachable = found.ReachableBy(runAs, ClusterHome.LocalStore);
        if (reachable != found) place = place.Noting($"PostgreSQL's programs were copied to {reachable.BinDirectory}, because its user '{runAs.Name}' cannot reach {found.BinDirectory}.");
        return new EmbeddedPostgres(reachable, runAs, place);
    }

    private static async Task<FileStream> TakeLockAsync(string home, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                return new FileStream(Path.Combine(home, "start.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(50, ct);
            }
        }
    }

    private static string Fingerprint(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..12];

    private async Task CreateClusterAsync(bool durable, CancellationToken ct)
    {
        // Renamed when whole, so that an initdb broken off half way is made again.
        var unfinished = Cluster + ".new";
        if (Directory.Exists(unfinished)) Directory.Delete(unfinished, recursive: true);
        account.OwnDirectory(unfinished);
        var passwordFile = Path.Combine(socketDirectory, "password");
        await File.WriteAllTextAsync(passwordFile, password, ct);
        account.Own(passwordFile);
        try
        {
            List<string> arguments = ["-D", unfinished, "-U", Owner, "-E", "UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--auth=scram-sha-256", "--pwfile=" + passwordFile];
            if (!durable) arguments.Add("--no-sync");
            var start = account.Command(binaries.Initdb, arguments);
            start.RedirectStandardOutput = start.RedirectStandardError = true;
            using var initdb = Process.Start(start)!;
            var output = initdb.StandardOutput.ReadToEndAsync(ct);
            var errors = await initdb.StandardError.ReadToEndAsync(ct);
            await output;
            await initdb.WaitForExitAsync(ct);
            if (initdb.ExitCode != 0) throw new PostgresUnavailableException($"PostgreSQL could not create its cluster in {Cluster}: {LastLine(errors)}");
        }
        finally
        {
            File.Delete(passwordFile);
        }

        await File.AppendAllTextAsync(Path.Combine(unfinished, "postgresql.conf"), "\ninclude_if_exists = 'aidialogues.conf'\n", ct);
        Directory.Move(unfinished, Cluster);
    }

    private async Task LaunchAsync(bool durable, CancellationToken ct)
    {
        var settings = Path.Combine(Cluster, "aidialogues.conf");
        await File.WriteAllTextAsync(settings, PostgresSettings.Text(socketDirectory, durable), ct);
        account.Own(settings);
        // Its output is not redirected: the server would inherit the pipe, and whoever reads it would wait for ever.
        if (await RunAsync(account.Command(binaries.PgCtl, "-D", Cluster, "-l", Log, "-s", "-w", "-t", "60", "start"), ct) != 0)
        {
            var reason = File.Exists(Log) ? LastLine(await File.ReadAllTextAsync(Log, ct)) : "it wrote no log";
            throw new PostgresUnavailableException($"PostgreSQL did not start in {Cluster}: {reason}");
        }

        StartedHere = true;
    }

    private async Task<bool> IsRunningAsync(CancellationToken ct)
    {
        var pidFile = Path.Combine(Cluster, "postmaster.pid");
        if (!File.Exists(pidFile)) return false;
        if (OperatingSystem.IsLinux() && !IsPostgres((await File.ReadAllLinesAsync(pidFile, ct)).FirstOrDefault()))
        {
            // After a power cut the number may belong to any program, and PostgreSQL would wait for that to end.
            File.Delete(pidFile);
            return false;
        }

        var status = account.Command(binaries.PgCtl, "-D", Cluster, "status");
        status.RedirectStandardOutput = status.RedirectStandardError = true;
        using var asked = Process.Start(status)!;
        await asked.WaitForExitAsync(ct);
        return asked.ExitCode == 0;
    }

    private static bool IsPostgres(string? pid) =>
        File.Exists($"/proc/{pid}/comm") && File.ReadAllText($"/proc/{pid}/comm").StartsWith("postgres", StringComparison.Ordinal);

    private static async Task<int> RunAsync(ProcessStartInfo start, CancellationToken ct)
    {
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(ct);
        return process.ExitCode;
    }

    private static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("no reason given");
}
