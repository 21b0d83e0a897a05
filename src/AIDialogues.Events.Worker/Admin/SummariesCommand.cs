using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Summaries;

namespace AIDialogues.Events.Worker.Admin;

/// <summary><c>summaries assemble</c>: assembles what was asked for now, without Hangfire: the tables alone say what that is.</summary>
internal static class SummariesCommand
{
    public static async Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        const string usage = "summaries assemble";
        if (words is not ["assemble"]) throw new UsageException("What is to be done with the summaries?", usage);
        var services = new ServiceCollection();
        _ = services.AddLogging();
        WorkerHost.AddJobs(services, settings, settings.EventsConnection());
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<AssembleJob>().RunAsync(ct);
        return 0;
    }
}
