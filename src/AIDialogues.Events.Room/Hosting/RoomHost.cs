using AIDialogues.Events.Room.Api;
using AIDialogues.Events.Room.Boards;
using AIDialogues.Events.Room.Facilitating;
using AIDialogues.Events.Room.Leases;
using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Room.Shell;
using AIDialogues.Events.Room.Tokens;
using AIDialogues.Events.Unattributed.Leaks;
using AIDialogues.Events.Unattributed.Statements;
using Npgsql;

namespace AIDialogues.Events.Room.Hosting;

/// <summary>
/// The host that hears the words, built from nothing: what is not added here (request logging, telemetry, cookies,
/// forwarded headers, identity) is not there.
/// </summary>
internal static class RoomHost
{
    public const int MostRequestBytes = 1024 * 1024;

    public static async Task<RunningRoom> BuildAsync(string[] args)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        _ = builder.Configuration.AddEnvironmentVariables().AddCommandLine(args);
        var settings = RoomSettings.Read(builder.Configuration);
        var room = NpgsqlDataSource.Create(settings.Room);
        var board = NpgsqlDataSource.Create(settings.Board);
        await RefuseLeaksAsync(room);

        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MostRequestBytes;
            kestrel.ListenLocalhost(settings.Port);
            if (settings.Bind is { } address) kestrel.Listen(address, settings.Port);
        });
        _ = builder.Services.AddRoutingCore()
            .Configure<HostOptions>(host => host.ShutdownTimeout = FlushClock.LastTry + TimeSpan.FromSeconds(5))
            .AddSingleton(settings)
            .AddSingleton(TimeProvider.System)
            .AddSingleton<ReadBoards>()
            .AddSingleton(services => new BoardReader(board, services.GetRequiredService<ReadBoards>()))
            .AddSingleton<OpenBoards>()
            .AddSingleton<OpenedBatches>()
            .AddSingleton(_ => new SessionLeases(NpgsqlDataSource.Create(settings.Lease)))
            .AddSingleton(new VaultRewriting(new StatementWriter(room)))
            .AddSingleton(services => new WaitingPoints(new StatementWriter(room), services.GetRequiredService<VaultRewriting>(), TimeProvider.System, services.GetRequiredService<SessionLeases>(),
                services.GetRequiredService<OpenedBatches>(), new ClosedSessions(board)))
            .AddTokens(room, board, settings)
            .AddHostedService(services => new FlushClock(services.GetRequiredService<WaitingPoints>(), TimeProvider.System, settings.FlushEvery));

        var app = builder.Build();
        _ = app.UseMiddleware<SafeResponses>();
        app.MapBoards();
        app.MapFacilitating();
        app.MapTokens();
        app.MapShell(settings);
        _ = app.MapGet("/alive", () => Results.Text("alive"));
        return new RunningRoom(app, settings, room, board);
    }

    private static async Task RefuseLeaksAsync(NpgsqlDataSource room)
    {
        IReadOnlyList<string> leaks;
        try
        {
            leaks = await LeakCheck.FindAsync(room, CancellationToken.None);
        }
        catch (Exception e) when (e is NpgsqlException or TimeoutException)
        {
            throw new SettingException(e is PostgresException refused
                ? $"PostgreSQL refused Room ({refused.SqlState}): check the role, the password and the database in ConnectionStrings__Room."
                : "PostgreSQL cannot be reached: check ConnectionStrings__Room and that the server runs.");
        }
        if (leaks.Count > 0) throw new SettingException(string.Join(Environment.NewLine, leaks));
    }
}

internal sealed class RunningRoom(WebApplication app, RoomSettings settings, NpgsqlDataSource room, NpgsqlDataSource board) : IAsyncDisposable
{
    public async Task RunAsync()
    {
        try
        {
            await app.StartAsync();
        }
        catch (IOException)
        {
            throw new SettingException($"Port {settings.Port} is taken: choose another one with Ports__Room.");
        }
        Lines.Started(settings);
        await app.WaitForShutdownAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await room.DisposeAsync();
        await board.DisposeAsync();
    }
}
