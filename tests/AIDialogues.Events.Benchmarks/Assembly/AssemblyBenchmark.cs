using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Unattributed.Statements;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Summaries;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AIDialogues.Events.Benchmarks.Assembly;

/// <summary>
/// <c>./dev bench assembly</c>: sessions of up to 20,000 statements become drafts, as the worker does it: read from the vault, screened for 300 people,
/// merged, ordered, saved with their version. 10,000 in under ten seconds are promised, memory that does not grow from one to the next, and a peak that grows no faster than the statements.
/// </summary>
internal static class AssemblyBenchmark
{
    private const int People = 300, Promised = 10_000, Again = 5;
    private const double MostSeconds = 10, MostGrowthMegabytes = 8, MostPeakKilobytesEach = 16;

    public static async Task<int> RunAsync()
    {
        var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        try
        {
            var database = await MigratedDatabase.CreateAsync(postgres);
            await using var owner = NpgsqlDataSource.Create(database.Owner);
            int[] sizes = [2_500, 5_000, Promised, 20_000];
            var sessions = await FillAsync(owner, database, sizes);
            await using var worker = NpgsqlDataSource.Create(database.Worker);
            var job = JobOf(worker);
            // The first one compiles.
            _ = await MeasureAsync(owner, job, sessions[0]);
            var bySize = new List<Measured>();
            foreach (var session in sessions) bySize.Add(await MeasureAsync(owner, job, session));
            var repeated = new List<Measured>();
            for (int run = 0; run < Again; run++) repeated.Add(await MeasureAsync(owner, job, sessions[Array.IndexOf(sizes, Promised)]));
            return Report(sizes, bySize, repeated);
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    /// <param name="PeakMegabytes">The most that the managed heap held meanwhile, above what it held before.</param>
    /// <param name="KeptMegabytes">What it holds after all of it is done and collected.</param>
    private sealed record Measured(double Seconds, int Sentences, int Flagged, double PeakMegabytes, double KeptMegabytes);

    private static async Task<Measured> MeasureAsync(NpgsqlDataSource owner, AssembleJob job, Id<Session> session)
    {
        await using (var db = DataSetup.Open(owner))
        {
            _ = await db.Summaries.Where(s => s.SessionId == session).ExecuteDeleteAsync();
            _ = db.Add(Summary.Request(session, Language.English, TimeProvider.System.GetUtcNow()));
            _ = await db.SaveChangesAsync();
        }

        long before = GC.GetTotalMemory(forceFullCollection: true), peak = before;
        using var done = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!done.IsCancellationRequested)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: false));
                await Task.Delay(5);
            }
        });
        var watch = Stopwatch.StartNew();
        await job.RunAsync(CancellationToken.None);
        watch.Stop();
        await done.CancelAsync();
        await watching;
        double kept = GC.GetTotalMemory(forceFullCollection: true);
        await using var read = DataSetup.Open(owner);
        var summary = await read.Summaries.AsNoTracking().Include(s => s.Items).SingleAsync(s => s.SessionId == session);
        if (summary.State != SummaryState.Draft) throw new InvalidOperationException($"The summary is {summary.State}.");
        return new(watch.Elapsed.TotalSeconds, summary.Items.Count, summary.OpenFindings, Megabytes(peak - before), Megabytes(kept));
    }

    private static AssembleJob JobOf(NpgsqlDataSource worker)
    {
        var database = new WorkerDb(worker);
        return new(database, new SummaryAssembler(database, new StatementReader(worker), TimeProvider.System), NullLogger<AssembleJob>.Instance);
    }

    private static async Task<IReadOnlyList<Id<Session>>> FillAsync(NpgsqlDataSource owner, MigratedDatabase database, int[] sizes)
    {
        var now = new DateTimeOffset(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);
        var day = new DateOnly(2027, 5, 12);
        var series = Value(Series.New("bench", new("Bench", "Banc"), new("", ""), "", now));
        var dialogue = Value(Dialogue.New(series, new(new("Day", "Jour"), day, new(9, 0), new(17, 0), "Venue", "Europe/Paris", Rule.ChathamHouse, day.AddDays(-14), [7])));
        var room = Value(dialogue.AddRoom("Room", 400));
        var sessions = sizes.Select((_, at) => Value(dialogue.AddSession(new SessionDetails(
            new($"Session {at}", $"Séance {at}"), room.Id, new(9 + at, 0), new(9 + at, 50), null, [.. Enumerable.Range(0, 6).Select(t => new BilingualText($"Theme {t}", $"Thème {t}"))], new("", ""))))).ToList();
        var people = Enumerable.Range(0, People).Select(i => Value(Person.New(new(Sayings.Given(i), Sayings.Family(i), $"p{i}@bench.test", $"Institute of {Sayings.Family(i)}", StakeholderGroup.Academia, "FR", Language.French), now))).ToList();
        await using (var db = DataSetup.Open(owner))
        {
            db.AddRange(series, dialogue);
            db.AddRange(people);
            db.AddRange(people.Select(p => Invitation.Of(p, dialogue, now)));
            _ = await db.SaveChangesAsync();
        }

        await using var speaking = NpgsqlDataSource.Create(database.As("aide_room"));
        foreach (var (session, size) in sessions.Zip(sizes))
        {
            var said = Sayings.Of([.. session.Themes.OrderBy(t => t.Place).Select(t => t.Id)], size).ToList();
            await using var insert = speaking.CreateCommand(
                "INSERT INTO vault.statements (id, session_id, theme_id, kind, words) SELECT gen_random_uuid(), $1, theme, kind, words FROM unnest($2::uuid[], $3::text[], $4::text[]) AS s (theme, kind, words)");
            _ = insert.Parameters.AddWithValue(session.Id.Value);
            _ = insert.Parameters.AddWithValue(said.Select(s => s.Theme).ToArray());
            _ = insert.Parameters.AddWithValue(said.Select(s => s.Kind).ToArray());
            _ = insert.Parameters.AddWithValue(said.Select(s => s.Words).ToArray());
            _ = await insert.ExecuteNonQueryAsync();
        }

        return sessions.ConvertAll(s => s.Id);
    }

    private static int Report(int[] sizes, List<Measured> bySize, List<Measured> repeated)
    {
        Console.WriteLine("statements  seconds  sentences  flagged  peak MB  kept MB");
        foreach (var (size, m) in sizes.Zip(bySize)) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{size,10}  {m.Seconds,7:0.00}  {m.Sentences,9}  {m.Flagged,7}  {m.PeakMegabytes,7:0.0}  {m.KeptMegabytes,7:0.0}"));
        double worst = repeated.Append(bySize[Array.IndexOf(sizes, Promised)]).Max(m => m.Seconds), growth = repeated[^1].KeptMegabytes - repeated[0].KeptMegabytes,
            peakEach = (bySize[^1].PeakMegabytes - bySize[0].PeakMegabytes) * 1024 / (sizes[^1] - sizes[0]);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Promised} statements {Again} more times: {string.Join(", ", repeated.Select(m => m.Seconds.ToString("0.00", CultureInfo.InvariantCulture)))} s; kept {string.Join(", ", repeated.Select(m => m.KeptMegabytes.ToString("0.0", CultureInfo.InvariantCulture)))} MB"));
        var result = new
        {
            people = People,
            bySize = sizes.Zip(bySize, (size, m) => new { statements = size, seconds = Math.Round(m.Seconds, 3), m.Sentences, m.Flagged, peakMb = Math.Round(m.PeakMegabytes, 1), keptMb = Math.Round(m.KeptMegabytes, 1) }),
            repeatedSeconds = repeated.Select(m => Math.Round(m.Seconds, 3)),
            worstSeconds = Math.Round(worst, 3),
            growthMb = Math.Round(growth, 2),
            peakKilobytesEach = Math.Round(peakEach, 1),
        };
        BenchFile.Write("assembly", result);
        Console.WriteLine(JsonSerializer.Serialize(result));
        return worst <= MostSeconds && growth <= MostGrowthMegabytes && peakEach <= MostPeakKilobytesEach ? 0 : 1;
    }

    private static double Megabytes(double bytes) => bytes / 1024 / 1024;

    private static T Value<T>(Result<T> result) where T : notnull => result.Refused(out var refusal, out var value) ? throw new InvalidOperationException(refusal.Code) : value;
}
