using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data.Audit;

/// <summary>
/// The signed checkpoints and what the last verification found, as files beside the database. The key that signs lies with the other keys;
/// the public one beside the checkpoints, for whoever wants to check them elsewhere.
/// </summary>
public sealed class Checkpoints(string dataDirectory)
{
    private readonly string folder = KeyStore.Folder(Path.Combine(dataDirectory, "audit"));

    public string File => Path.Combine(folder, "checkpoints");

    private string MailedFile => Path.Combine(folder, "mailed");

    private string VerdictFile => Path.Combine(folder, "verification");

    private string KeyFile => Path.Combine(KeyStore.Folder(Path.Combine(dataDirectory, "keys", "audit")), "signing.pem");

    public ECDsa Key()
    {
        if (!System.IO.File.Exists(KeyFile))
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            KeyStore.Write(KeyFile, Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem()));
            System.IO.File.WriteAllText(Path.Combine(folder, "public.pem"), made.ExportSubjectPublicKeyInfoPem() + "\n");
        }

        var key = ECDsa.Create();
        key.ImportFromPem(System.IO.File.ReadAllText(KeyFile));
        return key;
    }

    /// <summary>Signs where the chain stands and keeps it; null when nothing was added since the last one.</summary>
    public string? Sign(string origin, AuditVerdict stands)
    {
        if (stands.Entries == 0 || (Read() is [.., var last] && last.Size == stands.Entries)) return null;
        using var key = Key();
        string note = new Checkpoint(origin, stands.Entries, stands.Root).Sign(key);
        System.IO.File.AppendAllText(File, note);
        return note;
    }

    /// <summary>The last one as it was signed; null before the first.</summary>
    public string? LastNote() => System.IO.File.Exists(File) ? Notes(System.IO.File.ReadAllText(File)).LastOrDefault() : null;

    /// <summary>Up to which entry of the chain each address has had a letter.</summary>
    public Dictionary<string, long> Mailed()
    {
        var mailed = new Dictionary<string, long>(StringComparer.OrdinalIgnoreCase);
        if (!System.IO.File.Exists(MailedFile)) return mailed;
        foreach (string line in System.IO.File.ReadAllLines(MailedFile))
            if (line.Split(' ', 2) is [var size, var address] && long.TryParse(size, System.Globalization.CultureInfo.InvariantCulture, out long entries)) mailed[address] = entries;
        return mailed;
    }

    public void KeepMailed(IReadOnlyDictionary<string, long> mailed) =>
        KeyStore.Write(MailedFile, Encoding.UTF8.GetBytes(string.Concat(mailed.Select(m => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{m.Value} {m.Key}\n")))));

    /// <summary>Every checkpoint whose signature holds, oldest first.</summary>
    /// <exception cref="InvalidDataException">One does not hold: the file itself was changed.</exception>
    public IReadOnlyList<Checkpoint> Read() => System.IO.File.Exists(File) ? Read(System.IO.File.ReadAllText(File), File) : [];

    /// <param name="text">One note or many, as in the file or in a letter.</param>
    public IReadOnlyList<Checkpoint> Read(string text, string file)
    {
        using var key = Key();
        return [.. Notes(text).Select((note, at) => Checkpoint.Open(note, key) ?? throw new InvalidDataException($"Checkpoint {at + 1} of {file} is not one that was signed here."))];
    }

    public (DateTimeOffset At, string? Problem)? LastVerdict()
    {
        if (!System.IO.File.Exists(VerdictFile) || System.IO.File.ReadAllText(VerdictFile).Split('\n', 2) is not [var at, var problem]
            || !DateTimeOffset.TryParse(at, System.Globalization.CultureInfo.InvariantCulture, out var when)) return null;
        return (when, problem.Trim() is { Length: > 0 } sentence ? sentence : null);
    }

    public void Say(DateTimeOffset at, string? problem) => System.IO.File.WriteAllText(VerdictFile, $"{at:O}\n{problem}\n");

    private static IEnumerable<string> Notes(string text)
    {
        var note = new StringBuilder();
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            // A letter says something before the note, which begins with where it comes from.
            if (note.Length == 0 && !line.EndsWith("/audit", StringComparison.Ordinal)) continue;
            _ = note.Append(line).Append('\n');
            if (!line.StartsWith('\u2014')) continue;
            yield return note.ToString();
            _ = note.Clear();
        }

        if (note.Length > 0) yield return note.ToString();
    }
}
