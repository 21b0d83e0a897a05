using System.Diagnostics;
using System.Globalization;
using System.Text;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Testing;
using Npgsql;

namespace AIDialogues.Events.Benchmarks.Invitations;

/// <summary>
/// 10,000 lines of CSV into the directory as role aide_web brings them in, each person's texts sealed with a key of their own: the preview, the
/// import, and the same list once more, which changes nobody. `./dev bench import [PEOPLE]`.
/// </summary>
internal static class ImportBenchmark
{
    /// <summary>What somebody waits for before a page that says how far it is would be wanted.</summary>
    private const double MostSecondsForTenThousand = 30;

    public static async Task<int> RunAsync(string[] args)
    {
        int people = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
        string data = Directory.CreateTempSubdirectory("aide-bench-import-").FullName;
        var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        try
        {
            var database = await MigratedDatabase.CreateAsync(postgres);
            await using var web = NpgsqlDataSource.Create(database.Web);
            var keys = new KeyStore(data);
            string list = List(people);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{people} lines, {list.Length / 1024} kB"));
            Step[] steps =
            [
                await MeasureAsync("preview of an empty directory", web, keys, async import => (await import.PreviewAsync(list, null, CancellationToken.None)).Refused(out var no, out var preview) ? no.Code : $"{preview.Importable} to import"),
                await MeasureAsync("import", web, keys, import => ImportAsync(import, list)),
                await MeasureAsync("the same list once more", web, keys, import => ImportAsync(import, list)),
            ];
            BenchFile.Write("import", new { people, steps });
            return steps[1].Outcome == $"{people} added, 0 updated, 0 as before, 0 left out" && steps[1].Seconds <= MostSecondsForTenThousand * Math.Max(1, people / 10_000.0) ? 0 : 1;
        }
        finally
        {
            await postgres.DisposeAsync();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<string> ImportAsync(PeopleImport import, string list) =>
        (await import.ImportAsync(list, null, CancellationToken.None)).Refused(out var no, out var done) ? no.Code : $"{done.Added} added, {done.Updated} updated, {done.Unchanged} as before, {done.LeftOut} left out";

    private static async Task<Step> MeasureAsync(string what, NpgsqlDataSource web, KeyStore keys, Func<PeopleImport, Task<string>> act)
    {
        await using var db = DataSetup.Open(web, keys);
        long before = GC.GetTotalAllocatedBytes(precise: true);
        var watch = Stopwatch.StartNew();
        string outcome = await act(new(db, TimeProvider.System));
        var step = new Step(what, Math.Round(watch.Elapsed.TotalSeconds, 2), (GC.GetTotalAllocatedBytes(precise: true) - before) / (1024 * 1024), outcome);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{step.What,-32} {step.Seconds,7:0.00} s  {step.AllocatedMb,6} MB allocated  {step.Outcome}"));
        return step;
    }

    private sealed record Step(string What, double Seconds, long AllocatedMb, string Outcome);

    /// <summary>Invented people; some names come again and again, as in life, so that the search for look-alikes has work to do.</summary>
    private static string List(int people)
    {
        string[] given = ["Awa", "Léa", "Jonas", "Mireille", "Tomás", "Ingrid", "Seán", "Zofia", "Kofi", "Anaïs", "Luca", "Noor"];
        string[] start = ["Bel", "Dar", "Fon", "Gar", "Hal", "Kor", "Mar", "Nor", "Per", "Sal", "Tor", "Val", "Wes", "Zan"];
        string[] middle = ["a", "e", "i", "o", "u", "an", "en", "in", "on", "ar", "er", "or", "el", "al"];
        string[] end = ["berg", "court", "dal", "feld", "mont", "ni", "rand", "sson", "ton", "ville", "wicz", "zzi"];
        var text = new StringBuilder("Given name,Family name,Email,Affiliation,Stakeholder group,Country,Language\n");
        for (int i = 0; i < people; i++)
        {
            int n = (int)(i * 7919L % 2_371);
            string family = start[n % 14] + middle[n / 14 % 14] + end[n / 196 % 12];
            _ = text.Append(CultureInfo.InvariantCulture, $"{given[i % 12]},{family},p{i}@bench.test,Institut {start[i % 14]}{end[i % 12]},{(StakeholderGroup)(i % 4)},FR,{(i % 2 == 0 ? "fr" : "en")}\n");
        }

        return text.ToString();
    }
}
