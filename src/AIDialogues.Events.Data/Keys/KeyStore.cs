using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace AIDialogues.Events.Data.Keys;

/// <summary>
/// A 256-bit key for each person, wrapped by one key-encryption key; all of it files in the data directory, never in the database, so that
/// who holds a dump or an old backup holds sealed text. Destroying a person's file is what erases them everywhere at once.
/// </summary>
public sealed class KeyStore
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly byte[] kek;
    private readonly ConcurrentDictionary<Guid, byte[]> opened = new();

    /// <exception cref="KeysUnreadableException">There are keys of people, but not the one that opens them.</exception>
    public KeyStore(string dataDirectory)
    {
        DataDirectory = dataDirectory;
        People = Folder(Path.Combine(dataDirectory, "keys", "people"));
        string kekFile = Path.Combine(dataDirectory, "keys", "people.kek");
        if (!File.Exists(kekFile) && Directory.EnumerateFiles(People, "*.key").Any())
            throw new KeysUnreadableException($"{kekFile} is missing, and the keys in {People} are of no use without it: bring it back from where it was kept.");
        kek = Secret(kekFile);
        Tombstones = new Tombstones(dataDirectory);
        AuditKey = Secret(Path.Combine(Folder(Path.Combine(dataDirectory, "keys", "audit")), "pseudonyms.key"));
    }

    public string DataDirectory { get; }

    /// <summary>The folder of the wrapped keys: kept apart from backups of the database.</summary>
    public string People { get; }

    public Tombstones Tombstones { get; }

    /// <summary>Makes pseudonyms of the audit, and seals details that are about nobody in particular.</summary>
    public byte[] AuditKey { get; }

    /// <summary>Null: never made, or destroyed.</summary>
    public byte[]? Find(Guid person)
    {
        string file = FileOf(person);
        // Another program may have destroyed it since.
        if (!File.Exists(file))
        {
            _ = opened.TryRemove(person, out _);
            return null;
        }

        return opened.GetOrAdd(person, _ => Unwrap(file, person));
    }

    /// <summary>The person's key, made when there is none; null for somebody who was erased, about whom nothing is written any more.</summary>
    public byte[]? Of(Guid person)
    {
        if (Find(person) is { } key) return key;
        if (Tombstones.Holds(person)) return null;
        MakeOnce(FileOf(person), () => Sealing.Seal(kek, RandomNumberGenerator.GetBytes(Sealing.KeySize), Place(person)));
        return Find(person);
    }

    /// <summary>Overwritten before it is removed, so that an undeleted file is of no use either.</summary>
    public void Destroy(Guid person)
    {
        string file = FileOf(person);
        _ = opened.TryRemove(person, out _);
        if (!File.Exists(file)) return;
        using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write, FileShare.None))
        {
            stream.Write(RandomNumberGenerator.GetBytes((int)stream.Length));
            stream.Flush(flushToDisk: true);
        }

        File.Delete(file);
    }

    /// <summary>Whose keys lie here.</summary>
    public IEnumerable<Guid> All() => Directory.EnumerateFiles(People, "*.key").Select(f => Guid.ParseExact(Path.GetFileNameWithoutExtension(f), "n"));

    /// <summary>A name for somebody or something in the audit, the same each time and of no use without the key.</summary>
    public string Pseudonym(string kind, object id) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(AuditKey, Encoding.UTF8.GetBytes($"{kind}|{id}")))[..20];

    public static byte[] Secret(string file)
    {
        MakeOnce(file, () => RandomNumberGenerator.GetBytes(Sealing.KeySize));
        byte[] secret = File.ReadAllBytes(file);
        return secret.Length == Sealing.KeySize ? secret : throw new KeysUnreadableException($"{file} is not a key of {Sealing.KeySize} bytes: bring the right one back.");
    }

    public static string Folder(string path)
    {
        if (!OperatingSystem.IsWindows()) return Directory.CreateDirectory(path, OwnerOnly | UnixFileMode.UserExecute).FullName;
        return Directory.CreateDirectory(path).FullName;
    }

    public static void Write(string file, byte[] content)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        using var stream = new FileStream(file, options);
        stream.Write(content);
        stream.Flush(flushToDisk: true);
    }

    // Moving without overwriting asks first and moves then, so two programs could each make a key and the later one win under text that the
    // earlier had sealed. One maker at a time, across programs, closes that gap.
    private static void MakeOnce(string file, Func<byte[]> content)
    {
        if (File.Exists(file)) return;
        using var alone = Alone(Path.Combine(Path.GetDirectoryName(file)!, "making.lock"));
        if (File.Exists(file)) return;
        string mine = $"{file}.{Guid.NewGuid():n}";
        Write(mine, content());
        File.Move(mine, file, overwrite: false);
    }

    private static FileStream Alone(string file)
    {
        FileStream? held = null;
        return SpinWait.SpinUntil(() => (held = HeldByNobodyElse(file)) is not null, TimeSpan.FromSeconds(10)) ? held! : throw new IOException($"{file} is held by another program.");
    }

    private static FileStream? HeldByNobodyElse(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private byte[] Unwrap(string file, Guid person)
    {
        try
        {
            return Sealing.Open(kek, File.ReadAllBytes(file), Place(person));
        }
        catch (CryptographicException)
        {
            throw new KeysUnreadableException($"{file} does not open with keys/people.kek: both must come from the same data directory.");
        }
    }

    private string FileOf(Guid person) => Path.Combine(People, $"{person:n}.key");

    private static string Place(Guid person) => $"person-key|{person:n}";
}
