using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Audit;

/// <summary>What a member of staff did. <paramref name="Subject"/>: the person whom the detail is about, whose key then seals it.</summary>
public sealed record StaffAction(string Actor, string Action, string ObjectKind, string Object, string Detail, Guid? Subject = null);

/// <summary>
/// Adds to the chain of staff actions, one writer at a time. In a transaction that is open already the entry stands or falls with it.
/// </summary>
public sealed class AuditLog(EventsDb db, KeyStore keys, TimeProvider clock)
{
    /// <summary>Whoever appends holds it until the end of the transaction.</summary>
    private const long Turn = 727_201;

    public async Task RecordAsync(StaffAction did, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        _ = await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({Turn})", ct);
        var last = await db.Database.SqlQuery<LastEntry>($"SELECT seq, hash FROM audit.entries ORDER BY seq DESC LIMIT 1").FirstOrDefaultAsync(ct) ?? new(0, AuditEntry.Origin);
        byte[]? key = did.Subject is { } person ? keys.Of(person) : keys.AuditKey;
        byte[] detail = Encoding.UTF8.GetBytes(did.Detail);
        var entry = AuditEntry.After(
            last.Seq + 1, last.Hash, clock.GetUtcNow(), keys.Pseudonym("actor", did.Actor), Short(did.Action),
            did.Object.Length == 0 ? "" : $"{did.ObjectKind}:{keys.Pseudonym(did.ObjectKind, did.Object)}", HMACSHA256.HashData(key ?? keys.AuditKey, key is null ? [] : detail));
        _ = await db.Database.ExecuteSqlAsync($"""
            INSERT INTO audit.entries (seq, at, actor, action, object, commitment, prev_hash, hash)
            VALUES ({entry.Seq}, {entry.At}, {entry.Actor}, {entry.Action}, {entry.Object}, {entry.Commitment}, {entry.PrevHash}, {entry.Hash})
            """, ct);
        if (key is not null && detail.Length > 0)
        {
            byte[] kept = Sealing.Seal(key, detail, PlaceOf(entry.Seq));
            _ = await db.Database.ExecuteSqlAsync($"INSERT INTO audit.details (seq, subject, sealed) VALUES ({entry.Seq}, {did.Subject}, {kept})", ct);
        }

        await transaction.CommitAsync(ct);
    }

    internal static string PlaceOf(long seq) => $"audit.details|sealed|{seq}";

    private static string Short(string text) => text.Length > 100 ? text[..100] : text;

    private sealed record LastEntry(long Seq, byte[] Hash);
}
