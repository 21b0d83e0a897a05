using Npgsql;
using NpgsqlTypes;

namespace AIDialogues.Events.Unattributed.Statements;

/// <summary>
/// The only code that writes statements. A batch goes in as one shuffled INSERT: one transaction id for all rows, and a
/// physical order that is chance. Writing the same ids twice changes nothing.
/// </summary>
internal sealed class StatementWriter(NpgsqlDataSource source)
{
    // No conflict target and no RETURNING: either would need the right to read, which the writing role must not have.
    private const string Insert = """
        INSERT INTO vault.statements (id, session_id, theme_id, kind, words)
        SELECT id, session_id, theme_id, kind, words
        FROM unnest($1, $2, $3, $4, $5) AS batch (id, session_id, theme_id, kind, words)
        ON CONFLICT DO NOTHING
        """;

    public async Task WriteAsync(IEnumerable<UnwrittenStatement> statements, CancellationToken ct)
    {
        var batch = statements.Shuffled();
        if (batch.Length == 0) return;

        await using var command = source.CreateCommand(Insert);
        Add(command, NpgsqlDbType.Uuid, Array.ConvertAll(batch, s => s.Id));
        Add(command, NpgsqlDbType.Uuid, Array.ConvertAll(batch, s => s.SessionId));
        Add(command, NpgsqlDbType.Uuid, Array.ConvertAll(batch, s => s.ThemeId));
        Add(command, NpgsqlDbType.Text, Array.ConvertAll(batch, s => s.Kind.Stored()));
        Add(command, NpgsqlDbType.Text, Array.ConvertAll(batch, s => s.Words.Reveal()));
        _ = await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Has every stored statement written anew, shuffled, in one transaction: afterwards no transaction number and no place
    /// tells which batch a statement came with. All or nothing; a failure leaves everything as it was.
    /// </summary>
    public async Task RewriteAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT vault.rewrite()");
        _ = await command.ExecuteNonQueryAsync(ct);
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
