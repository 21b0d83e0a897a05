using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AIDialogues.Events.Benchmarks.Invitations;

/// <summary>
/// The board of one dialogue with 10,000 invitations and a letter each: every tab, the first page and the last. Asked twice: as the page that an
/// organiser opens, signed in, over HTTP on the loopback; and as the query behind it, as role aide_web reads it. `./dev bench board`.
/// </summary>
internal static class BoardBenchmark
{
    private const int People = 10_000, Rounds = 40, PageSize = 50;

    public static async Task<int> RunAsync()
    {
        var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        string data = Directory.CreateTempSubdirectory("aide-bench-board-").FullName;
        try
        {
            var database = await MigratedDatabase.CreateAsync(postgres);
            // Letters are sealed as the product seals them: a page opens fifty.
            var keys = new KeyStore(data);
            var dialogue = await FillAsync(database, keys);
            await using var web = NpgsqlDataSource.Create(database.Web);
            var query = Figures.Of(await MeasureAsync(web, keys, dialogue));
            await using var pages = await BoardPages.OpenAsync(database, data);
            var page = Figures.Of(await MeasureAsync(pages, dialogue));
            Console.WriteLine($"board of {People} invitations, the page over HTTP: {page}");
            Console.WriteLine($"board of {People} invitations, the query behind it: {query}");
            var result = new { invitations = People, page, query };
            BenchFile.Write("board", result);
            Console.WriteLine(JsonSerializer.Serialize(result, JsonSerializerOptions.Web));
            return page.P95Ms < 100 && page.Queries.Count == 1 && query.Queries.Count == 1 ? 0 : 1;
        }
        finally
        {
            await postgres.DisposeAsync();
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<(List<double> Times, List<int> Queries)> MeasureAsync(BoardPages pages, Id<Dialogue> dialogue)
    {
        var times = new List<double>();
        var queries = new SortedSet<int>();
        for (int round = 0; round < Rounds; round++)
        {
            foreach (var (tab, page, filter) in Looks())
            {
                var watch = Stopwatch.StartNew();
                int count = await pages.ReadAsync($"/organise/dialogues/{dialogue}/invitations?tab={tab}&p={page}&group={filter.Group}");
                // The first round compiles the queries and the page.
                if (round == 0) continue;
                times.Add(watch.Elapsed.TotalMilliseconds);
                _ = queries.Add(count);
            }
        }

        return (times, [.. queries]);
    }

    private static async Task<(List<double> Times, List<int> Queries)> MeasureAsync(NpgsqlDataSource web, KeyStore keys, Id<Dialogue> dialogue)
    {
        var times = new List<double>();
        var queries = new SortedSet<int>();
        for (int round = 0; round < Rounds; round++)
        {
            foreach (var (tab, page, filter) in Looks())
            {
                int count = 0;
                var options = new DbContextOptionsBuilder<EventsDb>();
                _ = options.UseEvents(web, keys).LogTo(_ => count++, [Microsoft.EntityFrameworkCore.Diagnostics.RelationalEventId.CommandExecuted]);
                await using var db = new EventsDb(options.Options);
                var watch = Stopwatch.StartNew();
                _ = await db.InvitationBoardAsync(dialogue, tab, filter, page, PageSize, CancellationToken.None);
                // The first round compiles the queries.
                if (round > 0) times.Add(watch.Elapsed.TotalMilliseconds);
                _ = queries.Add(count);
            }
        }

        return (times, [.. queries]);
    }

    private static IEnumerable<(BoardTab Tab, int Page, PeopleFilter Filter)> Looks()
    {
        foreach (var tab in Enum.GetValues<BoardTab>()) yield return (tab, 1, new());
        yield return (BoardTab.All, People / PageSize, new());
        yield return (BoardTab.Accepted, 1, new(Group: StakeholderGroup.Institutions));
    }

    private static async Task<Id<Dialogue>> FillAsync(MigratedDatabase database, KeyStore keys)
    {
        await using var source = NpgsqlDataSource.Create(database.Owner);
        await using var db = DataSetup.Open(source, keys);
        var now = new DateTimeOffset(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);
        var series = Value(Series.New("bench", new("Bench", "Banc"), new("", ""), "", now));
        var day = new DateOnly(2027, 5, 12);
        var dialogue = Value(Dialogue.New(series, new(new("Day", "Jour"), day, new(9, 0), new(17, 0), "Venue", "Europe/Paris", Rule.ChathamHouse, day.AddDays(-14), [7])));
        db.AddRange(series, dialogue);
        var groups = Enum.GetValues<StakeholderGroup>();
        for (int i = 0; i < People; i++)
        {
            var person = Value(Person.New(new($"Given{i % 97}", $"Family{i * 7919 % People:00000}", $"p{i}@bench.test", "Institute", groups[i % groups.Length], "FR", i % 2 == 0 ? Language.French : Language.English), now));
            var invitation = Invitation.Of(person, dialogue, now);
            if (i % 3 == 0) _ = invitation.Answer(i % 2 == 0, dialogue, now);
            var letter = Letter.Queue(invitation, person, LetterKind.Invitation, new(person.Language, "Subject", "{link}"), now);
            letter.Claim(now);
            if (i % 200 == 0) letter.Refused("550"); else letter.HandedOver("250", now);
            db.AddRange(person, invitation, letter);
            if (i % 1000 != 999) continue;
            _ = await db.SaveChangesAsync();
        }

        await using var analyze = source.CreateCommand("ANALYZE");
        _ = await analyze.ExecuteNonQueryAsync();
        return dialogue.Id;
    }

    private sealed record Figures(double P50Ms, double P95Ms, double MostMs, int Readings, IReadOnlyList<int> Queries)
    {
        public static Figures Of((List<double> Times, List<int> Queries) measured)
        {
            measured.Times.Sort();
            double P(double share) => Math.Round(measured.Times[(int)(share * (measured.Times.Count - 1))], 1);
            return new(P(0.5), P(0.95), P(1), measured.Times.Count, measured.Queries);
        }

        public override string ToString() =>
            string.Create(CultureInfo.InvariantCulture, $"p50 {P50Ms:0.0} ms, p95 {P95Ms:0.0} ms, most {MostMs:0.0} ms over {Readings} readings; queries {string.Join("/", Queries)}");
    }

    private static T Value<T>(Result<T> result) where T : notnull => result.Refused(out var refusal, out var value) ? throw new InvalidOperationException(refusal.Code) : value;
}
