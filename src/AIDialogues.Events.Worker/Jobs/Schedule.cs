using AIDialogues.Events.Worker.Audit;
using AIDialogues.Events.Worker.Bounces;
using AIDialogues.Events.Worker.Calendars;
using AIDialogues.Events.Worker.Invitations;
using AIDialogues.Events.Worker.Letters;
using AIDialogues.Events.Worker.Publications;
using AIDialogues.Events.Worker.Reminders;
using AIDialogues.Events.Worker.Retention;
using AIDialogues.Events.Worker.Summaries;
using Hangfire;
using Hangfire.PostgreSql;
using Hangfire.States;
using Hangfire.Storage;

namespace AIDialogues.Events.Worker.Jobs;

/// <summary>
/// What Hangfire wakes, and how often. It knows no person and no letter: jobs have no arguments, and the truth of what is to be done
/// stands in our own tables, so losing Hangfire's loses nothing.
/// </summary>
internal static class Schedule
{
    public const string Schema = "hangfire";

    public static void Add(IServiceCollection services, string connection)
    {
        _ = services.AddHangfire(hangfire => hangfire
            .UseSimpleAssemblyNameTypeSerializer()
            .UseRecommendedSerializerSettings()
            // The next tick tries again, and from the tables.
            .UseFilter(new AutomaticRetryAttribute { Attempts = 0, OnAttemptsExceeded = AttemptsExceededAction.Delete })
            .UseFilter(new ShortMemory())
            .UsePostgreSqlStorage(storage => storage.UseNpgsqlConnection(connection), new PostgreSqlStorageOptions
            {
                SchemaName = Schema,
                PrepareSchemaIfNecessary = false,
                UseSlidingInvisibilityTimeout = true,
                QueuePollInterval = TimeSpan.FromSeconds(1),
            }));
        _ = services.AddHangfireServer(server =>
        {
            server.WorkerCount = 4;
            server.SchedulePollingInterval = TimeSpan.FromSeconds(1);
            server.ShutdownTimeout = TimeSpan.FromSeconds(30);
            server.ServerTimeout = TimeSpan.FromMinutes(5);
        });
    }

    public static void Plan(IRecurringJobManager jobs)
    {
        jobs.AddOrUpdate<SendLettersJob>("send-letters", job => job.RunAsync(CancellationToken.None), "*/5 * * * * *");
        jobs.AddOrUpdate<ReclaimLeasesJob>("reclaim-leases", job => job.RunAsync(CancellationToken.None), "*/30 * * * * *");
        jobs.AddOrUpdate<ReadBouncesJob>("read-bounces", job => job.RunAsync(CancellationToken.None), "30 * * * * *");
        jobs.AddOrUpdate<RemindJob>("remind", job => job.RunAsync(CancellationToken.None), "0 * * * * *");
        jobs.AddOrUpdate<CalendarJob>("tell-calendars", job => job.RunAsync(CancellationToken.None), "*/20 * * * * *");
        jobs.AddOrUpdate<WaitlistJob>("turn-waitlists", job => job.RunAsync(CancellationToken.None), "30 * * * * *");
        jobs.AddOrUpdate<AssembleJob>("assemble-summaries", job => job.RunAsync(CancellationToken.None), "*/5 * * * * *");
        jobs.AddOrUpdate<EraseDueJob>("erase-due", job => job.RunAsync(CancellationToken.None), "0 */10 * * * *");
        jobs.AddOrUpdate<PublicFiguresJob>("public-figures", job => job.RunAsync(CancellationToken.None), "0 5-59/10 * * * *");
        jobs.AddOrUpdate<PurgeJob>("purge", job => job.RunAsync(CancellationToken.None), "0 30 3 * * *");
        jobs.AddOrUpdate<CheckpointJob>("audit-checkpoint", job => job.RunAsync(CancellationToken.None), "0 5 * * * *");
        jobs.AddOrUpdate<VerifyAuditJob>("audit-verification", job => job.RunAsync(CancellationToken.None), "0 0 3 * * *");
    }

    /// <summary>A job that ran tells nothing after ten minutes; Hangfire would keep each for a day.</summary>
    private sealed class ShortMemory : Hangfire.Common.JobFilterAttribute, IApplyStateFilter
    {
        public void OnStateApplied(ApplyStateContext context, IWriteOnlyTransaction transaction) => context.JobExpirationTimeout = TimeSpan.FromMinutes(10);

        public void OnStateUnapplied(ApplyStateContext context, IWriteOnlyTransaction transaction) => context.JobExpirationTimeout = TimeSpan.FromMinutes(10);
    }
}
