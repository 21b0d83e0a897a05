using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AIDialogues.Events.Data.Keys;

/// <summary>Rows that now belong to another person are sealed with that person's key: else they would open for nobody, and outlive an erasure.</summary>
internal static class SealAnew
{
    private sealed record SealedText(Guid Id, string Text);

    public static async Task ForAsync(EventsDb db, IEntityType entity, IReadOnlyList<Guid> rows, Guid from, Guid to, CancellationToken ct)
    {
        if (rows.Count == 0 || db.Keys is not { } keys || entity.FindPrimaryKey()!.Properties.Count != 1) return;
        var table = StoreObjectIdentifier.Create(entity, StoreObjectType.Table)!.Value;
        string key = entity.FindPrimaryKey()!.Properties[0].GetColumnName(table)!;
        foreach (string column in entity.GetProperties().Where(SealedColumns.IsSealed).Select(p => p.GetColumnName(table)!))
        {
            string read = $"SELECT {key} AS id, {column} AS text FROM {table.Schema}.{table.Name} WHERE {key} = ANY({{0}}) AND {column} LIKE {{1}}";
            foreach (var row in await db.Database.SqlQueryRaw<SealedText>(read, rows.ToArray(), Sealing.Mark + "%").ToListAsync(ct))
            {
                string place = Sealing.PlaceOf($"{table.Schema}.{table.Name}", column, [row.Id]);
                string text = keys.Find(from) is { } old && keys.Of(to) is { } fresh ? Sealing.SealText(fresh, Sealing.OpenText(old, row.Text, place), place) : "";
                string write = $"UPDATE {table.Schema}.{table.Name} SET {column} = {{0}} WHERE {key} = {{1}}";
                _ = await db.Database.ExecuteSqlRawAsync(write, [text, row.Id], ct);
            }
        }
    }
}
