using AIDialogues.Events.Worker.Backup;
using AIDialogues.Events.Worker.Hosting;

namespace AIDialogues.Events.Worker.Admin;

/// <summary><c>restore FILE</c>: into an empty database, or with <c>--overwrite</c> over this one; <c>--drill</c> leaves pages and letters as they were. Stop the hosts first.</summary>
internal static class RestoreCommand
{
    public static async Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        var arguments = new Arguments(words, "restore FILE [--keys KEYSFILE] [--key KEYFILE] [--overwrite] [--drill]", optionNames: ["--keys", "--key"], flagNames: ["--overwrite", "--drill"]);
        string file = Existing(arguments.One("The file"));
        string? keys = arguments["--keys"] is { } named ? Existing(named) : File.Exists(file + ".keys") ? file + ".keys" : null;
        string data = settings.DataDirectory();
        await using var owner = Owner.Open(settings);
        var restored = await Restoring.RunAsync(owner, data, file, BackupKey.Of(data, arguments["--key"], mayBeMade: false), keys, arguments.Has("--overwrite"), arguments.Has("--drill"), ct);
        Console.WriteLine($"Restored as of {restored.Manifest.At:u}: {restored.Manifest.Tables.Sum(t => t.Rows)} rows, {restored.Keys} keys of people that were missing here.");
        Console.WriteLine(restored.ErasedAgain == 0 ? "Nobody had to be erased again." : $"{restored.ErasedAgain} people who had been erased since were erased again.");
        if (restored.PagesOff > 0) Console.WriteLine($"{restored.PagesOff} public pages are off: who took a yes back since is not in the backup. Look at what came since, note it, and put them on again.");
        if (restored.LettersToCheck > 0) Console.WriteLine($"{restored.LettersToCheck} letters that waited may have left since: they stand as unknown, and none leaves before somebody decides.");
        Console.WriteLine("Next: ./dev admin migrate (rights and the schedule's tables), then ./dev admin verify-audit.");
        return 0;
    }

    internal static string Existing(string file) => File.Exists(file) ? file : throw new SettingException($"There is no file {file}.");
}

/// <summary><c>verify-backup FILE</c>: reads it to the end, without a database.</summary>
internal static class VerifyBackupCommand
{
    public static Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        var arguments = new Arguments(words, "verify-backup FILE [--key KEYFILE]", optionNames: ["--key"]);
        string file = RestoreCommand.Existing(arguments.One("The file"));
        var verdict = BackupReading.Verify(file, BackupKey.Of(settings.DataDirectory(), arguments["--key"], mayBeMade: false));
        foreach (string problem in verdict.Problems) Console.WriteLine(problem);
        if (verdict.Problems.Count == 0)
            Console.WriteLine($"The backup of {verdict.Manifest.At:u} is whole: {verdict.Rows} rows of {verdict.Manifest.Tables.Count} tables, {verdict.Files} files, an audit chain of {verdict.AuditEntries} entries that holds.");
        return Task.FromResult(verdict.Problems.Count == 0 ? 0 : 1);
    }
}
