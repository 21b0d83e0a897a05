using System.Globalization;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Linkage;
using AIDialogues.Events.Testing.Rooms;

namespace AIDialogues.Events.Benchmarks.Linkage;

/// <summary>
/// Plays the attacker against naive designs and against the real Room: what share of statements is attributed to the right
/// person, with its 95 % interval, and how far two worlds can be told apart. `./dev bench linkage [SESSIONS]`; 40
/// people, one statement each in each session.
/// </summary>
internal static class LinkageBenchmark
{
    private const int People = 40, NaiveSessions = 5, Batches = 4;

    public static async Task<int> RunAsync(string[] args)
    {
        var sessions = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 250;
        var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        try
        {
            List<Score> scores = [];
            foreach (var design in NaiveDesign.All)
            {
                await using var vault = await VaultDatabase.CreateAsync(postgres);
                scores.AddRange(Play(design.Name, await new Crowd(vault, People, NaiveSessions).NaivelyAsync(design)));
            }
            await using (var vault = await VaultDatabase.CreateAsync(postgres))
            await using (var room = await StartAsync(vault))
                scores.AddRange(Play("Room", await new Crowd(vault, People, sessions).ThroughRoomAsync(room)));
            await using (var vault = await VaultDatabase.CreateAsync(postgres))
            await using (var room = await StartAsync(vault))
                scores.AddRange(Play("Room, blind tokens", await new Crowd(vault, 2 * People, Math.Max(1, sessions / 5)).WithTokensAsync(room)));
            await using (var vault = await VaultDatabase.CreateAsync(postgres))
                scores.AddRange(Play($"Room in {Batches} batches", await new Crowd(vault, People, Math.Max(1, sessions / 2)).ThroughRoomInBatchesAsync(() => StartAsync(vault), Batches)));
            Print(scores);
            return Verdict(scores);
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    private static Task<RoomProcess> StartAsync(VaultDatabase vault) => RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));

    private static IEnumerable<Score> Play(string design, Evidence evidence)
    {
        Console.Error.WriteLine($"{design}: {evidence.Traces.Count} statements");
        return Attack.All.Select(a => a.Play(design, evidence));
    }

    private static void Print(List<Score> scores)
    {
        Console.WriteLine($"{"design",-43} {"attack",-30} {"guesses",8} {"attributed",11} {"95 %",17} {"chance",7} {"AUC",6} {"± (chance)",10}");
        foreach (var s in scores)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s.Design,-43} {s.Attack,-30} {s.Guesses,8} {s.Attribution,11:0.0000} {Interval(s),17} {s.Chance,7:0.000} {s.Auc,6:0.000} {s.AucError95,10:0.000}"));

        BenchFile.Write("linkage", scores);
    }

    private static string Interval(Score score) => string.Create(CultureInfo.InvariantCulture, $"{score.Lower95:0.0000}-{Math.Min(1, score.Upper95):0.0000}");

    /// <summary>
    /// Every naive design must fall to what it is said to fall to, or the attacks prove nothing; Room must stand. Batches are reported and
    /// bounded by the batch: who kept the write-ahead log of several batches knows which one a statement came with. A run of too few sessions to judge
    /// says so; it is no failure, and no proof.
    /// </summary>
    private static int Verdict(List<Score> scores)
    {
        var weak = NaiveDesign.All.Count(design => scores.Exists(s => s.Design == design.Name && design.FallsTo.Contains(s.Attack) && s.Attribution < 0.80));
        var room = scores.Where(s => s.Design == "Room").ToList();
        var batches = scores.Where(s => s.Design.StartsWith("Room in", StringComparison.Ordinal)).MaxBy(s => s.Attribution)!;
        var worst = room.MaxBy(s => s.Upper95)!;
        var judgement = room.Exists(s => s.Judgement == Judgement.Falls) ? Judgement.Falls : room.TrueForAll(s => s.Stands && s.Judgement == Judgement.Stands) ? Judgement.Stands : Judgement.TooFew;
        if (judgement == Judgement.TooFew) Console.WriteLine($"Too few to judge: {room[0].Guesses} guesses. Play at least {Score.FewestSessions} sessions, and 250 to be sure.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""{"judgement":"{{judgement}}","room":{{worst.Attribution:0.0000}},"upper95":{{worst.Upper95:0.0000}},"chance":{{worst.Chance:0.0000}},"bestAttack":"{{worst.Attack}}","maxAuc":{{room.Max(s => Math.Max(s.Auc, 1 - s.Auc)):0.0000}},"guesses":{{worst.Guesses}},"inBatches":{{batches.Attribution:0.0000}},"inBatchesAttack":"{{batches.Attack}}","naiveNotBroken":{{weak}}}"""));
        return weak == 0 && judgement != Judgement.Falls && batches.Lower95 <= Batches / (double)People + 0.02 ? 0 : 1;
    }
}
