using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Linkage;
using AIDialogues.Events.Testing.Rooms;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Linkage;

/// <summary>Case 63: an attacker with all that is at rest, and the order of arrival, guesses who said what.</summary>
public sealed class Attributing_statements(PostgresFixture postgres)
{
    private const int People = 40;

    private const string Rewritten = """
        CREATE TABLE linkage.again AS SELECT * FROM linkage.statements ORDER BY gen_random_uuid(); DROP TABLE linkage.statements;
        ALTER TABLE linkage.again RENAME TO statements; ALTER TABLE linkage.statements ADD PRIMARY KEY (id)
        """;

    [Fact]
    public Task Case_63_does_no_better_than_chance_against_Room() => StandsAsync((vault, room) => new Crowd(vault, People, sessions: 52).ThroughRoomAsync(room));

    /// <summary>Each session has keys of its own, which take their time to make: fewer sessions, with twice the people.</summary>
    [Fact]
    public Task Case_63_does_no_better_than_chance_against_points_paid_with_blind_tokens() => StandsAsync((vault, room) => new Crowd(vault, 2 * People, sessions: 26).WithTokensAsync(room));

    /// <summary>Chance itself misses so tight a bound now and then: more is collected until the interval is narrow, at most five times.</summary>
    private async Task StandsAsync(Func<VaultDatabase, RoomProcess, Task<Evidence>> playAsync)
    {
        Evidence? all = null;
        List<Score> scores = [];
        for (var round = 0; round < 5 && (scores.Count == 0 || scores.Exists(s => !s.Stands)); round++)
        {
            await using var vault = await VaultDatabase.CreateAsync(postgres);
            await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
            var evidence = await playAsync(vault, room);
            all = all is null ? evidence : all.And(evidence);
            scores = [.. Attack.All.Select(a => a.Play("Room", all))];
        }

        Assert.InRange(all!.Traces.Count, 2080, 5 * 2080);
        Assert.Empty(scores.Where(s => !s.Stands).Select(s => $"{s.Attack}: {s.Attribution:0.000} (at most {s.Upper95:0.000}) of {s.Guesses} guesses right, chance {s.Chance:0.000}, AUC {s.Auc:0.000}"));
        Assert.Equal(16, scores.Count);
    }

