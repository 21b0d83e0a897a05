using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Npgsql;

namespace AIDialogues.Events.Data.Keys;

/// <summary>
/// Seals what was written before its column was marked, after the migrations and as the owner of the tables: rows that only grow are let
/// through for the length of one transaction. Run again it finds nothing.
/// </summary>
public static class SealTheRest
{
    private const int AtOnce = 1000;

    internal sealed record SealedColumn(string Table, string Column, string Owner, IReadOnlyList<string> Key);

    private sealed record InClear(Guid[] Key, Guid Owner, string Text);

    /// <summary>Every sealed column as the database names it.</summary>
    internal static IEnumerable<SealedColumn> Of(IModel model) => model.GetEntityTypes().SelectMany(Columns);

    /// <param name="keys">Asked for only when there is something to seal, so that a database of another machine makes no keys here.</param>
    /// <returns>How many texts were sealed.</returns>
    public static async Task<int> RunAsync(NpgsqlDataSource owner, Func<KeyStore> keys, CancellationToken ct)
    {
        await using var shape = DataSetup.Open(owner);
        int all = 0;
        foreach (var column in Of(shape.Model))
        {
            if ((await ReadAsync(owner, column, ct)).Count == 0) continue;
            await using var connection = await owner.OpenConnectionAsync(ct);
            await using var transaction = await connection.BeginTransactionAsync(ct);
            // It also keeps everybody from writing here until the triggers are awake again.
            await ExecuteAsync(connection, $"ALTER TABLE {column.Table} DISABLE TRIGGER USER", ct);
            all += await SealAsync(connection, column, keys(), ct);
            await ExecuteAsync(connection, $"ALTER TABLE {column.Table} ENABLE TRIGGER USER", ct);
            await transaction.CommitAsync(ct);
        }

        return all;
    }

    private static IEnumerable<SealedColumn> Columns(IEntityType entity)
    {
        if (StoreObjectIdentifier.Create(entity, StoreObjectType.Table) is not { } table) yield break;
        var key = entity.FindPrimaryKey()!.Properties.Select(p => p.GetColumnName(table)!).ToList();
        foreach (var property in entity.GetProperties().Where(SealedColumns.IsSealed))
            yield return new($"{table.Schema}.{table.Name}", property.GetColumnName(table)!, SealedColumns.OwnerOf(property).GetColumnName(table)!, key);
    }

    private static async Task<int> SealAsync(NpgsqlConnection connection, SealedColumn column, KeyStore keys, CancellationToken ct)
    {
        int count = 0;
        for (var rows = await ReadAsync(connection, column, ct); rows.Count > 0; rows = await ReadAsync(connection, column, ct))
        {
            foreach (var row in rows) await WriteAsync(connection, column, row, keys, ct);
            count += rows.Count;
        }

        return count;
    }

    private static async Task WriteAsync(NpgsqlConnection connection, SealedColumn column, InClear row, KeyStore keys, CancellationToken ct)
    {
        // Whoever was erased has no key any more. With one of the moment the text opens for nobody, and it can still be seen that there was one.
        byte[] key = keys.Of(row.Owner) ?? RandomNumberGenerator.GetBytes(Sealing.KeySize);
        string found = string.Join(" AND ", column.Key.Select((name, at) => $"{name} = ${at + 2}"));
        await using var write = new NpgsqlCommand($"UPDATE {column.Table} SET {column.Column} = $1 WHERE {found}", connection);
        _ = write.Parameters.AddWithValue(Sealing.SealText(key, row.Text, Sealing.PlaceOf(column.Table, column.Column, row.Key)));
        foreach (var part in row.Key) _ = write.Parameters.AddWithValue(part);
        _ = await write.ExecuteNonQueryAsync(ct);
    }

    private static async Task<List<InClear>> ReadAsync(NpgsqlDataSource owner, SealedColumn column, CancellationToken ct)
    {
        await using var connection = await owner.OpenConnectionAsync(ct);
        return await ReadAsync(connection, column, ct);
    }

    private static async Task<List<InClear>> ReadAsync(NpgsqlConnection connection, SealedColumn column, CancellationToken ct)
    {
        string sql = $"""
            SELECT ARRAY[{string.Join(", ", column.Key)}], {column.Owner}, {column.Column} FROM {column.Table}
            WHERE {column.Column} <> '' AND NOT starts_with({column.Column}, '{Sealing.Mark}') LIMIT {AtOnce}
            """;
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        var found = new List<InClear>();
        while (await rows.ReadAsync(ct)) found.Add(new(rows.GetFieldValue<Guid[]>(0), rows.IsDBNull(1) ? Guid.Empty : rows.GetGuid(1), rows.GetString(2)));
        return found;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        _ = await command.ExecuteNonQueryAsync(ct);
    }
}
