using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Publications;
using Npgsql;

namespace AIDialogues.Events.Web.Tests.Worker;

internal static class PublicNumbers
{
    /// <summary>The worker's tick that lets the public numbers follow, with the worker's own rights.</summary>
    public static async Task FollowAsync(EventsHost host)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Worker);
        await new PublicFiguresJob(new WorkerDb(source, host.Keys), host.Clock).RunAsync(CancellationToken.None);
    }
}
