using System.Security.Cryptography;
using AIDialogues.Events.Testing.Rooms;
using Npgsql;

namespace AIDialogues.Events.Testing.Linkage;

/// <summary>
/// Invented people who each say one thing in each session, one after the other in an order the web log shows: the easiest
/// case for an attacker. The site writes one row about each visit, as any site with accounts does.
/// </summary>
public sealed class Crowd(VaultDatabase vault, int people, int sessions)
{
    /// <summary>The designs that must fall: if the attacks cannot break these, they prove nothing about the other.</summary>
    public static readonly IReadOnlyList<string> Naive = ["one transaction", "two transactions", "row on arrival", "one batch, ids with time"];

    private const string VisitSql = "INSERT INTO linkage.visits (person, session) VALUES ($1, $2) RETURNING xmin::text";
    private const string StatementSql = "INSERT INTO linkage.statements (id, session, words) VALUES ($1, $2, 'words')";

    /// <summary>The product: the real Room over HTTP, its pool and its INSERT.</summary>
    public async Task<Evidence> ThroughRoomAsync(RoomProcess room)
    {
        await PrepareAsync();
        var (visits, authors, opened) = (new List<Visit>(), new Dictionary<Guid, int>(), new List<OpenSession>());
        for (var i = 0; i < sessions; i++) opened.Add(await vault.AddSessionAsync());
        foreach (var (session, person) in Arrivals())
        {
            visits.Add(new(session, person, visits.Count, await VisitAsync(session, person)));
            var device = new Device(opened[session]);
            authors.Add(device.Write("words"), person);
            _ = await device.HandInAsync(room.Client);
        }
        foreach (var session in opened) _ = await new Device(session).HandInAsync(room.Client, close: true);

        var number = opened.Index().ToDictionary(s => s.Item.SessionId, s => s.Index);
        return new(visits, await TracesAsync("vault.statements", "session_id", s => number[Guid.Parse(s)]), authors);
    }

    public async Task<Evidence> NaivelyAsync(string design)
    {
        await PrepareAsync();
        var (visits, authors, batch) = (new List<Visit>(), new Dictionary<Guid, int>(), new List<(Guid Id, int Session)>());
        foreach (var (session, person) in Arrivals())
        {
            var id = design == "one batch, ids with time" ? TimedId(visits.Count) : Guid.NewGuid();
            authors.Add(id, person);
            visits.Add(new(session, person, visits.Count, await ActAsync(design, id, session, person)));
            batch.Add((id, session));
        }
        if (design == "one batch, ids with time") await WriteBatchAsync([.. batch.OrderBy(_ => RandomNumberGenerator.GetInt32(int.MaxValue))]);
        return new(visits, await TracesAsync("linkage.statements", "session", int.Parse), authors);
    }

    private async Task<uint?> ActAsync(string design, Guid id, int session, int person)
    {
        switch (design)
        {
            case "one transaction":
                await using (var connection = await vault.Owner.OpenConnectionAsync())
                await using (var transaction = await connection.BeginTransactionAsync())
                {
                    var number = await VisitAsync(session, person, connection);
                    await StatementAsync(id, session, connection);
                    await transaction.CommitAsync();
                    return number;
                }
            case "two transactions":
                var visit = await VisitAsync(session, person);
                await StatementAsync(id, session);
                return visit;
            case "row on arrival":
                await StatementAsync(id, session);
                return null;
            default:
                return await VisitAsync(session, person);
        }
    }

    private IEnumerable<(int Session, int Person)> Arrivals() =>
        from session in Enumerable.Range(0, sessions)
        from person in Enumerable.Range(0, people).OrderBy(_ => RandomNumberGenerator.GetInt32(int.MaxValue)).ToArray()
        select (session, person);

    private Task PrepareAsync() => vault.ExecuteAsync("""
        DROP SCHEMA IF EXISTS linkage CASCADE; CREATE SCHEMA linkage;
        CREATE TABLE linkage.visits (person int NOT NULL, session int NOT NULL);
        CREATE TABLE linkage.statements (id uuid PRIMARY KEY, session int NOT NULL, words text NOT NULL);
        """);

    private async Task<uint?> VisitAsync(int session, int person, NpgsqlConnection? connection = null)
    {
        await using var command = connection is null ? vault.Owner.CreateCommand(VisitSql) : new NpgsqlCommand(VisitSql, connection);
        _ = command.Parameters.AddWithValue(person);
        _ = command.Parameters.AddWithValue(session);
        return uint.Parse((string)(await command.ExecuteScalarAsync())!);
    }

    private async Task StatementAsync(Guid id, int session, NpgsqlConnection? connection = null)
    {
        await using var command = connection is null ? vault.Owner.CreateCommand(StatementSql) : new NpgsqlCommand(StatementSql, connection);
        _ = command.Parameters.AddWithValue(id);
        _ = command.Parameters.AddWithValue(session);
        _ = await command.ExecuteNonQueryAsync();
    }

    private async Task WriteBatchAsync((Guid Id, int Session)[] batch)
    {
        await using var command = vault.Owner.CreateCommand("INSERT INTO linkage.statements SELECT i, s, 'words' FROM unnest($1, $2) AS b (i, s)");
        _ = command.Parameters.AddWithValue(Array.ConvertAll(batch, b => b.Id));
        _ = command.Parameters.AddWithValue(Array.ConvertAll(batch, b => b.Session));
        _ = await command.ExecuteNonQueryAsync();
    }

    /// <summary>A version 7 id as many libraries make them by default; made by hand, because the product may not make one.</summary>
    private static Guid TimedId(int arrival)
    {
        var bytes = RandomNumberGenerator.GetBytes(16);
        var milliseconds = 1_800_000_000_000L + (arrival * 40_000L);
        for (var i = 0; i < 6; i++) bytes[i] = (byte)(milliseconds >> (8 * (5 - i)));
        bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
        bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
        return new Guid(bytes, bigEndian: true);
    }

    private async Task<IReadOnlyList<Trace>> TracesAsync(string table, string session, Func<string, int> number)
    {
        var dump = new Dictionary<Guid, int>();
        await using (var connection = await vault.Owner.OpenConnectionAsync())
        using (var copy = await connection.BeginTextExportAsync($"COPY {table} (id) TO STDOUT"))
        {
            while (await copy.ReadLineAsync() is { } id) dump.Add(Guid.Parse(id), dump.Count);
        }
        await using var command = vault.Owner.CreateCommand(
            $"SELECT id, {session}::text, xmin::text, ctid::text FROM {table}");
        await using var row = await command.ExecuteReaderAsync();
        var traces = new List<Trace>();
        while (await row.ReadAsync())
        {
            var place = row.GetString(3).Trim('(', ')').Split(',');
            traces.Add(new(row.GetGuid(0), number(row.GetString(1)), uint.Parse(row.GetString(2)), uint.Parse(place[0]), uint.Parse(place[1]), dump[row.GetGuid(0)]));
        }
        return traces;
    }
}
