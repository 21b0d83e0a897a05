using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.PersonalData;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Rights;

/// <summary>Of whom an archive is, and who hands it out.</summary>
/// <param name="Name">Whose data.</param>
/// <param name="By">Who holds them.</param>
/// <param name="Zone">In which zone hours are told.</param>
internal sealed record Held(string Name, string By, string Zone)
{
    public static Held Of(BehindLink link) => new(link.Person.Name, link.Series.Organisation, link.Dialogue.Zone);
}

/// <summary>What is held about a person as two files in one archive: one to read, one for programs. Both say the same.</summary>
internal static class DataArchive
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Zip(T texts, Held held, IReadOnlyList<ExportedTable> tables, DateTimeOffset now)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "my-data.json", Json(texts, held, tables, now), now);
            Add(zip, "my-data.html", Html(texts, held, tables, now), now);
        }

        return bytes.ToArray();
    }

    public static string Json(T texts, Held held, IReadOnlyList<ExportedTable> tables, DateTimeOffset now) => new JsonObject
    {
        ["format"] = "aidialogues.events/my-data/1",
        ["at"] = now,
        ["controller"] = held.By,
        ["data"] = new JsonArray([.. tables.Select(t => (JsonNode)new JsonObject
        {
            ["table"] = t.Table.Name,
            ["purpose"] = t.Table.Purpose.ToString(),
            ["keptFor"] = t.Table.Retention.ToString(),
            ["keptForDays"] = t.Table.Retention.Days(),
            ["recipients"] = texts.Recipients(t.Table.Purpose),
            ["rows"] = new JsonArray([.. t.Rows.Select(r => Row(t, r))]),
        })]),
    }.ToJsonString(Readable);

    private static JsonObject Row(ExportedTable table, JsonObject stored)
    {
        var row = stored.DeepClone().AsObject();
        if (table.DayOf(stored) is { } day) row["day"] = new JsonObject { ["date"] = Iso(day.Day), ["title_en"] = day.Title.En, ["title_fr"] = day.Title.Fr };
        if (table.GoesOn(stored) is { } goes) row["deletedOn"] = Iso(goes);
        return row;
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Html(T texts, Held held, IReadOnlyList<ExportedTable> tables, DateTimeOffset now)
    {
        var html = new StringBuilder($"<!doctype html>\n<html lang=\"{texts.Tag}\"><head><meta charset=\"utf-8\"><title>{Text(texts["My data"])}</title></head><body>\n");
        _ = html.Append($"<h1>{Text(texts["My data"])}</h1>\n<p>{Text(held.Name)}, {Text(texts.MomentIn(now, held.Zone))}, {Text(held.By)}</p>\n");
        foreach (var table in tables)
        {
            _ = html.Append($"<h2>{Text(texts.OfTable(table.Table.Name))}</h2>\n<p>{Text(texts.Of(table.Table.Purpose))}. {Text(texts.Of(table.Table.Retention))}. {Text(texts["For: {0}", texts.Recipients(table.Table.Purpose)])}.</p>\n");
            foreach (var row in table.Rows)
            {
                if (table.DayOf(row) is { } day) _ = html.Append($"<h3>{Text(texts.In(day.Title))}, {Text(texts.Day(day.Day))}</h3>\n");
                _ = html.Append("<dl>\n");
                foreach (var column in table.Table.Personal.Where(c => c.Exported && row[c.Name] is not null))
                    _ = html.Append($"<dt>{Text(texts.OfColumn(column.Name))}</dt><dd>{Text(texts.OfValue(table, column.Name, row[column.Name]!, held.Zone))}</dd>\n");
                if (table.GoesOn(row) is { } goes) _ = html.Append($"<dt>{Text(texts["Goes by itself on"])}</dt><dd>{Text(texts.Day(goes))}</dd>\n");
                _ = html.Append("</dl>\n");
            }
        }

        return html.Append("</body></html>\n").ToString();
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);

    private static void Add(ZipArchive zip, string name, string content, DateTimeOffset now)
    {
        var entry = zip.CreateEntry(name);
        entry.LastWriteTime = now;
        using var stream = entry.Open();
        stream.Write(Encoding.UTF8.GetBytes(content));
    }
}
