using AIDialogues.Events.Data.Embedded;
using Npgsql;

namespace AIDialogues.Events.Worker.Admin;

/// <summary>
/// <c>postgres start|stop|status</c>: the embedded cluster in the data directory. <c>start</c> prints <c>started</c> or
/// <c>attached</c> first and the owner's connection string last; what else it has to say goes to standard error.
/// <c>postgres connect-as ROLE=PASSWORDFILE …</c> prints the configured connection string once for each role.
/// </summary>
internal static class PostgresCommand
{
    private const string Database = "aidialogues";

    public static Task<int> RunAsync(IConfiguration settings, string[] arguments, CancellationToken ct)
    {
        var options = new EmbeddedPostgresOptions { DataDirectory = Path.Combine(settings.GetValue("Data:Directory", ".data")!, "postgres") };
        return arguments switch
        {
            ["start"] => StartAsync(options, ct),
            ["stop"] => StopAsync(options, ct),
            ["status"] => StatusAsync(options, ct),
            ["connect-as", .. var roles] => ConnectAsAsync(settings, roles, ct),
            _ => SayUsageAsync(),
        };
    }

    private static async Task<int> StartAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        var postgres = await EmbeddedPostgres.StartAsync(options, ct);
        if (postgres.Notice is { } notice) await Console.Error.WriteLineAsync(notice);
        await postgres.EnsureDatabaseAsync(Database, ct);
        Console.WriteLine(postgres.StartedHere ? "started" : "attached");
        Console.WriteLine(postgres.ConnectionString(Database));
        return 0;
    }

    private static async Task<int> StopAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        if (await EmbeddedPostgres.FindRunningAsync(options, ct) is { } postgres) await postgres.StopAsync(ct);
        return 0;
    }

    private static async Task<int> StatusAsync(EmbeddedPostgresOptions options, CancellationToken ct)
    {
        var running = await EmbeddedPostgres.FindRunningAsync(options, ct) is not null;
        Console.WriteLine(running ? "running" : "not running");
        return running ? 0 : 3;
    }

    private static async Task<int> ConnectAsAsync(IConfiguration settings, string[] roles, CancellationToken ct)
    {
        var connection = new NpgsqlConnectionStringBuilder(settings.GetConnectionString("Events"));
        foreach (var (role, file) in roles.Select(role => (role.Split('=', 2)[0], role.Split('=', 2)[^1])))
        {
            connection.Username = role;
            connection.Password = (await File.ReadAllTextAsync(file, ct)).Trim();
            Console.WriteLine(connection.ConnectionString);
        }

        return 0;
    }

    private static async Task<int> SayUsageAsync()
    {
        await Console.Error.WriteLineAsync("Usage: postgres start|stop|status|connect-as ROLE=PASSWORDFILE …");
        return 2;
    }
}
