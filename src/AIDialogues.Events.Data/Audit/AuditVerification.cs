using AIDialogues.Events.Domain;
using Npgsql;
using NpgsqlTypes;

namespace AIDialogues.Events.Data.Audit;

/// <param name="Problem">What is wrong, as one sentence; null when the chain holds.</param>
public sealed record AuditVerdict(long Entries, byte[] Root, string? Problem)
{
    public bool Holds => Problem is null;
}

/// <summary>
/// Reads the whole chain and compares it with every checkpoint kept outside the database. A changed bit and a swap break the chain itself; a
/// cut end and a chain written anew are whole in themselves and show only against a checkpoint.
/// </summary>
public static class AuditVerification
{
    public static async Task<AuditVerdict> VerifyAsync(NpgsqlDataSource source, IReadOnlyList<Checkpoint> checkpoints, CancellationToken ct)
    {
        var waiting = new Queue<Checkpoint>(checkpoints.OrderBy(c => c.Size));
        await using var connection = await source.OpenConnectionAsync(ct);
        await using var rows = await connection.BeginBinaryExportAsync(
            "COPY (SELECT seq, at, actor, action, object, commitment, prev_hash, hash FROM audit.entries ORDER BY seq) TO STDOUT (FORMAT BINARY)", ct);
        long count = 0;
        byte[] last = AuditEntry.Origin;
        while (await rows.StartRowAsync(ct) != -1)
        {
            var entry = Read(rows);
            if (ProblemOf(entry, count + 1, last) is { } problem) return new(count, last, problem);
            (count, last) = (entry.Seq, entry.Hash);
            while (waiting.TryPeek(out var next) && next.Size <= count)
            {
                if (next.Size == count && !next.Root.AsSpan().SequenceEqual(last)) return new(count, last, Forked(next));
                _ = waiting.Dequeue();
            }
        }

        return new(count, last, waiting.TryPeek(out var ahead) && ahead.Size > 0
            ? $"The chain ends at entry {count}, but a checkpoint was signed over {waiting.Max(c => c.Size)}: the end was cut off." : null);
    }

    /// <summary>Why this entry cannot stand where it stands; null when it can.</summary>
    public static string? ProblemOf(AuditEntry entry, long expected, byte[] prevHash)
    {
        if (entry.Seq != expected) return $"Entry {expected} is missing: the next one is {entry.Seq}.";
        if (!entry.PrevHash.AsSpan().SequenceEqual(prevHash)) return $"Entry {entry.Seq} does not follow the one before it: an entry was moved, replaced or put in.";
        return entry.Holds ? null : $"Entry {entry.Seq} was changed.";
    }

    private static string Forked(Checkpoint checkpoint) =>
        $"Entry {checkpoint.Size} is another one than the checkpoint was signed over: the chain was written anew, or belongs to an older backup.";

    // The synchronous reads take what is in the buffer; only StartRow waits for the server.
    private static AuditEntry Read(NpgsqlBinaryExporter rows)
    {
        long seq = rows.Read<long>(NpgsqlDbType.Bigint);
        var at = new DateTimeOffset(rows.Read<DateTime>(NpgsqlDbType.TimestampTz), TimeSpan.Zero);
        string actor = rows.Read<string>(NpgsqlDbType.Text), action = rows.Read<string>(NpgsqlDbType.Text), @object = rows.Read<string>(NpgsqlDbType.Text);
        return new(seq, at, actor, action, @object, rows.Read<byte[]>(NpgsqlDbType.Bytea), rows.Read<byte[]>(NpgsqlDbType.Bytea), rows.Read<byte[]>(NpgsqlDbType.Bytea));
    }
}
