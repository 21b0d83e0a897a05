using System.Collections.Concurrent;
using System.Security.Cryptography;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Tokens;

namespace AIDialogues.Events.Web.Tokens;

/// <summary>
/// The private halves: one folder a dialogue, one file a key, outside the database and outside its backups, so that who restores one cannot
/// mint. When issuing ends the folder is destroyed, and with it the possibility of another token.
/// </summary>
internal sealed class IssuingKeys(string directory)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly ConcurrentDictionary<string, BlindSigner> _signers = new(StringComparer.Ordinal);

    /// <summary>Makes a key and writes its private half, before anybody can read of the public one.</summary>
    /// <returns>The public half, DER.</returns>
    public byte[] Create(Id<Dialogue> dialogue)
    {
        using var rsa = RSA.Create(TokenKey.Bits);
        byte[] publicKey = rsa.ExportSubjectPublicKeyInfo();
        Folder(dialogue);
        using var file = new FileStream(PathOf(dialogue, TokenKey.IdOf(publicKey)), OwnersFile());
        byte[] secret = rsa.ExportPkcs8PrivateKey();
        file.Write(secret);
        file.Flush(flushToDisk: true);
        CryptographicOperations.ZeroMemory(secret);
        return publicKey;
    }

    /// <summary>Null once the key is destroyed, or where only a backup of the database was restored.</summary>
    public BlindSigner? Find(Id<Dialogue> dialogue, string keyId)
    {
        string path = PathOf(dialogue, keyId);
        if (!File.Exists(path)) return null;
        try
        {
            return _signers.GetOrAdd(keyId, _ => new BlindSigner(File.ReadAllBytes(path)));
        }
        catch (IOException) when (!File.Exists(path))
        {
            return null;
        }
    }

    public IEnumerable<Id<Dialogue>> Dialogues() => Directory.Exists(directory)
        ? Directory.EnumerateDirectories(directory).Select(d => Guid.TryParse(Path.GetFileName(d), out var id) ? new Id<Dialogue>(id) : default).Where(id => id != default)
        : [];

    /// <summary>Overwrites and removes every private key of a dialogue.</summary>
    public void Destroy(Id<Dialogue> dialogue)
    {
        string folder = Path.Combine(directory, dialogue.ToString());
        if (!Directory.Exists(folder)) return;
        foreach (string path in Directory.EnumerateFiles(folder))
        {
            _ = _signers.TryRemove(Path.GetFileNameWithoutExtension(path), out _);
            using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
            file.Write(RandomNumberGenerator.GetBytes((int)file.Length));
            file.Flush(flushToDisk: true);
        }

        Directory.Delete(folder, recursive: true);
    }

    private string PathOf(Id<Dialogue> dialogue, string keyId) => Path.Combine(directory, dialogue.ToString(), keyId + ".key");

    private void Folder(Id<Dialogue> dialogue)
    {
        string folder = Path.Combine(directory, dialogue.ToString());
        _ = OperatingSystem.IsWindows() ? Directory.CreateDirectory(folder) : Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
    }

    private static FileStreamOptions OwnersFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OwnerOnly;
        return options;
    }
}
