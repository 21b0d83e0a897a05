using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Letters;

namespace AIDialogues.Events.Worker.Admin;

/// <summary><c>mail drain</c>: sends what is due now, without Hangfire: the tables alone say what that is.</summary>
internal static class MailCommand
{
    public static async Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        const string usage = "mail drain";
        if (words is not ["drain"]) throw new UsageException("What is to be done with the mail?", usage);
        var services = new ServiceCollection();
        _ = services.AddLogging();
        WorkerHost.AddJobs(services, settings, settings.EventsConnection());
        await using var provider = services.BuildServiceProvider();
        _ = await provider.GetRequiredService<Outbox>().ReclaimAsync(ct);
        var report = await provider.GetRequiredService<OutboxDrain>().RunAsync(ct);
        Console.WriteLine($"{report.Sent} sent, {report.Deferred} later, {report.Refused} failed, {report.Unknown} unknown, {report.Dropped} no longer wanted.");
        if (report.Problem is null) return 0;
        await Console.Error.WriteLineAsync(report.Problem);
        return 1;
    }
}
