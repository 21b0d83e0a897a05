namespace AIDialogues.Events.Unattributed.Leaks;

/// <summary>What the vault's tables themselves could keep: samples of words, pieces in a numbered side table, further columns, watchers.</summary>
internal static class TableLeaks
{
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["statements"] = ["id", "session_id", "theme_id", "kind", "words"],
        ["objections"] = ["id", "summary_id", "item_id", "kind", "words"],
        ["spent_tokens"] = ["token_sha256", "key_id"],
    };

    // By the catalogue's names and not by regclass, which would need a right on the schema.
    public const string Columns = """
        SELECT c.relname::text || '.' || a.attname::text, coalesce(a.attstattarget, -1)::text || ' ' || a.attstorage::text
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'vault' AND c.relkind IN ('r', 'p', 'm', 'v') AND a.attnum > 0 AND NOT a.attisdropped
        """;

    public const string Attached = """
        SELECT c.relname::text, 'trigger ' || t.tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'vault'
        UNION ALL
        SELECT c.relname::text, 'rule ' || r.rulename::text FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'vault' AND r.rulename <> '_RETURN' -- a view's own; the view is named above
        """;

    public static IEnumerable<string> In(List<KeyValuePair<string, string>> columns)
    {
        foreach (string table in Known.Keys.Where(table => !columns.Exists(c => c.Key.StartsWith(table + ".", StringComparison.Ordinal))))
            yield return $"PostgreSQL has no table vault.{table}: apply the migrations first.";
        foreach (string complaint in columns.Select(c => Complaint(c.Key.Split('.', 2), c.Value)).OfType<string>().Distinct(StringComparer.Ordinal)) yield return complaint;
    }

    public static IEnumerable<string> Watchers(List<KeyValuePair<string, string>> attached) =>
        attached.Select(a => $"vault.{a.Key} has a {a.Value}, which could copy what is written: remove the {a.Value}.");

    private static string? Complaint(string[] name, string state)
    {
        var (table, column) = (name[0], name[1]);
        if (!Known.TryGetValue(table, out string[]? columns))
            return $"The vault has a table {table} that this version does not know: remove the table vault.{table}.";
        if (!columns.Contains(column))
            return $"vault.{table} has a column {column} that this version does not know: remove the column {column}.";
        if (!state.StartsWith("0 ", StringComparison.Ordinal))
            return $"vault.{table}.{column} has a statistics target: samples of it are copied to pg_statistic. Set STATISTICS 0 on {column} before the first row.";
        return column == "words" && !state.EndsWith(" p", StringComparison.Ordinal)
            ? $"vault.{table}.words is not stored in its row: pieces of it would be numbered. Set STORAGE PLAIN on words."
            : null;
    }
}
