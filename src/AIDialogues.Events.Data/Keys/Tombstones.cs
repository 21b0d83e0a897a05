using System.Security.Cryptography;

namespace AIDialogues.Events.Data.Keys;

/// <summary>
/// Who was erased, as hashes of ids, in a file beside the database. An older backup brings its rows back but not this file's forgetting:
/// whatever stands here is erased again before the application opens.
/// </summary>
public sealed class Tombstones(string dataDirectory)
{
    private readonly string file = Path.Combine(KeyStore.Folder(Path.Combine(dataDirectory, "erased")), "tombstones");
    private readonly Lock turn = new();
    private HashSet<string> known = [];
    private long readUpTo = -1;

    public string File => file;

    public bool Holds(Guid person) => Read().Contains(HashOf(person));

    public int Count => Read().Count;

    /// <summary>Written and on the disk once the rows are erased, and before the keys are.</summary>
    public void Add(Guid person)
    {
        if (Holds(person)) return;
        lock (turn)
        {
            using var stream = new FileStream(file, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            stream.Write(System.Text.Encoding.ASCII.GetBytes(HashOf(person) + "\n"));
            stream.Flush(flushToDisk: true);
        }
    }

    /// <summary>Lines of another list (an old backup's) that are missing here.</summary>
    public void Merge(IEnumerable<string> hashes)
    {
        var missing = hashes.Where(h => h.Length == 64).Except(Read(), StringComparer.Ordinal).ToList();
        if (missing.Count > 0) System.IO.File.AppendAllLines(file, missing);
    }

    public IReadOnlyCollection<string> Read()
    {
        lock (turn)
        {
            var info = new FileInfo(file);
            if (!info.Exists) return [];
            if (info.Length == readUpTo) return known;
            known = [.. System.IO.File.ReadAllLines(file).Where(l => l.Length == 64)];
            readUpTo = info.Length;
            return known;
        }
    }

    public static string HashOf(Guid person) => Convert.ToHexStringLower(SHA256.HashData([.. "tombstone|"u8, .. person.ToByteArray(bigEndian: true)]));
}
