using System.Net;
using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Testing.Tokens;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Tokens;

/// <summary>
/// Twelve participants are given tokens by the real Web, in one order, and use them at the real Room in another that the network's log shows. The
/// attacker has both orders and the whole database, knows whose each token's hash is where it helps, and guesses who wrote what from every order
/// that survived there.
/// </summary>
public sealed class Attributing_paid_points(EventsHost host) : IAsyncLifetime
{
    private const int People = 12;
    private const int Sessions = 4;
    private const int Rounds = 20;

    private static readonly string[] Orders = ["xmin::text::bigint, ctid", "ctid", "id"];

    private readonly Dictionary<string, int> _right = new(StringComparer.Ordinal);
    private readonly Given _given = new(host);

    public async ValueTask InitializeAsync() => await host.ResetAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Case_63_the_order_of_issuing_and_of_use_tells_nothing_about_who_wrote_what()
    {
        var dialogue = await DialogueAsync();
        int[] issued = Shuffled();
        var sets = new Dictionary<int, List<Held>>();
        foreach (int person in issued)
        {
            using var phone = await Participant.InvitedAsync(host, _given, dialogue);
            sets[person] = await phone.GetTokensAsync();
        }

        // At rest as it happened: the rows about the issuing are in the order of issuing, so it is known without any log.
        Assert.Equal(1L * People, await ScalarAsync("SELECT count(*) FROM events.token_issues"));
        var keys = await PointKeysAsync();
        await using var room = await RoomProcess.StartAsync(host.Database, ("Room__FlushMinutes", "60"));
        for (int round = 0; round < Rounds; round++)
        {
            var (session, key) = keys[round % Sessions];
            var tokens = sets.ToDictionary(s => s.Key, s => s.Value.Where(t => t.KeyId == key).ElementAt(round / Sessions));
            await PlayAsync(room, session, round, issued, tokens);
        }

        Assert.Equal(9, _right.Count);
        // 240 guesses at 1/12: 20 are expected by chance; 46 or more would happen in fewer than one of a million runs.
        Assert.All(_right, r => Assert.True(r.Value < 46, $"{r.Key}: {r.Value} of {People * Rounds} right"));
    }

    [Fact]
    public async Task The_same_guesses_are_right_against_rows_written_as_they_come()
    {
        await using var db = host.OpenDb();
        // One connection for all: each fills a page of its own.
        await db.Database.OpenConnectionAsync();
        _ = await db.Database.ExecuteSqlAsync($"CREATE TABLE public.naive (round int, words text)");
        for (int round = 0; round < Rounds; round++)
        {
            int[] used = Shuffled();
            foreach (int person in used) _ = await db.Database.ExecuteSqlAsync($"INSERT INTO public.naive VALUES ({round}, {Words(person, round)})");
            Count("ctid", used, [.. (await RowsAsync($"SELECT words FROM public.naive WHERE round = {round} ORDER BY ctid")).Select(WriterOf)]);
        }

        _ = await db.Database.ExecuteSqlAsync($"DROP TABLE public.naive");
        Assert.InRange(_right["ctid"], (int)(People * Rounds * 0.8), People * Rounds);
    }

    /// <summary>Everybody writes once and the session is closed; then the attacker looks at what is new.</summary>
    private async Task PlayAsync(RoomProcess room, OpenSession session, int round, int[] issued, Dictionary<int, Held> tokens)
    {
        int[] used = Shuffled();
        foreach (int person in used)
        {
            var (keyId, message, signature) = tokens[person];
            using var answer = await new PaidToken(keyId, message, signature).WriteAsync(room.Client, Words(person, round), readAnyway: true);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        await using (var db = host.OpenDb()) _ = await db.Database.ExecuteSqlAsync($"UPDATE board.sessions SET closed = true WHERE session_id = {session.SessionId}");
        Assert.Equal(HttpStatusCode.OK, await new Device(session).HandInAsync(room.Client, handOver: true));
        await using (var db = host.OpenDb()) _ = await db.Database.ExecuteSqlAsync($"UPDATE board.sessions SET closed = false WHERE session_id = {session.SessionId}");
        foreach (string order in Orders)
        {
            int[] written = [.. (await RowsAsync($"SELECT words FROM vault.statements WHERE words LIKE '% {Round(round)}' ORDER BY {order}")).Select(WriterOf)];
            Count($"{order} against issuing", issued, written);
            Count($"{order} against use", used, written);
        }

        // Which token paid for which words, and which was whose: with every holder of a token known.
        var holders = tokens.ToDictionary(t => Convert.ToHexStringLower(SHA256.HashData(t.Value.Message)), t => t.Key, StringComparer.Ordinal);
        int[] spent = [.. (await RowsAsync("SELECT encode(token_sha256, 'hex') FROM vault.spent_tokens ORDER BY xmin::text::bigint, ctid")).Where(holders.ContainsKey).Select(h => holders[h])];
        Count("spent against statements", spent, [.. (await RowsAsync($"SELECT words FROM vault.statements WHERE words LIKE '% {Round(round)}' ORDER BY xmin::text::bigint, ctid")).Select(WriterOf)]);
        Count("spent against issuing", issued, spent);
        Count("spent against use", used, spent);
    }

    private void Count(string attack, int[] people, int[] found)
    {
        Assert.Equal(People, found.Length);
        _right[attack] = _right.GetValueOrDefault(attack) + people.Zip(found).Count(g => g.First == g.Second);
    }

    private Task<Dialogue> DialogueAsync() => _given.DialogueAsync(with: dialogue =>
    {
        for (int more = 1; more < Sessions; more++)
        {
            _ = Given.Value(dialogue.AddSession(new SessionDetails(
                new($"Session {more}", $"Séance {more}"), dialogue.Rooms[0].Id, new(10 + more, 0), new(10 + more, 45), null, [new("Trust", "Confiance")], new("Why?", "Pourquoi ?"))));
        }
    });

    /// <summary>Each session with its key for points, and a rapporteur's key to close it.</summary>
    private async Task<List<(OpenSession Session, string KeyId)>> PointKeysAsync()
    {
        await using var db = host.OpenDb();
        var sessions = new List<(OpenSession, string)>();
        foreach (var key in await db.PublishedKeys.Where(k => k.SessionId != null).ToListAsync())
        {
            var session = new OpenSession(key.SessionId!.Value.Value, "rapporteur of " + key.KeyId, Guid.NewGuid());
            byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(session.Key));
            _ = await db.Database.ExecuteSqlAsync($"INSERT INTO board.keys (key_sha256, session_id) VALUES ({hash}, {session.SessionId})");
            sessions.Add((session, key.KeyId));
        }

        Assert.Equal(Sessions, sessions.Count);
        return sessions;
    }

    private static string Words(int person, int round) => $"Point {(char)('a' + person)} {Round(round)}";

    private static string Round(int round) => $"round {(char)('a' + round)}";

    private static int WriterOf(string words) => words["Point ".Length] - 'a';

    private async Task<long> ScalarAsync(string sql) => long.Parse(Assert.Single(await RowsAsync($"SELECT ({sql})::text")), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<List<string>> RowsAsync(string sql)
    {
        await using var db = host.OpenDb();
        return await db.Database.SqlQueryRaw<string>(sql).ToListAsync();
    }

    private static int[] Shuffled()
    {
        int[] people = [.. Enumerable.Range(0, People)];
        RandomNumberGenerator.Shuffle(people.AsSpan());
        return people;
    }
}
