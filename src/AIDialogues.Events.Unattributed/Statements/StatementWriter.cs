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

    // In the same statement, so that no token is spent without its words being stored, nor words stored twice for one token.
    private const string SpendAndInsert = """
        WITH spent AS (
            INSERT INTO vault.spent_tokens (token_sha256, key_id) SELECT * FROM unnest($6, $7) ON CONFLICT DO NOTHING)

        """ + Insert;

    public Task WriteAsync(IEnumerable<UnwrittenStatement> statements, CancellationToken ct) => WriteAsync(statements, [], ct);

    /// <param name="statements">All of a batch.</param>
    /// <param name="tokens">The tokens that paid for some of them, shuffled apart: which for which is not kept.</param>
    public async Task WriteAsync(IEnumerable<UnwrittenStatement> statements, IEnumerable<SpentToken> tokens, CancellationToken ct)
    {
        var (batch, spent) = (statements.Shuffled(), tokens.Shuffled());
        if (batch.Length == 0) return;

        await using var command = source.CreateCommand(spent.Length == 0 ? Insert : SpendAndInsert);
        Add(command, NpgsqlDbType.Uuid, Array.ConvertAll(batch, s => s.Id));
        Add(command, NpgsqlDbType.Uuid, Array.ConvertAll(batch, s => s.SessionId));
        Add(command, NpgsqlDbType.Uuid, Array.ConvertAll(batch, s => s.ThemeId));
        Add(command, NpgsqlDbType.Text, Array.ConvertAll(batch, s => s.Kind.Stored()));
        Add(command, NpgsqlDbType.Text, Array.ConvertAll(batch, s => s.Words.Reveal()));
        if (spent.Length > 0)
        {
            Add(command, NpgsqlDbType.Bytea, Array.ConvertAll(spent, t => t.Sha256));
            Add(command, NpgsqlDbType.Text, Array.ConvertAll(spent, t => t.KeyId));
        }
        _ = await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>
    /// Has everything in the vault written anew, shuffled, in one transaction: afterwards no transaction number and no place
    /// tells which batch a statement, a token or an objection came with. All or nothing; a failure leaves everything as it was.
    /// </summary>
    public async Task RewriteAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT vault.rewrite()");
        _ = await command.ExecuteNonQueryAsync(ct);
    }

    private static void Add<T>(NpgsqlCommand command, NpgsqlDbType type, T[] values) =>
        command.Parameters.Add(new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | type });
}
