using System.Text.Json;
using Npgsql;

namespace AIDialogues.Events.Worker.Backup;

internal sealed record BackedUpTable(string Name, IReadOnlyList<string> Columns, long Rows);

/// <summary>The first part of a backup: what follows, and of which shape the database was.</summary>
internal sealed record Manifest(int Format, DateTimeOffset At, string LastMigration, IReadOnlyList<BackedUpTable> Tables)
{
    public const string Part = "manifest.json";

    /// <summary>The statements, in an order of chance.</summary>
    public const string Vault = "vault.statements";

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this);

    public static Manifest Read(Stream json) => JsonSerializer.Deserialize<Manifest>(json) is { Format: 1 } manifest
        ? manifest : throw new BackupException("This backup is of a format that this version does not know.");

    /// <summary>Every table of ours, parents before children; the schedule's are made anew from the code.</summary>
    public static async Task<Manifest> OfAsync(NpgsqlConnection connection, DateTimeOffset now, CancellationToken ct)
    {
        var tables = new List<BackedUpTable>();
        foreach (string name in await InOrderAsync(connection, ct))
            tables.Add(new(name, await ColumnsAsync(connection, name, ct), await ScalarAsync<long>(connection, $"SELECT count(*) FROM {name}", ct)));
        return new(1, now, await LastMigrationAsync(connection, ct), tables);
    }

    public static async Task<string> LastMigrationAsync(NpgsqlConnection connection, CancellationToken ct) =>
        await ScalarAsync<string>(connection, "SELECT migration_id FROM events.migrations ORDER BY migration_id DESC LIMIT 1", ct);

    private static async Task<IReadOnlyList<string>> InOrderAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        // How far each table is from one that points at no other; a table that points at itself is checked at the end of its own copy.
        const string sql = """
            WITH RECURSIVE ours AS (SELECT c.oid, n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind = 'r' AND n.nspname IN ('events', 'staff', 'board', 'vault', 'audit') AND c.relname <> 'migrations'),
            depth AS (SELECT oid, 0 AS d FROM ours
                UNION ALL SELECT f.conrelid, depth.d + 1 FROM depth JOIN pg_constraint f ON f.confrelid = depth.oid AND f.contype = 'f' AND f.conrelid <> f.confrelid WHERE depth.d < 20)
            SELECT ours.name FROM ours JOIN depth USING (oid) GROUP BY ours.name ORDER BY max(d), ours.name
            """;
        return await ListAsync(connection, sql, ct);
    }

    private static Task<List<string>> ColumnsAsync(NpgsqlConnection connection, string table, CancellationToken ct) => ListAsync(connection,
        $"SELECT quote_ident(attname) FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum", ct);

    private static async Task<List<string>> ListAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        var list = new List<string>();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) list.Add(rows.GetString(0));
        return list;
    }

    public static async Task<T> ScalarAsync<T>(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync(ct))!;
    }
}
