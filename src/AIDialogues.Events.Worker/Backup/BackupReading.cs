using System.IO.Compression;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Worker.Backup;

/// <param name="Problems">What does not fit, one sentence each; none when the backup is whole.</param>
internal sealed record BackupVerdict(Manifest Manifest, long Rows, long AuditEntries, int Files, IReadOnlyList<string> Problems);

/// <summary>Reads a backup to its end without any database: every piece opens, every table is there with as many rows as were counted, the audit chain holds.</summary>
internal static class BackupReading
{
    public static PartReader Open(Stream raw, byte[] key) => new(new GZipStream(SealedFile.Open(raw, key), CompressionMode.Decompress));

    public static BackupVerdict Verify(string file, byte[] key)
    {
        using var raw = File.OpenRead(file);
        var parts = Open(raw, key);
        var manifest = ManifestOf(parts);
        var rows = new Dictionary<string, long>(StringComparer.Ordinal);
        var problems = new List<string>();
        (long entries, int files) = (0, 0);
        while (parts.Next() is var (name, content))
        {
            if (name.StartsWith("files/", StringComparison.Ordinal))
            {
                content.CopyTo(Stream.Null);
                files++;
            }
            else if (name == "db/audit.entries")
            {
                (rows["audit.entries"], string? problem) = Chain(content);
                entries = rows["audit.entries"];
                if (problem is not null) problems.Add(problem);
            }
            else
            {
                rows[name["db/".Length..]] = new CopiedRows(content).Read().LongCount();
                content.CopyTo(Stream.Null);
            }
        }

        problems.AddRange(manifest.Tables.Where(t => rows.GetValueOrDefault(t.Name, -1) != t.Rows)
            .Select(t => $"{t.Name} should hold {t.Rows} rows and holds {rows.GetValueOrDefault(t.Name, 0)}."));
        return new(manifest, rows.Values.Sum(), entries, files, problems);
    }

    public static Manifest ManifestOf(PartReader parts)
    {
        if (parts.Next() is not var (name, content) || name != Manifest.Part) throw new BackupException("The backup does not begin with its manifest.");
        using var json = new MemoryStream();
        content.CopyTo(json);
        json.Position = 0;
        return Manifest.Read(json);
    }

    private static (long Count, string? Problem) Chain(Stream content)
    {
        byte[] last = AuditEntry.Origin;
        long count = 0;
        string? problem = null;
        foreach (byte[]?[] row in new CopiedRows(content).Read())
        {
            var entry = CopiedRows.EntryOf(row);
            problem ??= AuditVerification.ProblemOf(entry, count + 1, last);
            (count, last) = (count + 1, entry.Hash);
        }

        content.CopyTo(Stream.Null);
        return (count, problem);
    }
}