    /// <summary>The rows of the table in the threat model, and the designs beside it: what must fall, and to what.</summary>
    [Theory]
    [InlineData("V1: xmin join", "V1 one transaction", "", "same transaction (xmin join)")]
    [InlineData("V1: plain dump, row order", "V1 one transaction", "", "dump order (COPY)")]
    [InlineData("V2: nearest xmin", "V2 two transactions", "", "nearest xmin")]
    [InlineData("V2: ctid rank", "V2 two transactions", "", "ctid rank")]
    [InlineData("V2: plain dump, row order", "V2 two transactions", "", "dump order (COPY)")]
    [InlineData("V2: order within pages of the index", "V2 two transactions", "", "order within index pages")]
    [InlineData("V2: where the entries of the index point", "V2 two transactions", "", "index pages")]
    [InlineData("V2: commit times in the WAL", "V2 two transactions", "", "WAL commit times")]
    [InlineData("V2 after VACUUM FREEZE: xmin", "V2 two transactions", "VACUUM FREEZE linkage.statements", "nearest xmin")]
    [InlineData("V2 after VACUUM FULL: xmin", "V2 two transactions", "VACUUM FULL linkage.statements", "nearest xmin")]
    [InlineData("V2 after VACUUM FULL: ctid", "V2 two transactions", "VACUUM FULL linkage.statements", "ctid rank")]
    [InlineData("V2 rewritten: the WAL still holds the old order", "V2 two transactions", Rewritten, "WAL, raw")]
    [InlineData("V3: web log against row order", "V3 row on arrival", "", "ctid rank")]
    [InlineData("V5: dead tuples", "V5 pool in a table", "", "dead rows (pageinspect)")]
    [InlineData("V5: WAL archive", "V5 pool in a table", "", "WAL, raw")]
    [InlineData("V5: files of a base backup", "V5 pool in a table", "", "base backup, raw")]
    [InlineData("ids with time", "one batch, ids with time", "", "id's version and time")]
    [InlineData("Hangfire: one job for each", "one batch, a job for each", "", "rows of other tables")]
    [InlineData("PG logs", "one batch, statements logged", "", "logs")]
    [InlineData("length as fingerprint", "one batch, requests as long as their words", "", "length on the wire")]
    public async Task Succeeds_against_a_naive_build_or_the_test_would_prove_nothing(string row, string design, string afterwards, string attack)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);

        var evidence = await new Crowd(vault, People, sessions: 3).NaivelyAsync(NaiveDesign.Of(design), afterwards);

        Assert.Contains(attack, NaiveDesign.Of(design).FallsTo);
        var score = Attack.All.Single(a => a.Name == attack).Play(row, evidence);
        Assert.True(score.Attribution >= 0.80, $"{row}: only {score.Attribution:0.000}");
        Assert.True(score.Auc >= 0.90, $"{row}: AUC only {score.Auc:0.000}");
        Assert.False(score.Stands);
    }

    /// <summary>600 rows: the pages of the index were split, and each split sorted what it moved. Where the entries point is still the order of arrival.</summary>
    [Fact]
    public async Task Succeeds_by_the_index_though_its_pages_were_split()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);

        var evidence = await new Crowd(vault, People, sessions: 15).NaivelyAsync(NaiveDesign.Of("V2 two transactions"));

        Assert.InRange(await vault.ScalarAsync<long>("SELECT pg_relation_size('linkage.statements_pkey') / 8192"), 4, 20);
        var score = Attack.All.Single(a => a.Name == "index pages").Play("V2", evidence);
        Assert.True(score.Attribution >= 0.80, $"only {score.Attribution:0.000}");
    }

    /// <summary>40 people: by hand, how many must be right of how many before anything is said.</summary>
    [Theory]
    [InlineData(16, 16.0, 0.5, Judgement.TooFew)]
    [InlineData(16, 640.0, 1.0, Judgement.TooFew)]
    [InlineData(17, 17.0, 0.5, Judgement.Stands)]
    [InlineData(17, 26.0, 0.5, Judgement.TooFew)]
    [InlineData(17, 68.0, 0.5, Judgement.Falls)]
    [InlineData(17, 17.0, 0.53, Judgement.TooFew)]
    [InlineData(250, 250.0, 0.53, Judgement.Falls)]
    [InlineData(250, 250.0, 0.519, Judgement.Stands)]
    public void Is_judged_only_when_chance_cannot_have_done_it(int sessions, double correct, double auc, Judgement expected) =>
        Assert.Equal(expected, new Score("by hand", "any", sessions * People, correct, 1.0 / People, auc).Judgement);

    [Theory]
    [InlineData("nearest xmin")]
    [InlineData("ctid rank")]
    [InlineData("dump order (COPY)")]
    public async Task Fails_against_the_live_table_of_a_naive_build_that_was_rewritten(string attack)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);

        var evidence = await new Crowd(vault, People, sessions: 3).NaivelyAsync(NaiveDesign.Of("V2 two transactions"), Rewritten);

        // Of 120 guesses 3 are right by chance; more than 15 would happen once in ten million runs.
        Assert.InRange(Attack.All.Single(a => a.Name == attack).Play("V2 rewritten", evidence).Correct, 0, 15);
    }

    [Fact]
    public void Tries_every_naive_design() => Assert.Equal(8, NaiveDesign.All.Count);

    [Fact]
    public async Task Case_61_finds_no_transaction_that_wrote_a_statement_and_anything_else()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using (var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"))) _ = await new Crowd(vault, People, sessions: 2).ThroughRoomAsync(room);
        var tables = await vault.RowsAsync("""
            SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'vault')
            """);

        Assert.Contains("linkage.visits", tables);
        foreach (var table in tables)
            Assert.Equal(0L, await vault.ScalarAsync<long>($"SELECT count(*) FROM {table} t JOIN vault.statements s ON s.xmin = t.xmin OR s.cmin = t.cmin AND s.xmin = t.xmin"));
        Assert.Equal(1L, await vault.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM vault.statements"));
    }

    /// <summary>Two people, A then B, and the attacker has the order: what the scorer says of three tiny worlds, by hand.</summary>
    [Theory]
    [InlineData(0, 1, 2.0, 1.0)]
    [InlineData(1, 0, 0.0, 0.0)]
    [InlineData(7, 7, 1.0, 0.5)]
    public void Is_scored_as_by_hand(uint first, uint second, double correct, double auc)
    {
        Trace[] traces = [new(Guid.NewGuid(), 0, first, 1), new(Guid.NewGuid(), 0, second, 1)];
        var evidence = new Evidence([new(0, 0, 0, 1, 1), new(0, 1, 1, 2, 1)], traces, new Dictionary<string, IReadOnlyDictionary<Guid, long>>(StringComparer.Ordinal),
            new Dictionary<Guid, int> { [traces[0].Id] = 0, [traces[1].Id] = 1 });

        var score = Attack.All.Single(a => a.Name == "nearest xmin").Play("by hand", evidence);

        Assert.Equal((2, correct, 0.5, auc), (score.Guesses, score.Correct, score.Chance, score.Auc));
    }
}
