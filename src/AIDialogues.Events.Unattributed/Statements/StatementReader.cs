using Npgsql;

namespace AIDialogues.Events.Unattributed.Statements;

/// <summary>Reads statements for review and assembly. Nothing it gives says who, when or in which order.</summary>
public sealed class StatementReader(NpgsqlDataSource source)
{
    /// <summary>The k of every count: a smaller number of statements is said to be "fewer than five".</summary>
    public const int SmallestGroup = 5;

    /// <summary>By id: ids are random, so their order is chance and the same at every reading.</summary>
    public async Task<IReadOnlyList<Statement>> ReadSessionAsync(Guid sessionId, CancellationToken ct)
    {
        await using var command = source.CreateCommand(
            "SELECT id, theme_id, kind, words FROM vault.statements WHERE session_id = $1 ORDER BY id");
        _ = command.Parameters.AddWithValue(sessionId);
        await using var row = await command.ExecuteReaderAsync(ct);

        var statements = new List<Statement>();
        while (await row.ReadAsync(ct))
        {
            if (!StatementKinds.TryRead(row.GetString(2), out var kind))
                throw new InvalidOperationException("A statement has a kind this version does not know.");
            Guid? theme = await row.IsDBNullAsync(1, ct) ? null : row.GetGuid(1);
            statements.Add(new Statement(row.GetGuid(0), sessionId, theme, kind, row.GetString(3)));
        }
        return statements;
    }

    /// <summary>The number of statements, or null for "fewer than <see cref="SmallestGroup"/>": zero and four look the same.</summary>
    public async Task<int?> CountAsync(Guid sessionId, CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT count(*)::int FROM vault.statements WHERE session_id = $1");
        _ = command.Parameters.AddWithValue(sessionId);
        var count = (int)(await command.ExecuteScalarAsync(ct))!;
        return count < SmallestGroup ? null : count;
    }
}
