using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.Roles;
using AIDialogues.Events.Worker.Admin;
using AIDialogues.Events.Worker.Retention;
using Npgsql;

namespace AIDialogues.Events.Worker.Backup;

/// <param name="ErasedAgain">People whom the backup still knew and who had been erased since.</param>
/// <param name="PagesOff">Public pages that were on when the backup was made.</param>
/// <param name="LettersToCheck">Letters that waited when the backup was made, and may have left since.</param>
internal sealed record Restored(Manifest Manifest, int Keys, int ErasedAgain, int PagesOff, int LettersToCheck);

/// <summary>
/// Brings a backup into a database of the same shape: all of it in one transaction, then whoever stands on the list of the erased is erased
/// again, before any host is started. A key that was destroyed does not come back. What was said and sent since the backup is not in it, so no
/// page is public, and no letter that waited or reminder that was due leaves before somebody has looked.
/// </summary>
internal static class Restoring
{
    /// <summary>What the chain calls it.</summary>
    public const string Action = "backup:restored";

    private const string CheckpointFile = "audit/checkpoints";

    /// <param name="asItWas">For a drill, in which nothing is shown and nothing leaves: pages and letters stay as they were.</param>
    public static async Task<Restored> RunAsync(NpgsqlDataSource owner, string dataDirectory, string file, byte[] key, string? keysFile, bool overwrite, bool asItWas, CancellationToken ct)
    {
        await DatabaseSetup.MigrateAsync(owner, new Dictionary<string, string>(StringComparer.Ordinal), ct);
        var tombstones = new Tombstones(dataDirectory);
        var (manifest, pages, letters) = await RowsAsync(owner, dataDirectory, tombstones, file, key, overwrite, asItWas, ct);
        int keys = keysFile is null ? 0 : Keys(dataDirectory, tombstones, keysFile, key);
        var store = new KeyStore(dataDirectory);
        await using var db = DataSetup.Open(owner, store);
        // The chain itself says that it begins anew here: checkpoints of a later state are set aside, and those that were mailed still tell.
        if (!asItWas) await new AuditLog(db, store, TimeProvider.System).RecordAsync(new(ApiTokenCommand.Operator, Action, "", "", $"Backup of {manifest.At:u}"), ct);
        return new(manifest, keys, await EraseDueJob.Erasing(db, store, TimeProvider.System).ReapplyAsync(ct), pages, letters);
    }

