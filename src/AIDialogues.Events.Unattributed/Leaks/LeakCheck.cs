using Npgsql;

namespace AIDialogues.Events.Unattributed.Leaks;

/// <summary>
/// Asks a PostgreSQL server, as the role that will use it, for every setting that would keep what must not be kept:
/// commit times, texts of statements, samples of words. An empty answer is the only one to start on.
/// </summary>
public static class LeakCheck
{
    /// <summary>One sentence for each leak, naming the setting and the value wanted.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(NpgsqlDataSource source, CancellationToken ct)
    {
        var leaks = new List<string>();
        await using var connection = await source.OpenConnectionAsync(ct);

        var settings = await ReadAsync(connection, "SELECT name, setting FROM pg_settings", ct);
        leaks.AddRange(WantedSetting.All.Select(w => w.Complaint(settings)).OfType<string>());
        leaks.AddRange(ForbiddenLibrary.All.Select(l => l.Complaint(settings)).Append(LinePrefix.Complaint(settings)).OfType<string>());

        leaks.AddRange(TableLeaks.In(await ReadAsync(connection, TableLeaks.Columns, ct)));
        leaks.AddRange(TableLeaks.Watchers(await ReadAsync(connection, TableLeaks.Attached, ct)));
        return leaks;
    }

    private static async Task<List<KeyValuePair<string, string>>> ReadAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var row = await command.ExecuteReaderAsync(ct);
        var pairs = new List<KeyValuePair<string, string>>();
        while (await row.ReadAsync(ct)) pairs.Add(new(row.GetString(0), await row.IsDBNullAsync(1, ct) ? "" : row.GetString(1)));
        return pairs;
    }
}
