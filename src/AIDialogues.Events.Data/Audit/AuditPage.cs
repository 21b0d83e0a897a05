using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Data.Keys;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Audit;

/// <summary>One line as an organiser reads it; the detail is null when the person it was about has been erased.</summary>
public sealed record AuditLine(long Seq, DateTimeOffset At, string Actor, string Action, string Object, string? Detail);

public static class AuditPage
{
    /// <summary>Newest first.</summary>
    public static async Task<(IReadOnlyList<AuditLine> Lines, long Count)> AuditAsync(this EventsDb db, int page, int size, CancellationToken ct)
    {
        long count = await db.Database.SqlQuery<long>($"SELECT coalesce(max(seq), 0) AS \"Value\" FROM audit.entries").SingleAsync(ct);
        var rows = await db.Database.SqlQuery<Row>($"""
            SELECT e.seq, e.at, e.actor, e.action, e.object, d.subject, d.sealed
            FROM audit.entries e LEFT JOIN audit.details d ON d.seq = e.seq ORDER BY e.seq DESC LIMIT {size} OFFSET {(page - 1) * size}
            """).ToListAsync(ct);
        return (rows.ConvertAll(r => new AuditLine(r.Seq, r.At, r.Actor, r.Action, r.Object, DetailOf(db.Keys!, r))), count);
    }

    private static string? DetailOf(KeyStore keys, Row row)
    {
        if (row.Sealed is not { Length: > 0 } kept || (row.Subject is { } person ? keys.Find(person) : keys.AuditKey) is not { } key) return null;
        try
        {
            return Encoding.UTF8.GetString(Sealing.Open(key, kept, AuditLog.PlaceOf(row.Seq)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Row(long Seq, DateTimeOffset At, string Actor, string Action, string Object, Guid? Subject, byte[]? Sealed);
}
