using System.Net;
using System.Text.Json;
using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Testing.Tokens;
using AIDialogues.Events.Unattributed.Statements;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Rooms;

/// <summary>Staff close a session: the real Room takes nothing new, loses nothing it had taken, and takes points again when it is opened again.</summary>
public sealed class Closing_a_session(OneRoom one, PostgresFixture postgres) : IClassFixture<OneRoom>, IAsyncLifetime
{
    private readonly VaultDatabase vault = one.Vault;
    private readonly RoomProcess room = one.Room;
    private OpenSession session = null!;

    public async ValueTask InitializeAsync() => session = await vault.AddSessionAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task A_board_that_comes_after_the_close_is_refused_and_told_which_points_were_late()
    {
        var late = new Device(session);
        var id = late.Write("came an hour later");
        await SetClosedAsync(true);

        var (status, code, ids) = await HandInAsync((id, "came an hour later"));

        Assert.Equal((HttpStatusCode.Conflict, "session-closed"), (status, code));
        Assert.Equal([id], ids);
        Assert.Equal(HttpStatusCode.Conflict, await late.HandInAsync(room.Client, handOver: true));
        Assert.Empty(await WordsAsync());
        Assert.Equal(["came an hour later"], late.Kept);

        await SetClosedAsync(false);
        Assert.Equal(HttpStatusCode.OK, await late.HandInAsync(room.Client, handOver: true));
        Assert.Equal((0, "came an hour later"), (await late.SettleAsync(room.Client), Assert.Single(await WordsAsync())));
    }

    /// <summary>What Room said it holds it does not refuse afterwards: a device that asks again hears the same.</summary>
    [Fact]
    public async Task A_point_that_was_taken_before_the_close_is_still_held_and_only_what_is_new_is_late()
    {
        var (before, after) = (Guid.NewGuid(), Guid.NewGuid());
        Assert.Equal(HttpStatusCode.OK, (await HandInAsync((before, "before"))).Status);
        await SetClosedAsync(true);

        Assert.Equal(HttpStatusCode.OK, (await HandInAsync((before, "before"))).Status);
        var (status, _, late) = await HandInAsync((before, "before"), (after, "after"));

        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Equal([after], late);
    }

