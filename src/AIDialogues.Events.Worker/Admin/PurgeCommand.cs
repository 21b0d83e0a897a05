using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.Retention;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Retention;

namespace AIDialogues.Events.Worker.Admin;

/// <summary><c>purge --dry-run</c>: what the coming night would take away; without the flag it is taken now.</summary>
internal static class PurgeCommand
{
    public static async Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        var arguments = new Arguments(words, "purge [--dry-run]", flagNames: ["--dry-run"]);
        arguments.None();
        var keys = new KeyStore(settings.DataDirectory());
        await using var owner = Owner.Open(settings);
        await using var db = DataSetup.Open(owner, keys);
        var purge = new Purge(db, TimeProvider.System);
        bool dry = arguments.Has("--dry-run");
        var now = TimeProvider.System.GetUtcNow();
        // Before anything goes: what is taken away table by table has no transaction around it.
        if (!dry) await db.EnterAsync(keys, OperatorActions.Purged, "", "", ct);
        var lines = dry ? await purge.DryRunAsync(ct) : await purge.RunAsync(EraseDueJob.Erasing(db, keys, TimeProvider.System), ct);
        foreach (var line in lines) Console.WriteLine($"{line.Rows,8}  {line.Table,-28}{line.Rule}");
        int files = dry ? OldLogs.In(keys.DataDirectory, now).Count() : OldLogs.Delete(keys.DataDirectory, now);
        Console.WriteLine($"{files,8}  {"log files",-28}{Domain.RetentionRule.Logs}");
        Console.WriteLine(dry ? $"Nothing was taken away. {lines.Sum(l => l.Rows) + files} would go." : $"{lines.Sum(l => l.Rows) + files} went.");
        return 0;
    }
}
