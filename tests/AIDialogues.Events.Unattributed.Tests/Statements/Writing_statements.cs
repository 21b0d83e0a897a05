using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Unattributed.Statements;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Statements;

public sealed class Writing_statements(PostgresFixture postgres)
{
    [Theory]
    [InlineData("019e0000-0000-7000-8000-000000000000")]
    [InlineData("6ba7b810-9dad-11d1-80b4-00c04fd430c8")]
    [InlineData("3d813cbb-47fb-32ba-91df-831e1593ac29")]
    public async Task Refuses_an_id_that_is_not_random_and_so_does_the_database(string id)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);

        _ = Assert.Throws<ArgumentException>(() => New(Guid.Parse(id)));
        var refused = await Assert.ThrowsAsync<PostgresException>(() =>
            vault.ExecuteAsync($"INSERT INTO vault.statements VALUES ('{id}', gen_random_uuid(), NULL, 'view', 'words')"));
        Assert.Equal("23514", refused.SqlState);
    }

    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000")]
    [InlineData("ffffffff-ffff-ffff-ffff-ffffffffffff")]
    [InlineData("3d813cbb-47fb-42ba-01df-831e1593ac29")]
    public void Refuses_an_id_that_only_looks_like_version_4(string id) =>
        Assert.Throws<ArgumentException>(() => New(Guid.Parse(id)));

    [Fact]
    public async Task Changes_nothing_the_second_time()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        var (writer, batch) = (new StatementWriter(room), new[] { New(Guid.NewGuid()), New(Guid.NewGuid()) });

        await writer.WriteAsync(batch, CancellationToken.None);
        await writer.WriteAsync([.. batch, New(Guid.NewGuid())], CancellationToken.None);

        Assert.Equal(3L, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.statements"));
    }

    [Fact]
    public async Task Gives_back_every_field_as_it_was()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        await using var web = NpgsqlDataSource.Create(vault.As("aide_web"));
        var session = Guid.NewGuid();
        UnwrittenStatement[] batch =
        [
            .. Enum.GetValues<StatementKind>().Select(kind => new UnwrittenStatement(Guid.NewGuid(), session, Guid.NewGuid(), kind, Words_of("L’eau, « vite » ; ça coûte\n10 € 🚰"))),
            new UnwrittenStatement(Guid.NewGuid(), session, themeId: null, StatementKind.Fact, Words_of(new string('x', 1900))),
        ];

        await new StatementWriter(room).WriteAsync(batch, CancellationToken.None);
        await new StatementWriter(room).WriteAsync([New(Guid.NewGuid())], CancellationToken.None);

        Assert.Equal(
            batch.OrderBy(s => s.Id).Select(s => (s.Id, s.SessionId, s.ThemeId, s.Kind, s.Words.Reveal())),
            (await new StatementReader(web).ReadSessionAsync(session, CancellationToken.None)).Select(s => (s.Id, s.SessionId, s.ThemeId, s.Kind, s.Words)));
    }

    [Fact]
    public async Task Case_61_puts_a_batch_into_one_transaction_in_an_order_of_chance()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        var batch = Enumerable.Range(0, 100).Select(_ => New(Guid.NewGuid())).ToList();

        await new StatementWriter(room).WriteAsync(batch, CancellationToken.None);

        Assert.Equal(1L, await vault.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM vault.statements"));
        var stored = await vault.RowsAsync("SELECT id::text FROM vault.statements ORDER BY ctid");
        var inPlace = batch.Zip(stored).Count(p => p.First.Id.ToString() == p.Second);
        // Of 100 shuffled cards one is expected in its old place; 12 would happen once in a thousand million runs.
        Assert.InRange(inPlace, 0, 12);
    }

    [Fact]
    public async Task Leaves_no_sample_of_words_in_the_statistics()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        await new StatementWriter(room).WriteAsync(Enumerable.Range(0, 300).Select(_ => New(Guid.NewGuid())), CancellationToken.None);
        await vault.ExecuteAsync("CREATE TABLE public.ordinary AS SELECT * FROM vault.statements; ANALYZE vault.statements; ANALYZE public.ordinary");

        Assert.Empty(await vault.RowsAsync("SELECT attname::text FROM pg_stats WHERE schemaname = 'vault'"));
        // The same rows in a table without the precaution do leave samples, so the check above can fail.
        Assert.Contains("words", await vault.RowsAsync("SELECT attname::text FROM pg_stats WHERE schemaname = 'public' AND tablename = 'ordinary'"));
        Assert.Equal(0L, await vault.ScalarAsync<long>("SELECT coalesce(pg_relation_size(nullif(reltoastrelid, 0)), 0) FROM pg_class WHERE oid = 'vault.statements'::regclass"));
    }

    [Theory]
    [InlineData(0, null)]
    [InlineData(4, null)]
    [InlineData(5, 5)]
    public async Task Is_counted_only_from_five_on(int written, int? said)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        await using var web = NpgsqlDataSource.Create(vault.As("aide_web"));
        var session = Guid.NewGuid();
        var points = Enumerable.Range(0, written).Select(_ => new UnwrittenStatement(Guid.NewGuid(), session, themeId: null, StatementKind.View, Words_of("words")));
        await new StatementWriter(room).WriteAsync(points, CancellationToken.None);

        Assert.Equal(said, await new StatementReader(web).CountAsync(session, CancellationToken.None));
    }

    [Fact]
    public void Prints_no_words_by_accident()
    {
        const string canary = "canary-3f61";
        var statement = new Statement(Guid.NewGuid(), Guid.NewGuid(), ThemeId: null, StatementKind.View, canary);
        var unwritten = New(Guid.NewGuid(), canary);

        Assert.DoesNotContain(canary, $"{statement} {unwritten} {unwritten.Words}", StringComparison.Ordinal);
        Assert.Equal(canary, unwritten.Words.Reveal());
    }

    private static UnwrittenStatement New(Guid id, string words = "words") => new(id, Guid.NewGuid(), themeId: null, StatementKind.View, Words_of(words));

    private static Words Words_of(string text)
    {
        Assert.Equal(WordsProblem.None, Words.TryNormalise(text, out var words));
        return words!;
    }
}
