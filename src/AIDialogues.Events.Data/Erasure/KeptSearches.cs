using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Erasure;

/// <summary>
/// Words by which somebody was looked for, kept in segments and in wishes to take the directory out. Where they find nobody any more they named
/// whoever was erased; words that still find somebody are theirs. What stands instead finds nobody either, so no list grows.
/// </summary>
internal sealed class KeptSearches(EventsDb db)
{
    private const string Instead = "[…]";
    private static readonly string[] Tables = ["events.segments", "events.roster_exports"];

    /// <summary>Names and addresses of records that are still there.</summary>
    public Task<List<string>> NamesAsync(IReadOnlyList<Guid> records, CancellationToken ct)
    {
        Guid[] ids = [.. records];
        return db.Database.SqlQuery<string>($"""SELECT given_name || ' ' || family_name || ' ' || email AS "Value" FROM events.people WHERE id = ANY({ids})""").ToListAsync(ct);
    }

    /// <summary>After the rows are empty.</summary>
    public async Task ForgetAsync(IReadOnlyList<string> names, CancellationToken ct)
    {
        var searchable = names.Select(PlainText.Searchable).ToList();
        foreach (string table in Tables)
        {
            // Web may not change what was asked for: the worker does, which carries out every wish.
            const string Right = "SELECT has_column_privilege({0}, 'filter', 'UPDATE') AS \"Value\"";
            if (!(await db.Database.SqlQueryRaw<bool>(Right, table).ToListAsync(ct))[0]) continue;
            string sql = $"SELECT id, filter->>'Words' AS words FROM {table} WHERE filter->>'Words' <> ''";
            foreach (var kept in await db.Database.SqlQueryRaw<Search>(sql).ToListAsync(ct))
            {
                if (!Names(kept.Words, searchable) || await db.Matching(new PeopleFilter(kept.Words)).AnyAsync(ct)) continue;
                string blank = $"UPDATE {table} SET filter = jsonb_set(filter, '{{{{Words}}}}', to_jsonb({{0}}::text)) WHERE id = {{1}}";
                _ = await db.Database.ExecuteSqlRawAsync(blank, [Instead, kept.Id], ct);
            }
        }
    }

    // As the directory looks: a part of a word is enough.
    private static bool Names(string words, List<string> names) =>
        PlainText.Searchable(words).Split(' ', StringSplitOptions.RemoveEmptyEntries).Any(word => word.Length > 1 && names.Exists(name => name.Contains(word, StringComparison.Ordinal)));

    private sealed record Search(Guid Id, string Words);
}
