using System.Text.Json.Nodes;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.PersonalData;

/// <summary>The rows of one table that are about one person.</summary>
public sealed record ExportedTable(PersonalTable Table, IReadOnlyList<JsonObject> Rows)
{
    /// <summary>Which columns hold one of a few words, and of which: what a page shows is said in the reader's language.</summary>
    public IReadOnlyDictionary<string, Type> Enums { get; init; } = new Dictionary<string, Type>(StringComparer.Ordinal);
}

/// <summary>
/// Everything that is held about one person, read through the registry: only rows found by the id of that person or of a record that was merged
/// into theirs, only columns that may leave. No statement is among it, because none has an owner.
/// </summary>
public static class PersonExport
{
    public static async Task<IReadOnlyList<ExportedTable>> ExportAsync(this EventsDb db, Id<Person> person, CancellationToken ct)
    {
        var tables = new List<ExportedTable>();
        var records = await db.RecordsOfAsync(person.Value, ct);
        foreach (var table in Registry.Tables.Where(t => t.Subject is not null && t.Personal.Any(c => c.Exported)))
        {
            // Id and dialogue tell rows apart; other people's ids never stand in a table of this kind.
            var columns = table.Personal.Where(c => c.Exported).Select(c => c.Name).Concat(table.Other.Where(o => o is "dialogue_id" || table.Key.Contains(o))).Select(c => $"\"{c}\"");
            string sql = $"SELECT to_jsonb(row)::text AS \"Value\" FROM (SELECT {string.Join(", ", columns)} FROM {table.Name} WHERE {table.Subject!.Replace("$1", "{0}", StringComparison.Ordinal)} LIMIT 5000) row";
            var rows = new List<JsonObject>();
            foreach (var record in records) rows.AddRange((await db.Database.SqlQueryRaw<string>(sql, record).ToListAsync(ct)).Select(r => Opened(db.Keys, record, table, r)));
            if (rows.Count > 0) tables.Add(new(table, rows) { Enums = EnumsOf(db, table) });
        }

        return tables;
    }

    private static Dictionary<string, Type> EnumsOf(EventsDb db, PersonalTable table)
    {
        var enums = new Dictionary<string, Type>(StringComparer.Ordinal);
        foreach (var property in db.Model.GetEntityTypes().Where(e => $"{e.GetSchema()}.{e.GetTableName()}" == table.Name).SelectMany(e => e.GetProperties()))
            if ((Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType) is { IsEnum: true } type) enums[property.GetColumnName()] = type;
        return enums;
    }

    private static JsonObject Opened(KeyStore? keys, Guid person, PersonalTable table, string json)
    {
        var row = JsonNode.Parse(json)!.AsObject();
        foreach (var (name, value) in row.ToList())
        {
            if (value is not JsonValue text || !text.TryGetValue(out string? words) || !words.StartsWith(Sealing.Mark, StringComparison.Ordinal)) continue;
            row[name] = keys?.Find(person) is { } key ? Sealing.OpenText(key, words, Sealing.PlaceOf(table.Name, name, table.Key.Select(k => row[k]!.GetValue<Guid>()))) : "";
        }

        return row;
    }
}
