using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Keys;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AIDialogues.Events.Worker.Hosting;

/// <summary>Opens a short context for each step of a job: a step is one transaction, and nothing is remembered between two.</summary>
internal sealed class WorkerDb(NpgsqlDataSource source, KeyStore? keys = null)
{
    private readonly DbContextOptions<EventsDb> options = Options(source, keys);

    public NpgsqlDataSource Source => source;

    public EventsDb Open() => new(options);

    private static DbContextOptions<EventsDb> Options(NpgsqlDataSource source, KeyStore? keys)
    {
        var builder = new DbContextOptionsBuilder<EventsDb>();
        _ = builder.UseEvents(source, keys);
        return builder.Options;
    }
}
