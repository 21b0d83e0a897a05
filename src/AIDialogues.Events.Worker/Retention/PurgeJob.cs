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
        OldLogs.BeginNewDay(keys.DataDirectory, clock.GetUtcNow());
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

    /// <summary>
    /// What a host wrote until now goes to a file of this day, so that one which keeps running does not keep its first line for ever. Its own file is
    /// emptied and not replaced, because the host has it open (and adds at its end).
    /// </summary>
    public static void BeginNewDay(string dataDirectory, DateTimeOffset now)
    {
        string folder = Path.Combine(dataDirectory, "logs");
        if (!Directory.Exists(folder)) return;
        foreach (string file in Directory.GetFiles(folder, "*.log").Where(f => !Path.GetFileNameWithoutExtension(f).Contains('.', StringComparison.Ordinal)))
        {
            using var written = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
            if (written.Length == 0) continue;
            string day = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(file)}.{now.UtcDateTime:yyyy-MM-dd}.log");
            var options = new FileStreamOptions { Mode = FileMode.Append, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using (var kept = new FileStream(Path.Combine(folder, day), options)) written.CopyTo(kept);
            written.SetLength(0);
        }
    }

    public static int Delete(string dataDirectory, DateTimeOffset now)
    {
        var old = In(dataDirectory, now).ToList();
        old.ForEach(File.Delete);
        return old.Count;
    }
}