    private static async Task<(int Pages, int Letters)> HoldAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        int pages = await ExecuteAsync(connection, "UPDATE events.series SET is_public = false WHERE is_public", ct);
        int letters = await ExecuteAsync(connection, "UPDATE events.outbox SET state = 'Unknown', lease_until = NULL, fence = fence + 1 WHERE state IN ('Queued', 'Retry', 'InFlight')", ct);
        // Those of the last hours left before, or nobody knows.
        _ = await ExecuteAsync(connection, "UPDATE events.reminders SET state = 'Missed' WHERE state = 'Scheduled' AND due_at <= now()", ct);
        return (pages, letters);
    }

    private static async Task<(Manifest Manifest, int PagesOff, int LettersToCheck)> RowsAsync(
        NpgsqlDataSource owner, string dataDirectory, Tombstones tombstones, string file, byte[] key, bool overwrite, bool asItWas, CancellationToken ct)
    {
        await using var raw = File.OpenRead(file);
        var parts = BackupReading.Open(raw, key);
        var manifest = BackupReading.ManifestOf(parts);
        await using var connection = await owner.OpenConnectionAsync(ct);
        string here = await Manifest.LastMigrationAsync(connection, ct);
        if (here != manifest.LastMigration) throw new BackupException($"The backup is of another version of the product (its last migration is {manifest.LastMigration}, here it is {here}): restore it with that version, then migrate.");
        if (!overwrite && await FirstNotEmptyAsync(connection, manifest, ct) is { } table)
            throw new BackupException($"The database is not empty (there are rows in {table}), so nothing was restored; --overwrite replaces all that is in it.");

        await using var transaction = await connection.BeginTransactionAsync(ct);
        await TriggersAsync(connection, manifest, "DISABLE", ct);
        _ = await ExecuteAsync(connection, $"TRUNCATE {string.Join(", ", manifest.Tables.Select(t => t.Name))}", ct);
        var tables = manifest.Tables.ToDictionary(t => "db/" + t.Name, StringComparer.Ordinal);
        var files = new List<(string Path, byte[] Content)>();
        while (parts.Next() is var (name, content))
        {
            if (tables.TryGetValue(name, out var backedUp)) await CopyAsync(connection, backedUp, content, ct);
            else files.Add((name["files/".Length..], await AllAsync(content, ct)));
        }

        var (pages, letters) = asItWas ? (0, 0) : await HoldAsync(connection, ct);
        await TriggersAsync(connection, manifest, "ENABLE", ct);
        await SequencesAsync(connection, ct);
        await transaction.CommitAsync(ct);
        foreach (var (path, content) in files) Place(dataDirectory, tombstones, path, content);
        return (manifest, pages, letters);
    }

    /// <summary>Whatever is there would be lost, also where nobody stands in the directory yet: an account, or a chain of what staff did.</summary>
    private static async Task<string?> FirstNotEmptyAsync(NpgsqlConnection connection, Manifest manifest, CancellationToken ct)
    {
        foreach (var table in manifest.Tables)
            if (await Manifest.ScalarAsync<bool>(connection, $"SELECT EXISTS (SELECT FROM {table.Name})", ct)) return table.Name;
        return null;
    }

    private static async Task CopyAsync(NpgsqlConnection connection, BackedUpTable table, Stream content, CancellationToken ct)
    {
        await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY {table.Name} ({string.Join(", ", table.Columns)}) FROM STDIN (FORMAT BINARY)", ct);
        await content.CopyToAsync(rows, ct);
    }

    private static async Task<byte[]> AllAsync(Stream content, CancellationToken ct)
    {
        using var all = new MemoryStream();
        await content.CopyToAsync(all, ct);
        return all.ToArray();
    }

    /// <summary>
    /// Files that are not there come back; the list of the erased is joined with the one here, and nothing newer is overwritten. Checkpoints of a
    /// chain that is no more are set aside, or none could ever be signed again.
    /// </summary>
    private static void Place(string dataDirectory, Tombstones tombstones, string path, byte[] content)
    {
        string target = Path.GetFullPath(Path.Combine(dataDirectory, path));
        if (!target.StartsWith(Path.GetFullPath(dataDirectory) + Path.DirectorySeparatorChar, StringComparison.Ordinal)) throw new BackupException($"The backup names a file outside the data directory: {path}.");
        if (target == Path.GetFullPath(tombstones.File)) tombstones.Merge(System.Text.Encoding.ASCII.GetString(content).Split('\n'));
        else if (path == CheckpointFile && File.Exists(target) && !File.ReadAllBytes(target).AsSpan().SequenceEqual(content))
        {
            File.Move(target, $"{target}.before-restore-{TimeProvider.System.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
            KeyStore.Write(target, content);
        }
        else if (!File.Exists(target))
        {
            _ = KeyStore.Folder(Path.GetDirectoryName(target)!);
            KeyStore.Write(target, content);
        }
    }

    private static int Keys(string dataDirectory, Tombstones tombstones, string keysFile, byte[] key)
    {
        using var raw = File.OpenRead(keysFile);
        var parts = new PartReader(SealedFile.Open(raw, key));
        int restored = 0;
        while (parts.Next() is var (name, content))
        {
            using var all = new MemoryStream();
            content.CopyTo(all);
            string target = Path.Combine(dataDirectory, "keys", name);
            if (name.StartsWith("people/", StringComparison.Ordinal) && tombstones.Holds(Guid.ParseExact(Path.GetFileNameWithoutExtension(name), "n"))) continue;
            if (File.Exists(target)) continue;
            _ = KeyStore.Folder(Path.GetDirectoryName(target)!);
            KeyStore.Write(target, all.ToArray());
            if (name.StartsWith("people/", StringComparison.Ordinal)) restored++;
        }

        return restored;
    }

    private static async Task TriggersAsync(NpgsqlConnection connection, Manifest manifest, string what, CancellationToken ct)
    {
        foreach (var table in manifest.Tables) _ = await ExecuteAsync(connection, $"ALTER TABLE {table.Name} {what} TRIGGER USER", ct);
    }

    /// <summary>What numbers itself goes on after the highest number that came back.</summary>
    private static Task SequencesAsync(NpgsqlConnection connection, CancellationToken ct) => ExecuteAsync(connection, """
        DO $$
        DECLARE item record;
        BEGIN
            FOR item IN SELECT n.nspname || '.' || c.relname AS name, quote_ident(a.attname) AS attname, pg_get_serial_sequence(n.nspname || '.' || c.relname, a.attname) AS numbers
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE n.nspname IN ('events', 'staff', 'board', 'vault', 'audit') AND c.relkind = 'r' AND a.attidentity <> '' LOOP
                EXECUTE format('SELECT setval(%L, (SELECT coalesce(max(%s), 0) + 1 FROM %s), false)', item.numbers, item.attname, item.name);
            END LOOP;
        END $$;
        """, ct);

    private static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