    [Fact]
    public async Task A_stored_point_that_is_sent_again_after_the_close_is_no_new_one()
    {
        var device = new Device(session);
        _ = device.Write("stored");
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client, handOver: true));
        await SetClosedAsync(true);

        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client));
        Assert.Equal(0, await device.SettleAsync(room.Client));
    }

    /// <summary>Two points wait, too few for a batch. Without the close they would wait for three more, which a closed session never gets.</summary>
    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 2)]
    public async Task What_waits_in_a_closed_session_is_written_at_the_next_clock_time_however_little(bool closed, int written)
    {
        await using var own = await VaultDatabase.CreateAsync(postgres);
        var mine = await own.AddSessionAsync();
        await using var writing = NpgsqlDataSource.Create(own.As("aide_room"));
        await using var reading = NpgsqlDataSource.Create(own.As("aide_board"));
        using var waiting = new WaitingPoints(new StatementWriter(writing), new VaultRewriting(new StatementWriter(writing)), TimeProvider.System, closed: new ClosedSessions(reading));
        Assert.True(waiting.Of(mine.SessionId).TryHold([Point("one"), Point("two")], new HashSet<Guid>(), handOver: false));
        if (closed) await own.ExecuteAsync($"UPDATE board.sessions SET closed = true WHERE session_id = '{mine.SessionId}'");

        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));

        Assert.Equal(written, await own.ScalarAsync<long>("SELECT count(*) FROM vault.statements"));
    }

    /// <summary>
    /// A rapporteur closes and opens after each point that may have come, and hands over in between, to learn which it was. The first close stores what waits; after it one participant's
    /// points wait for a crowd, or for the time from which no more can come. What the rapporteur types is stored each time.
    /// </summary>
    [Fact]
    public async Task Closing_and_opening_again_and_again_lets_no_single_point_of_a_participant_out_and_loses_none()
    {
        await using var own = await VaultDatabase.CreateAsync(postgres);
        var mine = await own.AddSessionAsync();
        await using var writing = NpgsqlDataSource.Create(own.As("aide_room"));
        await using var reading = NpgsqlDataSource.Create(own.As("aide_board"));
        var clock = new SetClock { Now = DateTimeOffset.UnixEpoch };
        using var waiting = new WaitingPoints(new StatementWriter(writing), new VaultRewriting(new StatementWriter(writing)), clock, closed: new ClosedSessions(reading));
        var stored = new List<long>();

        async Task CloseAndOpenAsync(bool again, params HeldPoint[] points)
        {
            Assert.True(waiting.Of(mine.SessionId).TryHold(points, new HashSet<Guid>(), handOver: false));
            await own.ExecuteAsync($"UPDATE board.sessions SET closed = true, opened_again = {again}");
            Assert.True(await waiting.FlushDueAsync(CancellationToken.None));
            Assert.True(waiting.Of(mine.SessionId).TryHold([], new HashSet<Guid>(), handOver: true));
            Assert.True(await waiting.FlushHandedOverAsync(mine.SessionId, CancellationToken.None));
            stored.Add(await own.ScalarAsync<long>("SELECT count(*) FROM vault.statements"));
        }

        await CloseAndOpenAsync(again: false, Own(1));
        for (byte i = 2; i <= 4; i++) await CloseAndOpenAsync(again: true, Own(i));
        await CloseAndOpenAsync(again: true, Own(5), Point("a rapporteur's"));
        Assert.Equal([1, 1, 1, 1, 2], stored);

        clock.Now = LastTime;
        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));
        Assert.Equal(["a rapporteur's", "own 1", "own 2", "own 3", "own 4", "own 5"], await own.RowsAsync("SELECT words FROM vault.statements ORDER BY words"));
        Assert.Equal(5L, await own.ScalarAsync<long>("SELECT count(*) FROM vault.spent_tokens"));
    }

    /// <summary>The list of closed sessions cannot be read (its database is not there), and the vault can be written: a device that heard "held" would ask again for what is there.</summary>
    [Fact]
    public async Task A_hand_over_is_stored_and_said_to_be_also_while_nobody_can_say_what_is_closed()
    {
        await using var own = await VaultDatabase.CreateAsync(postgres);
        var mine = await own.AddSessionAsync();
        await using var writing = NpgsqlDataSource.Create(own.As("aide_room"));
        await using var reading = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(own.As("aide_board")) { Database = "nowhere" }.ConnectionString);
        using var waiting = new WaitingPoints(new StatementWriter(writing), new VaultRewriting(new StatementWriter(writing)), TimeProvider.System, closed: new ClosedSessions(reading));
        Assert.True(waiting.Of(mine.SessionId).TryHold([Point("handed over")], new HashSet<Guid>(), handOver: true));

        Assert.True(await waiting.FlushHandedOverAsync(mine.SessionId, CancellationToken.None));

        Assert.Equal(["handed over"], await own.RowsAsync("SELECT words FROM vault.statements"));
    }

    /// <summary>Two batches were stored at clock times and nothing waits: the close is an end all the same, after which no transaction number tells one from the other.</summary>
    [Fact]
    public async Task A_close_with_nothing_waiting_mixes_the_batches_of_its_session()
    {
        await using var own = await VaultDatabase.CreateAsync(postgres);
        var mine = await own.AddSessionAsync();
        await using var writing = NpgsqlDataSource.Create(own.As("aide_room"));
        await using var reading = NpgsqlDataSource.Create(own.As("aide_board"));
        using var waiting = new WaitingPoints(new StatementWriter(writing), new VaultRewriting(new StatementWriter(writing)), TimeProvider.System, closed: new ClosedSessions(reading));
        for (var batch = 0; batch < 2; batch++)
        {
            Assert.True(waiting.Of(mine.SessionId).TryHold([.. Enumerable.Range(0, 5).Select(i => Point($"point {i}"))], new HashSet<Guid>(), handOver: false));
            Assert.True(await waiting.FlushDueAsync(CancellationToken.None));
        }

        Assert.Equal(2L, await own.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM vault.statements"));
        await own.ExecuteAsync("UPDATE board.sessions SET closed = true");
        Assert.True(await waiting.FlushDueAsync(CancellationToken.None));

        Assert.Equal(["10 1"], await own.RowsAsync("SELECT count(*) || ' ' || count(DISTINCT xmin::text) FROM vault.statements"));
    }

    /// <summary>Notes of which there are enough, or that are handed over, leave own points behind; 21 of these are five people's.</summary>
    [Theory]
    [InlineData(1, 20, true, 1, 0)]
    [InlineData(5, 20, false, 5, 0)]
    [InlineData(1, 21, true, 1, 21)]
    [InlineData(0, 21, false, 0, 21)]
    [InlineData(1, 21, false, 0, 21)]
    public void A_hand_over_takes_no_few_own_points_along(int notes, int own, bool handOver, int dueNotes, int dueOwn)
    {
        var pool = new SessionPool(Guid.NewGuid());
        Assert.True(pool.TryHold([.. Enumerable.Range(0, notes).Select(_ => Point("note")), .. Enumerable.Range(0, own).Select(i => Own((byte)i))], new HashSet<Guid>(), handOver));

        var due = pool.Due(5, LastTime.AddTicks(-1));

        Assert.Equal((dueNotes, dueOwn), (due.Count(p => !p.IsOwn), due.Count(p => p.IsOwn)));
        Assert.Equal(own, pool.Due(5, LastTime).Count(p => p.IsOwn));
    }

    [Fact]
    public async Task A_participants_token_stays_unspent_and_carries_another_point_once_the_session_is_open_again()
    {
        await using var own = await VaultDatabase.CreateAsync(postgres);
        using var paid = await PaidDialogue.AddAsync(own);
        await using var mine = await RoomProcess.StartAsync(own, ("Room__FlushMinutes", "60"));
        var token = paid.Token();
        await own.ExecuteAsync("UPDATE board.sessions SET closed = true");

        using (var refused = await token.WriteAsync(mine.Client, "thought of on the way home"))
        {
            using var json = JsonDocument.Parse(await refused.Content.ReadAsStringAsync());
            Assert.Equal((HttpStatusCode.Conflict, "session-closed"), (refused.StatusCode, json.RootElement.GetProperty("code").GetString()));
        }

        await own.ExecuteAsync("UPDATE board.sessions SET closed = false");
        Assert.Equal(HttpStatusCode.OK, await token.StatusAsync(mine.Client, "said in other words"));
        Assert.Equal(HttpStatusCode.OK, await own.WrittenAsync(paid.Session, mine.Client));
        Assert.Equal(["said in other words"], await own.RowsAsync("SELECT words FROM vault.statements"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_board_is_told_whether_its_session_takes_points(bool closed)
    {
        await SetClosedAsync(closed);
        using var answer = await Device.PostAsync(room.Client, "/api/board", new { sessionId = session.SessionId, key = session.Key });
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());

        Assert.Equal(closed, json.RootElement.GetProperty("closed").GetBoolean());
    }

    private static HeldPoint Point(string words) =>
        Words.TryNormalise(words, out var normal) == WordsProblem.None ? new(Guid.NewGuid(), null, StatementKind.View, normal!) : throw new InvalidOperationException();

    [Fact]
    public void An_own_point_that_came_again_after_the_close_waits_for_company_or_its_last_time()
    {
        var (pool, before) = (new SessionPool(Guid.NewGuid()), new SessionPool(Guid.NewGuid()));
        Assert.True(pool.TryHold([Own(1) with { CameAgain = true }], new HashSet<Guid>(), handOver: false));
        Assert.True(before.TryHold([Own(1)], new HashSet<Guid>(), handOver: false));

        pool.Close(again: false);
        before.Close(again: false);

        Assert.Empty(pool.Due(5, LastTime.AddTicks(-1)));
        Assert.Single(pool.Due(5, LastTime));
        Assert.Single(before.Due(5, LastTime.AddTicks(-1)));
    }

    private static readonly DateTimeOffset LastTime = new(2027, 5, 15, 16, 0, 0, TimeSpan.Zero);

    private static HeldPoint Own(byte number) => Point($"own {number}") with { Token = new SpentToken(System.Security.Cryptography.SHA256.HashData([number]), new string('a', 64)), LastTime = LastTime };

    private sealed class SetClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private Task SetClosedAsync(bool closed) => vault.ExecuteAsync($"UPDATE board.sessions SET closed = {closed} WHERE session_id = '{session.SessionId}'");

    private Task<IReadOnlyList<string>> WordsAsync() => vault.RowsAsync($"SELECT words FROM vault.statements WHERE session_id = '{session.SessionId}'");

    private async Task<(HttpStatusCode Status, string? Code, Guid[] Late)> HandInAsync(params (Guid Id, string Words)[] points)
    {
        using var answer = await Device.PostAsync(room.Client, "/api/points", new { sessionId = session.SessionId, key = session.Key, points = points.Select(p => new { id = p.Id, kind = "view", words = p.Words }) });
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, json.RootElement.TryGetProperty("code", out var code) ? code.GetString() : null,
            json.RootElement.TryGetProperty("late", out var late) ? [.. late.EnumerateArray().Select(id => id.GetGuid())] : []);
    }
}
