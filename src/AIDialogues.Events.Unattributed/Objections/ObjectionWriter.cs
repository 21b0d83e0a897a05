using AIDialogues.Events.Unattributed.Statements;
using Npgsql;
using NpgsqlTypes;

namespace AIDialogues.Events.Unattributed.Objections;

/// <summary>Writes all objections of a round and the tokens they cost in one statement, each shuffled apart. Writing the same ids twice changes nothing.</summary>
internal sealed class ObjectionWriter(NpgsqlDataSource source)
{
    // No conflict target: it would need the right to read, which the writing role must not have.
    private const string Insert = """
        WITH spent AS (
            INSERT INTO vault.spent_tokens (token_sha256, key_id) SELECT * FROM unnest($6, $7) ON CONFLICT DO NOTHING)
        INSERT INTO vault.objections (id, summary_id, item_id, kind, words) SELECT * FROM unnest($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING
        """;

    public async Task WriteAsync(IReadOnlyCollection<UnwrittenObjection> objections, CancellationToken ct)
    {
        if (objections.Count == 0) return;
        var batch = objections.Shuffled();
        var spent = objections.Select(o => o.Token).Shuffled();
        await using var command = source.CreateCommand(Insert);
        Add(command, NpgsqlDbType.Uuid, Array.ConvertAll(batch, o => o.Id));
        Add(command, NpgsqlDbType.Uuid, Array.ConvertAll(batch, o => o.SummaryId));
        Add(command, NpgsqlDbType.Uuid, Array.ConvertAll(batch, o => o.ItemId));
        Add(command, NpgsqlDbType.Text, Array.ConvertAll(batch, o => o.Kind.Stored()));
        Add(command, NpgsqlDbType.Text, Array.ConvertAll(batch, o => o.Words?.Reveal()));
        Add(command, NpgsqlDbType.Bytea, Array.ConvertAll(spent, t => t.Sha256));
        Add(command, NpgsqlDbType.Text, Array.ConvertAll(spent, t => t.KeyId));
        _ = await command.ExecuteNonQueryAsync(ct);
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
