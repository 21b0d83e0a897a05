using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.Retention;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;

namespace AIDialogues.Events.Worker.Retention;

/// <summary>The night's cleaning: every retention rule once, then log files.</summary>
internal sealed partial class PurgeJob(WorkerDb database, KeyStore keys, TimeProvider clock, ILogger<PurgeJob> log)
{
    public async Task RunAsync(CancellationToken ct)
    {
        await using var turn = await Turn.TryTakeAsync(database.Source, Turn.Retention, ct);
        if (turn is null) return;
        await using var db = database.Open();
        var lines = await new Purge(db, clock).RunAsync(EraseDueJob.Erasing(db, keys, clock), ct);
        int files = OldLogs.Delete(keys.DataDirectory, clock.GetUtcNow());
        Cleaned(lines.Sum(l => l.Rows), files);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Retention: {Rows} rows and {Files} log files were too old")]
    private partial void Cleaned(long rows, int files);
}

/// <summary>Log files beside the database, by the day they were last written to.</summary>
internal static class OldLogs
{
    public static IEnumerable<string> In(string dataDirectory, DateTimeOffset now)
    {
        string folder = Path.Combine(dataDirectory, "logs");
        var before = now.UtcDateTime.AddDays(-Domain.RetentionPeriods.Days(Domain.RetentionRule.Logs)!.Value);
        return Directory.Exists(folder) ? Directory.EnumerateFiles(folder).Where(f => File.GetLastWriteTimeUtc(f) < before) : [];
    }

    public static int Delete(string dataDirectory, DateTimeOffset now)
    {
        var old = In(dataDirectory, now).ToList();
        old.ForEach(File.Delete);
        return old.Count;
    }
}
