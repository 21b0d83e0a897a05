using System.Globalization;
using System.Text.Json.Nodes;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.Retention;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.PersonalData;

/// <summary>The rows of one table that are about one person.</summary>
public sealed record ExportedTable(PersonalTable Table, IReadOnlyList<JsonObject> Rows)
{
    /// <summary>Which columns hold one of a few words, and of which: what a page shows is said in the reader's language.</summary>
    public IReadOnlyDictionary<string, Type> Enums { get; init; } = new Dictionary<string, Type>(StringComparer.Ordinal);

    /// <summary>The days that rows are about, by their id.</summary>
    public IReadOnlyDictionary<Guid, Dialogue> Days { get; init; } = new Dictionary<Guid, Dialogue>();

    /// <summary>Until when the person's link to a day opens what they said for it; so long it is kept.</summary>
    public IReadOnlyDictionary<Guid, DateOnly> LinkOpensUntil { get; init; } = new Dictionary<Guid, DateOnly>();

    /// <summary>When the person themselves is forgotten, and with them what is kept for as long as they are known; null while nothing forgets them.</summary>
    public DateOnly? ForgottenOn { get; init; }

    /// <summary>The day that a row is about; null where it is about none.</summary>
    public Dialogue? DayOf(JsonObject row) => Guid.TryParse(row["dialogue_id"]?.ToString(), out var id) ? Days.GetValueOrDefault(id) : null;

    /// <summary>When a row goes by itself, as the purge does it; null where no day is known from which that is counted, or where something still keeps it.</summary>
    public DateOnly? GoesOn(JsonObject row) => Table.Retention switch
    {
        RetentionRule.UnusedInvitation when Table.Name == "events.invitations" && row["answered_at"] is not null => null,
        RetentionRule.UnusedInvitation when Table.Name == "events.personal_links" && row["purpose"]?.ToString() == nameof(LinkPurpose.CalendarFeed) => null,
        RetentionRule.UnusedInvitation when IsKeptWithLink(row) && DayOf(row) is { } day && LinkOpensUntil.TryGetValue(day.Id.Value, out var closed) && closed > Until(day.Day) => closed,
        RetentionRule.UnusedInvitation or RetentionRule.Logistics => Until(DayOf(row)?.Day ?? Date(row["at"])),
        RetentionRule.LetterText when row["state"]?.ToString() is not ("Queued" or "Retry" or "InFlight" or "Paused") => Until(Date(row["sent_at"]) ?? Date(row["created_at"])),
        RetentionRule.DataRequests => Until(Date(row["asked_at"])),
        RetentionRule.Contact => ForgottenOn,
        _ => null,
    };

    // By its link a yes is taken back: link and invitation stay while one stands.
    private bool IsKeptWithLink(JsonObject row) => Table.Name == "events.invitations" || (Table.Name == "events.personal_links" && row["revoked_at"] is null);

    private DateOnly? Until(DateOnly? from) => from is { } day ? Table.Retention.Until(day) : null;

    private static DateOnly? Date(JsonNode? at) =>
        DateTimeOffset.TryParse(at?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? DateOnly.FromDateTime(moment.UtcDateTime) : null;
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
            if (DayOf(table) is { } day) columns = columns.Append($"{day} AS dialogue_id");
            string sql = $"SELECT to_jsonb(row)::text AS \"Value\" FROM (SELECT {string.Join(", ", columns)} FROM {table.Name} WHERE {table.Subject!.Replace("$1", "{0}", StringComparison.Ordinal)} LIMIT 5000) row";
            var rows = new List<JsonObject>();
            foreach (var record in records) rows.AddRange((await db.Database.SqlQueryRaw<string>(sql, record).ToListAsync(ct)).Select(r => Opened(db.Keys, record, table, r)));
            if (rows.Count > 0) tables.Add(new(table, rows) { Enums = EnumsOf(db, table) });
        }

        var days = await DaysAsync(db, tables, ct);
        var ledgers = await db.LedgersAsync(person, ct);
        // At no moment: a yes that has run out closed the link when it did.
        var open = days.ToDictionary(d => d.Key, d => DateOnly.FromDateTime(PersonalLinkQuery.OpensUntil(d.Value, [.. ledgers[d.Value.Id]], DateTimeOffset.MinValue).UtcDateTime));
        var forgotten = await Purge.ForgottenOnAsync(db, person.Value, ct);
        return tables.ConvertAll(t => t with { Days = days, LinkOpensUntil = open, ForgottenOn = forgotten });
    }

    /// <summary>How the rows of a table find their day, as SQL; null where the column is there, or they are about none.</summary>
    private static string? DayOf(PersonalTable table)
    {
        bool Has(string column) => table.Other.Contains(column);
        if (Has("dialogue_id") || table.Retention == RetentionRule.DataRequests) return null;
        if (Has("invitation_id")) return "(SELECT i.dialogue_id FROM events.invitations i WHERE i.id = invitation_id)";
        if (Has("letter_id")) return "(SELECT i.dialogue_id FROM events.outbox o JOIN events.invitations i ON i.id = o.invitation_id WHERE o.id = letter_id)";
        return Has("wave_id") ? "(SELECT w.dialogue_id FROM events.waves w WHERE w.id = wave_id)" : null;
    }

    private static async Task<Dictionary<Guid, Dialogue>> DaysAsync(EventsDb db, List<ExportedTable> tables, CancellationToken ct)
    {
        var ids = tables.SelectMany(t => t.Rows).Select(r => r["dialogue_id"]?.ToString()).OfType<string>().Distinct().Select(id => new Id<Dialogue>(Guid.Parse(id))).ToList();
        return await db.Dialogues.AsNoTracking().Where(d => ids.Contains(d.Id)).ToDictionaryAsync(d => d.Id.Value, ct);
    }

    /// <summary>Which columns of a table hold one of a few words, and of which.</summary>
    internal static Dictionary<string, Type> EnumsOf(EventsDb db, PersonalTable table)
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
