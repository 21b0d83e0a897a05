using System.Net;
using System.Security.Cryptography;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Testing.Tokens;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Tokens;

/// <summary>
/// Twelve participants are given tokens in one order and use them in another that the network's log shows. The attacker has both orders and the
/// whole database, and guesses who wrote what from every order that survived there.
/// </summary>
public sealed class Attributing_paid_points(PostgresFixture postgres)
{
    private const int People = 12;
    private const int Sessions = 40;

    private static readonly string[] Orders =
    [
        "xmin::text::bigint, ctid", "ctid", "id",
    ];

    [Fact]
    public async Task Case_63_the_order_of_issuing_and_of_use_tells_nothing_about_who_wrote_what()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        var right = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var s = 0; s < Sessions; s++)
        {
            using var paid = await PaidDialogue.AddAsync(vault);
            var (issued, used, hashes) = await PlayAsync(room, paid);
            foreach (var (order, known) in Orders.SelectMany(o => new[] { (o, issued), (o, used) }))
            {
                var written = await vault.RowsAsync($"SELECT words FROM vault.statements WHERE session_id = '{paid.Session.SessionId}' ORDER BY {order}");
                Count(right, $"{order} against {(known == issued ? "issuing" : "use")}", known, written);
            }
            // Which token paid for which words: the one order against the other, with every token's holder known.
            var spent = await vault.RowsAsync($"SELECT encode(token_sha256, 'hex') FROM vault.spent_tokens WHERE key_id = '{paid.PointKey}' ORDER BY xmin::text::bigint, ctid");
            var words = await vault.RowsAsync($"SELECT words FROM vault.statements WHERE session_id = '{paid.Session.SessionId}' ORDER BY xmin::text::bigint, ctid");
            Count(right, "spent against statements", [.. spent.Select(h => hashes[h])], words);
        }

        Assert.Equal(7, right.Count);
        // 480 guesses at 1/12: 40 are expected by chance; 70 or more would happen in fewer than one of 100,000 runs.
        Assert.All(right, r => Assert.True(r.Value < 70, $"{r.Key}: {r.Value} of {People * Sessions} right"));
    }

    [Fact]
    public async Task The_same_guesses_are_right_against_rows_written_as_they_come()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await vault.ExecuteAsync("CREATE TABLE public.naive (session_id int, words text)");
        var right = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var s = 0; s < Sessions; s++)
        {
            var used = Shuffled();
            foreach (var person in used) await vault.ExecuteAsync($"INSERT INTO public.naive VALUES ({s}, 'Point of {person}.')");
            Count(right, "ctid", used, await vault.RowsAsync($"SELECT words FROM public.naive WHERE session_id = {s} ORDER BY ctid"));
        }

        Assert.InRange(right["ctid"], (int)(People * Sessions * 0.8), People * Sessions);
    }

    private static async Task<(int[] Issued, int[] Used, Dictionary<string, int> Hashes)> PlayAsync(RoomProcess room, PaidDialogue paid)
    {
        int[] issued = Shuffled(), used = Shuffled();
        var tokens = issued.ToDictionary(p => p, _ => paid.Token());
        foreach (var person in used) Assert.Equal(HttpStatusCode.OK, await tokens[person].StatusAsync(room.Client, $"Point of {person}."));
        Assert.Equal(HttpStatusCode.OK, await new Device(paid.Session).HandInAsync(room.Client, close: true));
        return (issued, used, tokens.ToDictionary(t => t.Value.Sha256, t => t.Key, StringComparer.Ordinal));
    }

    private static void Count(Dictionary<string, int> right, string attack, int[] people, IReadOnlyList<string> words)
    {
        Assert.Equal(People, words.Count);
        right[attack] = right.GetValueOrDefault(attack) + people.Zip(words).Count(g => g.Second == $"Point of {g.First}.");
    }

    private static int[] Shuffled()
    {
        int[] people = [.. Enumerable.Range(0, People)];
        RandomNumberGenerator.Shuffle(people.AsSpan());
        return people;
    }
}
