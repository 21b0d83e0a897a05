using System.Data;
using System.IO.Compression;
using AIDialogues.Events.Data.Keys;
using Npgsql;

namespace AIDialogues.Events.Worker.Backup;

/// <summary>
/// Writes one consistent state of the database, without pg_dump, and the files that belong to it; never the keys. Beside it the keys as a
/// file of their own, which lives seven days only: an old key would bring back whom it was destroyed to forget.
/// </summary>
internal static class BackupWriter
{
    /// <summary>Folders of the data directory that a backup holds.</summary>
    private static readonly string[] Folders = ["audit", "erased", "uploads"];

    public static async Task<Manifest> WriteAsync(NpgsqlDataSource owner, string dataDirectory, string file, byte[] key, TimeProvider clock, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, ct);
        // Before the first query, which takes the snapshot: a rewriting of the vault in between would leave an empty one in it (decision 0045).
        await using (var wait = new NpgsqlCommand("LOCK TABLE vault.spent_tokens, vault.objections, vault.statements IN ACCESS SHARE MODE", connection)) _ = await wait.ExecuteNonQueryAsync(ct);
        var manifest = await Manifest.OfAsync(connection, clock.GetUtcNow(), ct);
        string unfinished = file + ".unfinished";
        await using (var raw = Private(unfinished))
        await using (var sealed_ = SealedFile.Create(raw, key))
        await using (var packed = new GZipStream(sealed_, CompressionLevel.Fastest))
        {
            var parts = new PartWriter(packed);
            parts.Write(Manifest.Part, manifest.ToJson());
            foreach (var table in manifest.Tables)
            {
                await using var rows = await connection.BeginRawBinaryCopyAsync($"COPY ({Select(table)}) TO STDOUT (FORMAT BINARY)", ct);
                parts.Write("db/" + table.Name, rows);
            }

            foreach (string path in Files(dataDirectory)) parts.Write("files/" + Path.GetRelativePath(dataDirectory, path).Replace('\\', '/'), await File.ReadAllBytesAsync(path, ct));
        }

        File.Move(unfinished, file, overwrite: true);
        return manifest;
    }

    /// <returns>How many people's keys.</returns>
    public static int WriteKeys(KeyStore keys, string file, byte[] key)
    {
        int people = 0;
        string folder = Path.Combine(keys.DataDirectory, "keys");
        using (var raw = Private(file + ".unfinished"))
        using (var sealed_ = SealedFile.Create(raw, key))
        {
            var parts = new PartWriter(sealed_);
            foreach (string path in (string[])[Path.Combine(folder, "people.kek"), .. Lying(folder, "audit"), .. Lying(folder, "receipts")]) parts.Write(Path.GetRelativePath(folder, path).Replace('\\', '/'), File.ReadAllBytes(path));
            foreach (var person in keys.All().Where(p => !keys.Tombstones.Holds(p)))
            {
                parts.Write($"people/{person:n}.key", File.ReadAllBytes(Path.Combine(keys.People, $"{person:n}.key")));
                people++;
            }
        }

        File.Move(file + ".unfinished", file, overwrite: true);
        return people;
    }

    // Not "issuing": whoever had those could make tokens that were never issued, and a new day makes new ones.
    private static IEnumerable<string> Lying(string keys, string folder) => Directory.Exists(Path.Combine(keys, folder)) ? Directory.EnumerateFiles(Path.Combine(keys, folder)).Order(StringComparer.Ordinal) : [];

    // A row's place in the vault must not come out: each backup has another order, from the server's strong generator.
    private static string Select(BackedUpTable table) => table.Name.StartsWith("vault.", StringComparison.Ordinal)
        ? $"SELECT {string.Join(", ", table.Columns)} FROM {table.Name} ORDER BY gen_random_uuid()"
        : table.Name == "audit.entries" ? $"SELECT {string.Join(", ", table.Columns)} FROM {table.Name} ORDER BY seq"
        : $"SELECT {string.Join(", ", table.Columns)} FROM {table.Name}";

    private static IEnumerable<string> Files(string dataDirectory) => Folders.Select(f => Path.Combine(dataDirectory, f)).Where(Directory.Exists)
        .SelectMany(f => Directory.EnumerateFiles(f, "*", SearchOption.AllDirectories));

    private static FileStream Private(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(file, options);
    }
}
