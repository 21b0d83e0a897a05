using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Unattributed.Statements;
using AIDialogues.Events.Worker.Audit;
using AIDialogues.Events.Worker.Bounces;
using AIDialogues.Events.Worker.Calendars;
using AIDialogues.Events.Worker.Invitations;
using AIDialogues.Events.Worker.Jobs;
using AIDialogues.Events.Worker.Letters;
using AIDialogues.Events.Worker.Publications;
using AIDialogues.Events.Worker.Reminders;
using AIDialogues.Events.Worker.Retention;
using AIDialogues.Events.Worker.Summaries;
using Hangfire;
using Microsoft.AspNetCore.HostFiltering;
using Npgsql;

namespace AIDialogues.Events.Worker.Hosting;

/// <summary>Puts the worker host together: jobs, their schedule, and two pages for this machine alone.</summary>
internal static class WorkerHost
{
    /// <exception cref="SettingException">A setting is missing or wrong.</exception>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ApplicationName = typeof(WorkerHost).Assembly.GetName().Name });
        builder.Configuration.AddSecretFiles();
        int port = builder.Configuration.Port("Worker", 5102);
        _ = builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            if (port == 0) kestrel.Listen(System.Net.IPAddress.Loopback, 0);
            else kestrel.ListenLocalhost(port);
        });
        // A tick every few seconds would fill the log with nothing.
        _ = builder.Logging.AddFilter("Microsoft.EntityFrameworkCore", LogLevel.Warning).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        string connection = builder.Configuration.EventsConnection();
        AddJobs(builder.Services, builder.Configuration, connection);
        Schedule.Add(builder.Services, connection);
        _ = builder.Services.Configure<HostFilteringOptions>(o => o.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        _ = builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = TimeSpan.FromSeconds(40));
        adjust?.Invoke(builder);
        var app = builder.Build();
        Map(app);
        return app;
    }

    /// <summary>What sends, reminds and assembles, for the host and for the commands.</summary>
    public static void AddJobs(IServiceCollection services, IConfiguration configuration, string connection)
    {
        var mail = MailOptions.Read(configuration);
        var site = configuration.SiteUrl();
        _ = services.AddSingleton(TimeProvider.System);
        // Factories, so that the container disposes what it makes.
        // The outbox asks the same few questions for every letter: planning them once saves a third of the way.
        _ = services.AddSingleton(_ => NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connection) { MaxAutoPrepare = 50 }.ConnectionString));
        var keys = new KeyStore(configuration.DataDirectory());
        _ = services.AddSingleton(keys).AddSingleton(new Checkpoints(keys.DataDirectory));
        _ = services.AddSingleton(AuditSettings.Read(configuration, site));
        _ = services.AddSingleton<PurgeJob>().AddSingleton<EraseDueJob>().AddSingleton<CheckpointJob>().AddSingleton<VerifyAuditJob>().AddSingleton<CheckpointMail>();
        _ = services.AddSingleton<WorkerDb>();
        _ = services.AddSingleton<Outbox>();
        _ = services.AddSingleton<TestPost>();
        _ = services.AddSingleton(mail);
        _ = services.AddSingleton(site);
        _ = services.AddSingleton<OutboxDrain>();
        _ = services.AddSingleton<MailState>();
        _ = services.AddSingleton<StatementReader>();
        _ = services.AddSingleton<SendLettersJob>();
        if (ImapOptions.Read(configuration) is { } imap) _ = services.AddSingleton(imap).AddSingleton<BounceLedger>().AddSingleton<BounceMailbox>();
        _ = services.AddSingleton<ReadBouncesJob>();
        _ = services.AddSingleton<ReclaimLeasesJob>();
        _ = services.AddSingleton<RemindJob>();
        _ = services.AddSingleton<CalendarJob>();
        _ = services.AddSingleton<WaitlistJob>();
        _ = services.AddSingleton<PublicFiguresJob>();
        _ = services.AddSingleton<AssembleJob>();
        services.AddSummaries(configuration);
    }

    private static void Map(WebApplication app)
    {
        _ = app.UseHostFiltering();
        _ = app.MapGet("/alive", () => Results.Text("alive"));
        _ = app.MapGet("/health", Health.AnswerAsync);
        _ = app.UseHangfireDashboard("/hangfire", new DashboardOptions { Authorization = [new LoopbackOnly()], AppPath = null, DisplayStorageConnectionString = false });
    }
}
