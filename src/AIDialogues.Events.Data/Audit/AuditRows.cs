using System.Buffers.Binary;
using System.Text;
using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data.Audit;

/// <summary>
/// Rows of <c>audit.entries</c> as PostgreSQL copies them in binary, out of one large buffer: the driver's way, value by value, takes longer
/// than hashing them. Each field is four bytes of length and its bytes.
/// </summary>
internal sealed class AuditRows(Stream copy)
{
    /// <summary>The columns in the order in which the rows are read.</summary>
    public const string Columns = "seq, at, actor, action, object, commitment, prev_hash, hash";

    /// <summary>Signature, flags and the length of an extension that no version has.</summary>
    private const int HeadSize = 11 + 4 + 4;

    private const int Fields = 8;

    private static readonly DateTimeOffset Epoch = new(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly byte[] _buffer = new byte[256 * 1024];
    private int _from;
    private int _to;
    private bool _begun;

    /// <summary>Null: that was the last one.</summary>
    public async ValueTask<AuditEntry?> NextAsync(CancellationToken ct)
    {
        while (!_begun)
        {
            if (_to < HeadSize) await FillAsync(ct);
            else (_begun, _from) = (true, HeadSize);
        }

        while (true)
        {
            if (TryRead(out var entry)) return entry;
            await FillAsync(ct);
        }
    }

    /// <summary>False while a part of the row is still to come; it is then read from its beginning.</summary>
    private bool TryRead(out AuditEntry? entry)
    {
        entry = null;
        var rest = _buffer.AsSpan(_from, _to - _from);
        if (rest.Length < sizeof(short)) return false;
        short fields = BinaryPrimitives.ReadInt16BigEndian(rest);
        if (fields < 0) return true;
        if (fields != Fields) throw new InvalidDataException($"A row of the chain has {fields} fields.");
        Span<Range> at = stackalloc Range[Fields];
        int place = sizeof(short);
        for (int field = 0; field < Fields; field++)
        {
            if (rest.Length < place + sizeof(int)) return false;
            int length = BinaryPrimitives.ReadInt32BigEndian(rest[place..]);
            place += sizeof(int);
            if (rest.Length < place + length) return false;
            at[field] = place..(place += length);
        }

        entry = new(
            BinaryPrimitives.ReadInt64BigEndian(rest[at[0]]), Epoch.AddTicks(BinaryPrimitives.ReadInt64BigEndian(rest[at[1]]) * TimeSpan.TicksPerMicrosecond),
            Encoding.UTF8.GetString(rest[at[2]]), Encoding.UTF8.GetString(rest[at[3]]), Encoding.UTF8.GetString(rest[at[4]]),
            rest[at[5]].ToArray(), rest[at[6]].ToArray(), rest[at[7]].ToArray());
        _from += place;
        return true;
    }

    private async ValueTask FillAsync(CancellationToken ct)
    {
        _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
        (_from, _to) = (0, _to - _from);
        int read = await copy.ReadAsync(_buffer.AsMemory(_to), ct);
        if (read == 0) throw new EndOfStreamException("The chain ends in the middle of a row.");
        _to += read;
    }
}
