using System.Globalization;
using System.Text.Json;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Linkage;
using AIDialogues.Events.Testing.Rooms;

namespace AIDialogues.Events.Benchmarks.Linkage;

/// <summary>
/// Plays the attacker against naive designs and against the real Room: what share of statements is attributed to the right
/// person. `./dev bench linkage [SESSIONS]`; 40 people, one statement each in each session.
/// </summary>
internal static class LinkageBenchmark
{
    private const int People = 40;

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args)
    {
        var sessions = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 52;
        var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        try
        {
            List<Score> scores = [];
            foreach (var design in Crowd.Naive)
            {
                await using var vault = await VaultDatabase.CreateAsync(postgres);
                var evidence = await new Crowd(vault, People, sessions).NaivelyAsync(design);
                scores.AddRange(Attack.All.Select(a => a.Play(design, evidence)));
            }
            await using (var vault = await VaultDatabase.CreateAsync(postgres))
            await using (var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60")))
            {
                var evidence = await new Crowd(vault, People, sessions).ThroughRoomAsync(room);
                scores.AddRange(Attack.All.Select(a => a.Play("Room", evidence)));
            }
            Print(scores);
            return Verdict(scores);
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    private static void Print(List<Score> scores)
    {
        Console.WriteLine($"{"design",-26} {"attack",-32} {"guesses",8} {"attributed",11} {"chance",7}");
        foreach (var s in scores)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{s.Design,-26} {s.Attack,-32} {s.Guesses,8} {s.Attribution,11:0.000} {s.Chance,7:0.000}"));

        var directory = Directory.CreateDirectory(Path.Combine("artifacts", "bench")).FullName;
        var file = Path.Combine(directory, "linkage.json");
        File.WriteAllText(file, JsonSerializer.Serialize(scores, Readable));
        Console.WriteLine($"Written to {Path.GetRelativePath(Directory.GetCurrentDirectory(), file)}");
    }

    /// <summary>Every naive design must fall, or the attacks prove nothing; Room must stand.</summary>
    private static int Verdict(List<Score> scores)
    {
        var weak = scores.Where(s => s.Design != "Room").GroupBy(s => s.Design).Where(d => d.Max(s => s.Attribution) < 0.80).Select(d => d.Key).ToList();
        var worst = scores.Where(s => s.Design == "Room").MaxBy(s => s.Attribution)!;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $$"""{"room":{{worst.Attribution:0.0000}},"chance":{{worst.Chance:0.0000}},"bestAttack":"{{worst.Attack}}","guesses":{{worst.Guesses}},"naiveNotBroken":{{weak.Count}}}"""));
        return weak.Count == 0 && worst.Attribution <= worst.Chance + 0.05 ? 0 : 1;
    }
}
