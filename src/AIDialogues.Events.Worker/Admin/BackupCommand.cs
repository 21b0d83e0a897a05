using System.Data.Common;
using System.Globalization;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Backup;
using AIDialogues.Events.Worker.Hosting;
using Npgsql;

namespace AIDialogues.Events.Worker.Admin;

/// <summary><c>backup [FILE]</c>: one sealed file of the database, and beside it one of the keys.</summary>
internal static class BackupCommand
{
    public static async Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        var arguments = new Arguments(words, "backup [FILE] [--key KEYFILE]", optionNames: ["--key"]);
        string data = settings.DataDirectory();
        var now = TimeProvider.System.GetUtcNow();
        string own = Path.Combine(data, "backups");
        string file = words.Length == 0 || words[0].StartsWith("--", StringComparison.Ordinal)
            ? Path.Combine(own, $"aidialogues-{now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.backup") : arguments.One("The file");
        _ = KeyStore.Folder(Path.GetDirectoryName(Path.GetFullPath(file))!);
        byte[] key = BackupKey.Of(data, arguments["--key"], mayBeMade: true);
        var keys = new KeyStore(data);
        await using var owner = Owner.Open(settings);
        await EnterAsync(owner, keys, file, ct);
        var manifest = await BackupWriter.WriteAsync(owner, data, file, key, TimeProvider.System, ct);
        int people = BackupWriter.WriteKeys(keys, file + ".keys", key);
        Console.WriteLine($"{file}: {manifest.Tables.Sum(t => t.Rows)} rows of {manifest.Tables.Count} tables.");
        Console.WriteLine($"{file}.keys: the keys of {people} people. Keep it elsewhere and no longer than {BackupKey.KeysLiveDays} days: it undoes erasures.");
        int old = BackupKey.RemoveOld(own, now);
        if (old > 0) Console.WriteLine($"{old} old files in {own} were removed.");
        return 0;
    }

    /// <summary>
    /// Before it is written, so that the copy itself says that it was begun. A full disk or a standby takes no entry and is just where a copy is needed:
    /// then whoever types the command is told.
    /// </summary>
    private static async Task EnterAsync(NpgsqlDataSource owner, KeyStore keys, string file, CancellationToken ct)
    {
        try
        {
            await using var db = DataSetup.Open(owner, keys);
            await db.EnterAsync(keys, OperatorActions.BackupBegun, "", Path.GetFileName(file), ct);
        }
        catch (Exception exception) when (exception is DbException or IOException)
        {
            await Console.Error.WriteLineAsync($"Not entered in the audit: {exception.Message}");
        }
    }
}

/// <summary>What opens backups: a file that must lie somewhere else too, or a burnt-down server takes it with it.</summary>
internal static class BackupKey
{
    public const int KeysLiveDays = 7;
    public static int BackupsLiveDays => RetentionRule.Backups.Days()!.Value;

    public static byte[] Of(string dataDirectory, string? file, bool mayBeMade)
    {
        string path = file ?? Path.Combine(KeyStore.Folder(Path.Combine(dataDirectory, "keys")), "backup.key");
        if (!mayBeMade && !File.Exists(path)) throw new SettingException($"There is no key {path}: bring the one with which the backup was made, or name it with --key.");
        return KeyStore.Secret(path);
    }

    /// <summary>Only in the product's own folder: files elsewhere are their owner's to keep.</summary>
    public static int RemoveOld(string folder, DateTimeOffset now)
    {
        if (!Directory.Exists(folder)) return 0;
        var old = Directory.EnumerateFiles(folder).Where(f => File.GetLastWriteTimeUtc(f) < now.UtcDateTime.AddDays(f.EndsWith(".keys", StringComparison.Ordinal) ? -KeysLiveDays : -BackupsLiveDays)).ToList();
        old.ForEach(File.Delete);
        return old.Count;
    }
}
