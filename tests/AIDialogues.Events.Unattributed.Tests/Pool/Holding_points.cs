using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Unattributed.Statements;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Pool;

public sealed class Holding_points(PostgresFixture postgres)
{
    private static readonly HashSet<Guid> NothingStored = [];

    [Theory]
    [InlineData(4, 0)]
    [InlineData(5, 5)]
    [InlineData(6, 6)]
    public async Task Writes_at_a_clock_time_only_when_five_wait(int held, long written)
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        using var waiting = new WaitingPoints(new StatementWriter(room), new VaultRewriting(new StatementWriter(room)), TimeProvider.System);
        var session = Guid.NewGuid();
        Assert.True(waiting.Of(session).TryHold(Points(held), NothingStored, handOver: false));
        Assert.True(waiting.Of(Guid.NewGuid()).TryHold(Points(1), NothingStored, handOver: false));

        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));

        Assert.Equal(written, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.statements"));
        Assert.Equal(written > 0, waiting.Of(session).IsEmpty);
    }

    [Fact]
    public async Task Carries_the_fewer_than_five_over_to_the_next_time()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        using var waiting = new WaitingPoints(new StatementWriter(room), new VaultRewriting(new StatementWriter(room)), TimeProvider.System);
        var session = waiting.Of(Guid.NewGuid());
        _ = session.TryHold(Points(3), NothingStored, handOver: false);
        _ = await waiting.FlushDueAsync(CancellationToken.None);
        _ = session.TryHold(Points(2), NothingStored, handOver: false);

        _ = await waiting.FlushDueAsync(CancellationToken.None);

        Assert.Equal(5L, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.statements"));
        Assert.Equal(1L, await vault.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM vault.statements"));
    }

    [Fact]
    public async Task Lets_no_single_point_out_after_a_close_with_nothing_waiting()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        using var waiting = new WaitingPoints(new StatementWriter(room), new VaultRewriting(new StatementWriter(room)), TimeProvider.System);
        var session = waiting.Of(Guid.NewGuid());
        Assert.True(session.TryHold([], NothingStored, handOver: true));
        Assert.True(await waiting.FlushHandedOverAsync(session.SessionId, CancellationToken.None));
        Assert.True(session.TryHold(Points(1), NothingStored, handOver: false));

        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));

        Assert.Equal(0L, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.statements"));
        Assert.False(session.IsEmpty);
    }

    [Fact]
    public void Carries_over_a_point_that_comes_while_a_close_is_written()
    {
        var session = new SessionPool(Guid.NewGuid());
        Assert.True(session.TryHold(Points(2), NothingStored, handOver: true));
        var due = session.Due(5, DateTimeOffset.UnixEpoch);
        Assert.True(session.TryHold(Points(1), NothingStored, handOver: false));

        session.Written(due, mixed: true);

        Assert.Equal(2, due.Length);
        Assert.Empty(session.Due(5, DateTimeOffset.UnixEpoch));
        Assert.False(session.IsEmpty);
    }

    [Fact]
    public async Task Does_not_count_what_is_sent_again_towards_five()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        using var waiting = new WaitingPoints(new StatementWriter(room), new VaultRewriting(new StatementWriter(room)), TimeProvider.System);
        var (session, first, storedBefore) = (waiting.Of(Guid.NewGuid()), Points(5), Points(4));
        _ = session.TryHold(first, NothingStored, handOver: false);
        _ = await waiting.FlushDueAsync(CancellationToken.None);

        _ = session.TryHold([.. first, .. storedBefore, .. Points(1)], storedBefore.Select(p => p.Id).ToHashSet(), handOver: false);
        _ = await waiting.FlushDueAsync(CancellationToken.None);

        Assert.Equal(5L, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.statements"));
        Assert.False(session.IsEmpty);
    }

    [Fact]
    public async Task Loses_and_doubles_nothing_when_hand_ins_and_flushes_race()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        using var waiting = new WaitingPoints(new StatementWriter(room), new VaultRewriting(new StatementWriter(room)), TimeProvider.System);
        var session = Guid.NewGuid();
        var points = Points(400);

        // Eight devices send the same points, each three times, while flushes run.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(device => Task.Run(async () =>
        {
            for (var i = 0; i < points.Length * 3; i++)
            {
                Assert.True(waiting.Of(session).TryHold([points[(i + (device * 50)) % points.Length]], NothingStored, handOver: i % 100 == 99));
                if (i % 100 == device) Assert.True(await waiting.FlushDueAsync(CancellationToken.None));
            }
        })));
        Assert.True(waiting.Of(session).TryHold([], NothingStored, handOver: true));
        Assert.True(await waiting.FlushHandedOverAsync(session, CancellationToken.None));

        Assert.Equal(points.Select(p => p.Id).Order(), (await vault.RowsAsync("SELECT id::text FROM vault.statements")).Select(Guid.Parse).Order());
        Assert.True(waiting.Of(session).IsEmpty);
    }

    [Fact]
    public async Task Keeps_everything_while_the_database_is_away_and_writes_it_afterwards()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        await using var room = NpgsqlDataSource.Create(vault.As("aide_room"));
        using var waiting = new WaitingPoints(new StatementWriter(room), new VaultRewriting(new StatementWriter(room)), TimeProvider.System);
        var session = waiting.Of(Guid.NewGuid());
        _ = session.TryHold(Points(2), NothingStored, handOver: true);
        await vault.ExecuteAsync("ALTER TABLE vault.statements RENAME TO away");

        Assert.False(await waiting.FlushHandedOverAsync(session.SessionId, CancellationToken.None));
        Assert.False(session.IsEmpty);
        await vault.ExecuteAsync("ALTER TABLE vault.away RENAME TO statements");
        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));

        Assert.Equal(2L, await vault.ScalarAsync<long>("SELECT count(*) FROM vault.statements"));
        Assert.True(session.IsEmpty);
    }

    [Fact]
    public void Refuses_more_than_two_thousand_in_one_session_and_keeps_those_it_has()
    {
        var session = new SessionPool(Guid.NewGuid());

        Assert.True(session.TryHold(Points(2000), NothingStored, handOver: false));
        Assert.False(session.TryHold(Points(1), NothingStored, handOver: true));

        Assert.Equal(2000, session.Due(5, DateTimeOffset.UnixEpoch).Length);
        Assert.Empty(session.Due(2001, DateTimeOffset.UnixEpoch));
    }

    [Theory]
    [InlineData("2027-05-12T08:00:00Z", 10, 600)]
    [InlineData("2027-05-12T08:09:59Z", 10, 1)]
    [InlineData("2027-05-12T08:34:00Z", 10, 360)]
    [InlineData("2027-05-12T23:59:00Z", 60, 60)]
    public void Flushes_at_round_times_of_the_clock(string now, int everyMinutes, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), FlushClock.UntilNext(DateTimeOffset.Parse(now), TimeSpan.FromMinutes(everyMinutes)));

    private static HeldPoint[] Points(int count) => [.. Enumerable.Range(0, count).Select(_ => new HeldPoint(Guid.NewGuid(), ThemeId: null, StatementKind.View, SomeWords()))];

    private static Words SomeWords()
    {
        _ = Words.TryNormalise("words", out var words);
        return words!;
    }
}
