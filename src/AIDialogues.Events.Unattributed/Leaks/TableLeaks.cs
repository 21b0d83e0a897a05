namespace AIDialogues.Events.Unattributed.Leaks;

/// <summary>What the table of statements itself could keep: samples of words, pieces in a numbered side table, further columns, watchers.</summary>
internal static class TableLeaks
{
    private static readonly string[] Known = ["id", "session_id", "theme_id", "kind", "words"];

    // By the catalogue's names and not by regclass, which would need a right on the schema.
    public const string Columns = """
        SELECT a.attname::text, coalesce(a.attstattarget, -1)::text || ' ' || a.attstorage::text
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'vault' AND c.relname = 'statements' AND c.relkind = 'r' AND a.attnum > 0 AND NOT a.attisdropped
        """;

    public const string Attached = """
        SELECT 'trigger', t.tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'vault' AND c.relname = 'statements'
        UNION ALL
        SELECT 'rule', r.rulename::text FROM pg_rewrite r JOIN pg_class c ON c.oid = r.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'vault' AND c.relname = 'statements'
        """;

    public static IEnumerable<string> In(List<KeyValuePair<string, string>> columns)
    {
        if (columns.Count == 0)
        {
            yield return "PostgreSQL has no table vault.statements: apply the migrations first.";
            yield break;
        }
        foreach (var (column, state) in columns)
        {
            if (!Known.Contains(column))
                yield return $"vault.statements has a column {column} that this version does not know: remove the column {column}.";
            else if (!state.StartsWith("0 ", StringComparison.Ordinal))
                yield return $"vault.statements.{column} has a statistics target: samples of it are copied to pg_statistic. Set STATISTICS 0 on {column} before the first row.";
            else if (column == "words" && !state.EndsWith(" p", StringComparison.Ordinal))
                yield return "vault.statements.words is not stored in its row: pieces of it would be numbered. Set STORAGE PLAIN on words.";
        }
    }

    public static IEnumerable<string> Watchers(List<KeyValuePair<string, string>> attached) =>
        attached.Select(a => $"vault.statements has a {a.Key} {a.Value}, which could copy what is written: remove the {a.Key} {a.Value}.");
}
