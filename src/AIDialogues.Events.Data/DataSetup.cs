using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.Rights;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace AIDialogues.Events.Data;

public static class DataSetup
{
    /// <summary>
    /// Adds the context. <paramref name="readOnly"/> is asked once per scope: true opens a session that PostgreSQL itself keeps from
    /// writing (default_transaction_read_only), which fails with SQLSTATE 25006 whoever tries.
    /// </summary>
    public static IServiceCollection AddEventsDb(this IServiceCollection services, string connectionString, Func<IServiceProvider, bool> readOnly)
    {
        // Factories, so that the container disposes what it makes.
        _ = services.AddKeyedSingleton("write", (_, _) => NpgsqlDataSource.Create(connectionString));
        _ = services.AddKeyedSingleton("read", (_, _) => NpgsqlDataSource.Create(
            new NpgsqlConnectionStringBuilder(connectionString) { Options = "-c default_transaction_read_only=on" }.ConnectionString));
        _ = services.AddDbContext<EventsDb>((scope, options) =>
            options.UseEvents(scope.GetRequiredKeyedService<NpgsqlDataSource>(readOnly(scope) ? "read" : "write"), scope.GetService<KeyStore>()));
        _ = services.AddScoped<DataRequests>().AddScoped<PersonErasure>().AddScoped<AuditLog>().AddScoped<RosterExports>();
        _ = services.AddScoped<ImportUndo>().AddScoped<PeopleMerge>().AddScoped<Substitutes>();
        return services.AddScoped<PeopleImport>()
            .AddScoped<WaveDrafts>().AddScoped<WaveSending>().AddScoped<WaveCourse>().AddScoped<WaveRewriting>().AddScoped<Dialogues.DayChanging>();
    }

    public static DbContextOptionsBuilder UseEvents(this DbContextOptionsBuilder options, NpgsqlDataSource source, KeyStore? keys = null) => options
        .With(keys)
        .UseNpgsql(source, npgsql => npgsql.MigrationsHistoryTable("migrations", EventsDb.Schema))
        .UseSnakeCaseNamingConvention();

    /// <param name="keys">Where what is sealed has its keys; a context without them reads sealed text as it lies there.</param>
    public static EventsDb Open(NpgsqlDataSource source, KeyStore? keys = null)
    {
        var options = new DbContextOptionsBuilder<EventsDb>();
        _ = options.UseEvents(source, keys);
        return new EventsDb(options.Options);
    }
}
