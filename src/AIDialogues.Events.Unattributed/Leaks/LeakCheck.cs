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
        leaks.AddRange(await RolesAsync(connection, settings, leaks, ct));

        leaks.AddRange(TableLeaks.In(await ReadAsync(connection, TableLeaks.Columns, ct)));
        leaks.AddRange(TableLeaks.Watchers(await ReadAsync(connection, TableLeaks.Attached, ct)));
        return leaks;
    }

    /// <summary>What is set for one of Room's two roles alone: whoever asks as another role does not see it in their own settings.</summary>
    private static async Task<IReadOnlyList<string>> RolesAsync(NpgsqlConnection connection, List<KeyValuePair<string, string>> settings, List<string> known, CancellationToken ct)
    {
        const string Own = """
            SELECT r.rolname, c.setting FROM pg_db_role_setting s JOIN pg_roles r ON r.oid = s.setrole CROSS JOIN LATERAL unnest(s.setconfig) WITH ORDINALITY c (setting, place)
            WHERE r.rolname IN ('aide_room', 'aide_board') AND s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
            ORDER BY r.rolname, s.setdatabase = 0 DESC, c.place
            """;
        var found = new List<string>();
        foreach (var role in (await ReadAsync(connection, Own, ct)).GroupBy(o => o.Key))
        {
            var own = settings.ToDictionary();
            foreach (string[] set in role.Select(s => s.Value.Split('=', 2))) own[set[0]] = set[1];
            List<KeyValuePair<string, string>> seen = [.. own];
            found.AddRange(WantedSetting.All.Select(w => w.Complaint(seen)).Concat(ForbiddenLibrary.All.Select(l => l.Complaint(seen))).Append(LinePrefix.Complaint(seen))
                .OfType<string>().Where(c => !known.Contains(c)).Select(c => $"For the role {role.Key}: {c}"));
        }

        return found;
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
