using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace AIDialogues.Events.Data;

/// <summary>
/// Every table that points at a person, read from the model, so that a table added later is not forgotten: neither when two records
/// become one, nor when somebody is about to be removed.
/// </summary>
internal sealed class PersonReference
{
    private readonly IEntityType _entity;
    private readonly string _table;
    private readonly string _column;
    private readonly string _key;
    private readonly string _notTwice;

    private PersonReference(IForeignKey key)
    {
        var table = StoreObjectIdentifier.Create(key.DeclaringEntityType, StoreObjectType.Table)!.Value;
        var property = key.Properties[0];
        _entity = key.DeclaringEntityType;
        (_table, _column) = ($"{table.Schema}.{table.Name}", property.GetColumnName(table)!);
        _key = key.DeclaringEntityType.FindPrimaryKey()!.Properties is [var only] ? only.GetColumnName(table)! : "";
        // What may stand only once beside a person stays where it is when the kept one has it already.
        _notTwice = string.Concat(key.DeclaringEntityType.GetIndexes().Where(i => i.IsUnique && i.Properties.Contains(property))
            .Select(i => $" AND NOT ({Filter(i)} AND EXISTS (SELECT 1 FROM {_table} o WHERE o.{_column} = {{0}}"
                + string.Concat(i.Properties.Where(p => p != property).Select(p => p.GetColumnName(table)).Select(c => $" AND o.{c} = t.{c}")) + $" AND {Filter(i)}))"));
    }

    public string Table => _table;

    /// <summary>Of which rows an index speaks: one row among those is once beside a person, the others as often as they come.</summary>
    private static string Filter(IIndex index) => index.GetFilter() is { } filter ? $"({filter})" : "true";

    /// <summary>All but the ledger of consents and the words it answers, which only grow, and invitations, which are merged by their own rule.</summary>
    public static IReadOnlyList<PersonReference> Movable(EventsDb db) =>
        [.. Keys(db).Where(k => k.DeclaringEntityType.ClrType != typeof(ConsentEvent) && k.DeclaringEntityType.ClrType != typeof(Quotation) && k.DeclaringEntityType.ClrType != typeof(Invitation)).Select(k => new PersonReference(k)).Where(r => r._key.Length > 0)];

    /// <summary>Which of these people something points at.</summary>
    public static async Task<HashSet<Guid>> AnywhereAsync(EventsDb db, Guid[] people, CancellationToken ct)
    {
        var found = new HashSet<Guid>();
        foreach (var reference in Keys(db).Select(k => new PersonReference(k)))
        {
            string sql = $"SELECT DISTINCT {reference._column} AS \"Value\" FROM {reference._table} WHERE {reference._column} = ANY({{0}})";
            found.UnionWith(await db.Database.SqlQueryRaw<Guid>(sql, people).ToListAsync(ct));
        }

        return found;
    }

    /// <summary>Points from one person to another; returns the rows, so that they find back.</summary>
    public async Task<IReadOnlyList<Guid>> MoveAsync(EventsDb db, Id<Person> from, Id<Person> to, CancellationToken ct)
    {
        // A table that this role may only add to keeps what it has.
        const string Right = "SELECT has_column_privilege({0}, {1}, 'UPDATE') AS \"Value\"";
        if (!(await db.Database.SqlQueryRaw<bool>(Right, _table, _column).ToListAsync(ct))[0]) return [];
        string sql = $"UPDATE {_table} t SET {_column} = {{0}} WHERE t.{_column} = {{1}}{_notTwice} RETURNING t.{_key} AS \"Value\"";
        var moved = await db.Database.SqlQueryRaw<Guid>(sql, to.Value, from.Value).ToListAsync(ct);
        await SealAnew.ForAsync(db, _entity, moved, from.Value, to.Value, ct);
        return moved;
    }

    public async Task MoveBackAsync(EventsDb db, IReadOnlyList<Guid> rows, Id<Person> from, Id<Person> to, CancellationToken ct)
    {
        // What was never moved stays, also where this role may not change it.
        if (rows.Count == 0) return;
        string sql = $"UPDATE {_table} t SET {_column} = {{0}} WHERE t.{_column} = {{1}} AND t.{_key} = ANY({{2}}){_notTwice} RETURNING t.{_key} AS \"Value\"";
        await SealAnew.ForAsync(db, _entity, await db.Database.SqlQueryRaw<Guid>(sql, to.Value, from.Value, rows.ToArray()).ToListAsync(ct), from.Value, to.Value, ct);
    }

    private static IEnumerable<IForeignKey> Keys(EventsDb db) => db.Model.GetEntityTypes().SelectMany(e => e.GetForeignKeys())
        .Where(k => k.PrincipalEntityType.ClrType == typeof(Person) && k.Properties.Count == 1);
}
