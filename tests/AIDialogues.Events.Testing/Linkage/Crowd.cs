using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Testing.Tokens;
using Npgsql;

namespace AIDialogues.Events.Testing.Linkage;

/// <summary>
/// Invented people who each say one thing in each session, one after the other in an order the web log shows: the easiest
/// case for an attacker. The site writes one row about each visit, as any site with accounts does.
/// </summary>
public sealed class Crowd(VaultDatabase vault, int people, int sessions)
{
    private const string VisitSql = "INSERT INTO linkage.visits (person, session) VALUES ($1, $2) RETURNING xmin::text";

    private readonly ConcurrentBag<Visit> visits = [];
    private readonly ConcurrentDictionary<Guid, int> authors = new();
    private string firstWal = "0/0";

    /// <summary>The product: the real Room over HTTP, its pool, its INSERT and its rewriting at the close.</summary>
    public async Task<Evidence> ThroughRoomAsync(RoomProcess room)
    {
        await PrepareAsync();
        var opened = await OpenAsync();
        // Sessions of one event go on side by side; within one, people come one after the other.
        await Parallel.ForEachAsync(opened.Index(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (session, ct) =>
        {
            foreach (var person in InSomeOrder()) await SayAsync(room, session.Item, session.Index, person);
            _ = await new Device(session.Item).HandInAsync(room.Client, handOver: true);
        });
        return await EvidenceAsync(opened, room.Log);
    }

    /// <summary>The same, said by the participants themselves: each pays with a blind token, and nobody signs in. A row about each visit is what a careless site would keep.</summary>
    public async Task<Evidence> WithTokensAsync(RoomProcess room)
    {
        await PrepareAsync();
        var paid = new List<PaidDialogue>();
        for (var i = 0; i < sessions; i++) paid.Add(await PaidDialogue.AddAsync(vault));
        await Parallel.ForEachAsync(paid.Index(), new ParallelOptions { MaxDegreeOfParallelism = 4 }, async (dialogue, ct) =>
        {
            foreach (var person in InSomeOrder()) await PayAsync(room, dialogue.Item, dialogue.Index, person);
            if (await vault.WrittenAsync(dialogue.Item.Session, room.Client) != HttpStatusCode.OK) throw new InvalidOperationException("Room did not write.");
        });
        var evidence = await EvidenceAsync(paid.ConvertAll(d => d.Session), room.Log);
        paid.ForEach(d => d.Dispose());
        return evidence;
    }

    /// <summary>Harder to keep: the same, but Room stops and starts between groups of people, and each stop writes a batch of every session.</summary>
    public async Task<Evidence> ThroughRoomInBatchesAsync(Func<Task<RoomProcess>> startAsync, int batches)
    {
        await PrepareAsync();
        var opened = await OpenAsync();
        var orders = opened.ConvertAll(_ => InSomeOrder());
        for (var batch = 0; batch < batches; batch++)
        {
            await using var room = await startAsync();
            foreach (var (index, session) in opened.Index())
            {
                foreach (var person in orders[index][(people * batch / batches)..(people * (batch + 1) / batches)]) await SayAsync(room, session, index, person);
                if (batch == batches - 1) _ = await new Device(session).HandInAsync(room.Client, handOver: true);
            }
            _ = await room.StopAsync();
        }
        return await EvidenceAsync(opened, "");
    }

    /// <summary>A design that must fall: if the attacks cannot break it, they prove nothing about the product.</summary>
    /// <param name="design">How it is built.</param>
    /// <param name="afterwards">What somebody does to the database in the hope that it helps.</param>
    public async Task<Evidence> NaivelyAsync(NaiveDesign design, string afterwards = "")
    {
        await PrepareAsync();
        await design.PrepareAsync(vault);
        for (var session = 0; session < sessions; session++)
        {
            foreach (var person in InSomeOrder())
            {
                var (id, words) = (design.NewId(visits.Count), SomeWords(design.LongestWords));
                _ = authors.TryAdd(id, person);
                var transaction = await design.ActAsync(vault, id, session, words, connection => VisitAsync(session, person, connection));
                visits.Add(new(session, person, visits.Count, transaction, words.Length));
            }
        }
        await design.FlushAsync(vault);
        if (afterwards.Length > 0) await vault.ExecuteAsync(afterwards);
        return await EvidenceAsync("linkage.statements", "session", int.Parse, []);
    }

    private async Task SayAsync(RoomProcess room, OpenSession session, int number, int person)
    {
        var device = new Device(session);
        var transaction = await VisitAsync(number, person, connection: null);
        _ = authors.TryAdd(device.Write(SomeWords(longest: 1500)), person);
        visits.Add(new(number, person, visits.Count, transaction, await device.HandInMeasuredAsync(room.Client)));
    }

    private async Task PayAsync(RoomProcess room, PaidDialogue dialogue, int number, int person)
    {
        var id = Guid.NewGuid();
        var transaction = await VisitAsync(number, person, connection: null);
        _ = authors.TryAdd(id, person);
        using var answer = await dialogue.Token().WriteAsync(room.Client, SomeWords(longest: 1500), id, readAnyway: true);
        _ = answer.EnsureSuccessStatusCode();
        visits.Add(new(number, person, visits.Count, transaction, (int)answer.RequestMessage!.Content!.Headers.ContentLength!));
    }

    private async Task<Evidence> EvidenceAsync(List<OpenSession> opened, string log)
    {
        var number = opened.Index().ToDictionary(s => s.Item.SessionId, s => s.Index);
        return await EvidenceAsync("vault.statements", "session_id", s => number[Guid.Parse(s)], [log]);
    }

    private async Task<Evidence> EvidenceAsync(string table, string session, Func<string, int> number, string[] logs)
    {
        await using var command = vault.Owner.CreateCommand($"SELECT id, {session}::text, xmin::text, octet_length(words) FROM {table}");
        var traces = new List<Trace>();
        await using (var row = await command.ExecuteReaderAsync())
            while (await row.ReadAsync()) traces.Add(new(row.GetGuid(0), number(row.GetString(1)), uint.Parse(row.GetString(2)), row.GetInt32(3)));
        if (traces.Count != people * sessions) throw new InvalidOperationException($"{traces.Count} statements of {people * sessions} are stored.");
        return new([.. visits], traces, await new Artefacts(vault, table).ReadAsync(traces, firstWal, logs), authors.ToDictionary());
    }

    private async Task<List<OpenSession>> OpenAsync()
    {
        var opened = new List<OpenSession>();
        for (var i = 0; i < sessions; i++) opened.Add(await vault.AddSessionAsync());
        return opened;
    }

    private int[] InSomeOrder() => [.. Enumerable.Range(0, people).OrderBy(_ => RandomNumberGenerator.GetInt32(int.MaxValue))];

    private static string SomeWords(int longest) => "words " + new string('x', RandomNumberGenerator.GetInt32(longest));

    private async Task PrepareAsync()
    {
        await vault.ExecuteAsync("""
            DROP SCHEMA IF EXISTS linkage CASCADE; CREATE SCHEMA linkage;
            CREATE TABLE linkage.visits (person int NOT NULL, session int NOT NULL);
            CREATE TABLE linkage.statements (id uuid PRIMARY KEY, session int NOT NULL, words text NOT NULL);
            """);
        // An attacker who keeps an archive has every segment; a checkpoint would throw them away here.
        await vault.ExecuteAsync("ALTER SYSTEM SET wal_keep_size = '4GB'");
        await vault.ExecuteAsync("SELECT pg_reload_conf()");
        // A reload is a signal and no promise; who makes checkpoints reads its settings before each, so from here on it has them.
        await vault.ExecuteAsync("CHECKPOINT");
        firstWal = await vault.ScalarAsync<string>("SELECT pg_current_wal_lsn()::text");
    }

    private async Task<uint?> VisitAsync(int session, int person, NpgsqlConnection? connection)
    {
        await using var command = connection is null ? vault.Owner.CreateCommand(VisitSql) : new NpgsqlCommand(VisitSql, connection);
        _ = command.Parameters.AddWithValue(person);
        _ = command.Parameters.AddWithValue(session);
        return uint.Parse((string)(await command.ExecuteScalarAsync())!);
    }
}
