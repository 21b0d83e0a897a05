using System.Buffers.Binary;
using System.Text;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Worker.Backup;

/// <summary>Reads rows of PostgreSQL's binary copy format without a server: each row as its fields, null where there is none.</summary>
internal sealed class CopiedRows(Stream copy)
{
    private static readonly byte[] Signature = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n"u8, 0];

    public IEnumerable<byte[]?[]> Read()
    {
        byte[] head = Take(Signature.Length + 8);
        if (!head.AsSpan(0, Signature.Length).SequenceEqual(Signature)) throw new BackupException("A table of the backup is damaged.");
        _ = Take(BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(Signature.Length + 4)));
        for (short fields; (fields = BinaryPrimitives.ReadInt16BigEndian(Take(2))) >= 0;)
        {
            byte[]?[] row = new byte[]?[fields];
            for (int i = 0; i < fields; i++)
            {
                int length = BinaryPrimitives.ReadInt32BigEndian(Take(4));
                row[i] = length < 0 ? null : Take(length);
            }

            yield return row;
        }
    }

    /// <summary>A row of <c>audit.entries</c> in the order of its columns.</summary>
    public static AuditEntry EntryOf(byte[]?[] row) => new(
        BinaryPrimitives.ReadInt64BigEndian(row[0]), new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(BinaryPrimitives.ReadInt64BigEndian(row[1]) * 10),
        Encoding.UTF8.GetString(row[2]!), Encoding.UTF8.GetString(row[3]!), Encoding.UTF8.GetString(row[4]!), row[5]!, row[6]!, row[7]!);

    private byte[] Take(int count)
    {
        byte[] bytes = new byte[count];
        if (copy.ReadAtLeast(bytes, count, throwOnEndOfStream: false) < count) throw new BackupException("A table of the backup ends too early.");
        return bytes;
    }
}
