using Npgsql;

namespace AIDialogues.Events.Unattributed.Objections;

/// <summary>Reads what participants object to in a summary. Nothing is there before the round is over, and then all of it at once.</summary>
public sealed class ObjectionReader(NpgsqlDataSource source)
{
    /// <summary>Each objection under an id of chance, in no order that says anything, with the words that came with it.</summary>
    public async Task<IReadOnlyList<(Guid Id, Guid Item, ObjectionKind Kind, string? Words)>> AllAsync(Guid summaryId, CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT id, item_id, kind, words FROM vault.objections WHERE summary_id = $1 ORDER BY id");
        _ = command.Parameters.AddWithValue(summaryId);
        await using var row = await command.ExecuteReaderAsync(ct);
        var read = new List<(Guid, Guid, ObjectionKind, string?)>();
        while (await row.ReadAsync(ct))
        {
            if (!ObjectionKinds.TryRead(row.GetString(2), out var kind)) throw new InvalidOperationException("An objection has a kind this version does not know.");
            read.Add((row.GetGuid(0), row.GetGuid(1), kind, await row.IsDBNullAsync(3, ct) ? null : row.GetString(3)));
        }

        return read;
    }
}
