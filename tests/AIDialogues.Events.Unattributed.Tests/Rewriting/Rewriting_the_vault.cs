using System.Security.Cryptography;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Unattributed.Leaks;
using AIDialogues.Events.Unattributed.Objections;
using AIDialogues.Events.Unattributed.Statements;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Rewriting;

/// <summary>Once a session is closed, nothing in the database tells in which batch a statement came.</summary>
public sealed class Rewriting_the_vault(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Content = "SELECT id::text || session_id::text || coalesce(theme_id::text, '-') || kind || words FROM vault.statements ORDER BY id";
    private const string Places = "SELECT id::text FROM vault.statements ORDER BY ctid";
    private const string Files = "SELECT string_agg(pg_relation_filepath(o), ' ') FROM unnest(ARRAY['vault.statements'::regclass, 'vault.statements_pkey'::regclass]) AS o";

    private VaultDatabase vault = null!;
    private NpgsqlDataSource room = null!;
    private StatementWriter writer = null!;

    public async ValueTask InitializeAsync()
    {
        vault = await VaultDatabase.CreateAsync(postgres);
        room = NpgsqlDataSource.Create(vault.As("aide_room"));
        writer = new StatementWriter(room);
    }

    public async ValueTask DisposeAsync()
    {
        await room.DisposeAsync();
        await vault.DisposeAsync();
    }

    [Fact]
    public async Task Case_61_leaves_one_transaction_new_files_no_dead_row_and_the_same_statements()
    {
        await WriteBatchesAsync(4, 10);
        await vault.ExecuteAsync("CREATE EXTENSION pageinspect");
        var (content, files) = (await vault.RowsAsync(Content), await vault.ScalarAsync<string>(Files));
        Assert.Equal(4L, await TransactionsAsync());

        await writer.RewriteAsync(CancellationToken.None);

        Assert.Equal(1L, await TransactionsAsync());
        Assert.Equal(content, await vault.RowsAsync(Content));
        Assert.Empty(files.Split(' ').Intersect((await vault.ScalarAsync<string>(Files)).Split(' ')));
        Assert.Equal(40L, await vault.ScalarAsync<long>("SELECT count(*) FROM heap_page_items(get_raw_page('vault.statements', 0)) WHERE lp_len > 0"));
    }

    /// <summary>
    /// The attacker holds devices, and so knows whose each token's hash is. Before the rewriting the tokens of a batch have the transaction of its
    /// statements: every holder is tied to ten texts of forty, and the batches' order is there. Afterwards to all forty, in no order.
    /// </summary>
    [Fact]
    public async Task Case_61_ties_no_token_and_no_objection_to_its_batch()
    {
        await WritePaidBatchesAsync(4, 10);
        await vault.ExecuteAsync("CREATE EXTENSION pageinspect");
        var content = await Task.WhenAll(Tables.Select(ContentAsync));
        var files = await vault.RowsAsync(AllFiles);
        Assert.Equal((long[])[8, 4, 4], await Task.WhenAll(Tables.Select(TransactionsOfAsync)));
        Assert.All(await Task.WhenAll(Tables.Select(InBatchesAsync)), Assert.True);
        Assert.Equal(400L, await vault.ScalarAsync<long>(Joined));

        await writer.RewriteAsync(CancellationToken.None);

        Assert.Equal(content, await Task.WhenAll(Tables.Select(ContentAsync)));
        Assert.Empty(files.Intersect(await vault.RowsAsync(AllFiles)));
        Assert.Equal((long[])[1, 1, 1], await Task.WhenAll(Tables.Select(TransactionsOfAsync)));
        Assert.All(await Task.WhenAll(Tables.Select(InBatchesAsync)), Assert.False);
        Assert.Equal(0L, await vault.ScalarAsync<long>(Joined));
        Assert.Equal((long[])[80, 40, 40], await Task.WhenAll(Tables.Select(table => vault.ScalarAsync<long>($"SELECT count(*) FROM heap_page_items(get_raw_page('vault.{table}', 0)) WHERE lp_len > 0"))));
    }

    /// <summary>Were the tables shuffled alike, the nth token would be of the nth statement: chance alone ties one of a hundred.</summary>
    [Fact]
    public async Task Case_61_gives_each_table_an_order_of_its_own()
    {
        await vault.ExecuteAsync("INSERT INTO vault.spent_tokens SELECT decode(lpad(to_hex(n), 64, '0'), 'hex'), 'key' FROM generate_series(1, 100) n");
        await vault.ExecuteAsync("INSERT INTO vault.statements (id, session_id, kind, words) SELECT gen_random_uuid(), gen_random_uuid(), 'fact', n::text FROM generate_series(1, 100) n");
        const string tied = """
            SELECT count(*) FROM (SELECT row_number() OVER (ORDER BY ctid) AS place, token_sha256 FROM vault.spent_tokens) t
            JOIN (SELECT row_number() OVER (ORDER BY ctid) AS place, words FROM vault.statements) s ON s.place = t.place AND lpad(to_hex(s.words::int), 64, '0') = encode(t.token_sha256, 'hex')
            """;
        Assert.Equal(100L, await vault.ScalarAsync<long>(tied));

        await writer.RewriteAsync(CancellationToken.None);

        Assert.InRange(await vault.ScalarAsync<long>(tied), 0, 12);
    }

    [Fact]
    public async Task Waits_for_a_flush_of_points_or_objections_without_a_deadlock()
    {
        var objections = new ObjectionWriter(room);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await Task.WhenAll(
            Task.Run(async () => { for (var i = 0; i < 20; i++) await WritePaidBatchesAsync(1, 5); }, limit.Token),
            Task.Run(async () => { for (var i = 0; i < 20; i++) await objections.WriteAsync([Objection()], limit.Token); }, limit.Token),
            Task.Run(async () => { for (var i = 0; i < 20; i++) await writer.RewriteAsync(limit.Token); }, limit.Token));

        Assert.Equal((100L, 220L, 120L), (await CountAsync("statements"), await CountAsync("spent_tokens"), await CountAsync("objections")));
    }

    [Fact]
    public async Task Puts_them_in_an_order_of_chance_each_time()
    {
        await WriteBatchesAsync(1, 100);
        var first = await vault.RowsAsync(Places);

        await writer.RewriteAsync(CancellationToken.None);
        var second = await vault.RowsAsync(Places);
        await writer.RewriteAsync(CancellationToken.None);
        var third = await vault.RowsAsync(Places);

        // Of 100 shuffled cards one is expected in its old place; 12 would happen once in a thousand million runs.
        Assert.InRange(first.Zip(second).Count(p => p.First == p.Second), 0, 12);
        Assert.InRange(second.Zip(third).Count(p => p.First == p.Second), 0, 12);
        Assert.NotEqual(second.Order(StringComparer.Ordinal), second);
    }

    [Fact]
    public async Task Keeps_the_tables_own_precautions_and_rights()
    {
        await WriteBatchesAsync(1, 5);

        await writer.RewriteAsync(CancellationToken.None);
        await vault.ExecuteAsync("ANALYZE vault.statements");

        Assert.Empty(await LeakCheck.FindAsync(room, CancellationToken.None));
        Assert.Empty(await vault.RowsAsync("SELECT attname::text FROM pg_stats WHERE schemaname = 'vault'"));
        await using var web = NpgsqlDataSource.Create(vault.As("aide_web"));
        await using var count = web.CreateCommand("SELECT count(*) FROM vault.statements");
        Assert.Equal(5L, await count.ExecuteScalarAsync());
        await using var read = room.CreateCommand("SELECT words FROM vault.statements");
        Assert.Equal("42501", (await Assert.ThrowsAsync<PostgresException>(() => read.ExecuteScalarAsync())).SqlState);
    }

    [Fact]
    public async Task Tells_its_caller_nothing()
    {
        await WriteBatchesAsync(1, 5);
        await using var command = room.CreateCommand("SELECT vault.rewrite()");
        await using var row = await command.ExecuteReaderAsync();

        Assert.True(await row.ReadAsync());
        Assert.Equal((1, "void"), (row.FieldCount, row.GetDataTypeName(0).Split('.')[^1]));
    }

    [Fact]
    public async Task Changes_nothing_at_all_when_it_fails_half_way()
    {
        await WriteBatchesAsync(2, 10);
        var (content, files) = (await vault.RowsAsync(Content), await vault.ScalarAsync<string>(Files));
        await vault.ExecuteAsync("""
            CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN IF (SELECT count(*) FROM vault.statements) = 7 THEN RAISE EXCEPTION ''half way''; END IF; RETURN NEW; END';
            ALTER FUNCTION public.fail() OWNER TO aide_owner; GRANT USAGE ON SCHEMA public TO aide_owner;
            CREATE TRIGGER failing BEFORE INSERT ON vault.statements FOR EACH ROW EXECUTE FUNCTION public.fail()
            """);

        var failed = await Assert.ThrowsAsync<PostgresException>(() => writer.RewriteAsync(CancellationToken.None));

        Assert.Equal("P0001", failed.SqlState);
        Assert.Equal(content, await vault.RowsAsync(Content));
        Assert.Equal(files, await vault.ScalarAsync<string>(Files));
    }

    [Fact]
    public async Task Never_shows_a_reader_an_empty_vault()
    {
        await WriteBatchesAsync(1, 200);
        await using var web = NpgsqlDataSource.Create(vault.As("aide_web"));
        using var enough = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(reader => Task.Run(async () =>
        {
            var seen = new HashSet<long>();
            while (!enough.IsCancellationRequested)
            {
                await using var count = web.CreateCommand("SELECT count(*) FROM vault.statements");
                _ = seen.Add((long)(await count.ExecuteScalarAsync())!);
            }
            return seen;
        })).ToList();

        for (var i = 0; i < 40; i++) await writer.RewriteAsync(CancellationToken.None);
        await enough.CancelAsync();

        Assert.All(await Task.WhenAll(readers), seen => Assert.Equal([200L], seen));
    }

    [Fact]
    public async Task Waits_a_few_seconds_for_a_long_reader_and_no_longer()
    {
        await WriteBatchesAsync(2, 5);
        await using var connection = await vault.Owner.OpenConnectionAsync();
        await using var reading = await connection.BeginTransactionAsync();
        await using (var look = new NpgsqlCommand("SELECT count(*) FROM vault.statements", connection)) _ = await look.ExecuteScalarAsync();

        var refused = await Assert.ThrowsAsync<PostgresException>(() => writer.RewriteAsync(CancellationToken.None));

        Assert.Equal(PostgresErrorCodes.LockNotAvailable, refused.SqlState);
        await reading.CommitAsync();
        await writer.RewriteAsync(CancellationToken.None);
        Assert.Equal(1L, await TransactionsAsync());
    }

    private Task<long> TransactionsAsync() => vault.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM vault.statements");

    private async Task WriteBatchesAsync(int batches, int size)
    {
        for (var i = 0; i < batches; i++)
            await writer.WriteAsync(Enumerable.Range(0, size).Select(p => New($"words {i} {p}")), CancellationToken.None);
    }

    private const string Joined = "SELECT count(*) FROM vault.spent_tokens t JOIN vault.statements s ON s.xmin = t.xmin WHERE t.key_id = 'points'";

    private const string AllFiles = "SELECT pg_relation_filepath(c.oid) FROM pg_class c WHERE c.relnamespace = 'vault'::regnamespace AND c.relkind IN ('r', 'i')";

    private static readonly string[] Tables = ["spent_tokens", "objections", "statements"];

    private Task<long> CountAsync(string table) => vault.ScalarAsync<long>($"SELECT count(*) FROM vault.{table}");

    private Task<long> TransactionsOfAsync(string table) => vault.ScalarAsync<long>($"SELECT count(DISTINCT xmin::text) FROM vault.{table}");

    private Task<string> ContentAsync(string table) => vault.ScalarAsync<string>($"SELECT string_agg(t::text, '|' ORDER BY t::text) FROM vault.{table} t");

    /// <summary>Whether the rows still lie as they were written: all of one batch before all of the next.</summary>
    private async Task<bool> InBatchesAsync(string table)
    {
        var batches = (await vault.RowsAsync($"SELECT batch FROM (SELECT ctid, {(table == "spent_tokens" ? "get_byte(token_sha256, 0)" : "substr(words, 1, 1)")}::text AS batch FROM vault.{table}) x ORDER BY ctid")).ToList();
        return batches.SequenceEqual(batches.Order(StringComparer.Ordinal), StringComparer.Ordinal);
    }

    /// <summary>Each batch by the writers of Room: points with a token each, and a round of objections with theirs. The first byte of a token tells its batch, as a held device would.</summary>
    private async Task WritePaidBatchesAsync(int batches, int size)
    {
        for (var i = 0; i < batches; i++)
        {
            await writer.WriteAsync(Enumerable.Range(0, size).Select(p => New($"{i} words {p}")), Enumerable.Range(0, size).Select(_ => new SpentToken(Hash(i), "points")), CancellationToken.None);
            await new ObjectionWriter(room).WriteAsync([.. Enumerable.Range(0, size).Select(_ => Objection(i))], CancellationToken.None);
        }
    }

    private static UnwrittenObjection Objection(int batch = 0)
    {
        Assert.Equal(WordsProblem.None, Words.TryNormalise($"{batch} no", out var words));
        return new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), ObjectionKind.IdentifiesMe, words, Hash(batch), "objections");
    }

    private static byte[] Hash(int batch) => [(byte)batch, .. RandomNumberGenerator.GetBytes(31)];

    private static UnwrittenStatement New(string text)
    {
        Assert.Equal(WordsProblem.None, Words.TryNormalise(text, out var words));
        return new(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), StatementKind.View, words!);
    }
}
