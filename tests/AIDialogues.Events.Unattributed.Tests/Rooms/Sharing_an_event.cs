using System.Net;
using System.Text.Json;
using AIDialogues.Events.Room.Leases;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using AIDialogues.Events.Testing.Tokens;
using AIDialogues.Events.Unattributed.Boards;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Rooms;

/// <summary>Several Rooms at a large event: each session has one, the device is told which, and a dead one is replaced.</summary>
public sealed class Sharing_an_event(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Holders = "SELECT pid::text FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'room lease' ORDER BY backend_start";

    private VaultDatabase vault = null!;

    public async ValueTask InitializeAsync() => vault = await VaultDatabase.CreateAsync(postgres);

    public ValueTask DisposeAsync() => vault.DisposeAsync();

    [Fact]
    public async Task Gives_each_session_to_one_Room_and_tells_the_device_which()
    {
        const string rooms = "http://a.localhost:5101/ http://b.localhost:5101/";
        await using var a = await StartAsync(("Site__RoomUrl", "http://a.localhost:5101"), ("Site__RoomUrls", rooms));
        await using var b = await StartAsync(("Site__RoomUrl", "http://b.localhost:5101"), ("Site__RoomUrls", rooms));
        var homes = new HashSet<string>(StringComparer.Ordinal);

        for (var i = 0; i < 12; i++)
        {
            var session = await vault.AddSessionAsync();
            var home = RoomOf.Session(session.SessionId, [.. rooms.Split(' ').Select(r => new Uri(r))]).AbsoluteUri;
            _ = homes.Add(home);
            var (here, there) = home.Contains("//a.", StringComparison.Ordinal) ? (a, b) : (b, a);

            Assert.Equal((HttpStatusCode.OK, null), await OpenAsync(here, session));
            Assert.Equal((HttpStatusCode.MisdirectedRequest, home), await OpenAsync(there, session));
            Assert.Equal(HttpStatusCode.MisdirectedRequest, await new Device(session).HandInAsync(there.Client));
            // Who has no key learns nothing, not even that.
            Assert.Equal((HttpStatusCode.NotFound, null), await OpenAsync(there, session with { Key = "wrong" }));
        }
        Assert.Equal(rooms.Split(' '), homes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Never_lets_two_Rooms_hold_one_session_and_hands_it_over_when_one_is_killed()
    {
        var device = await SevenPointsAsync();
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(first.Client));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await device.HandInAsync(second.Client));

        await first.KillAsync();
        await UntilAsync(async () => await device.HandInAsync(second.Client) == HttpStatusCode.OK);
        Assert.Equal(7, await device.SettleAsync(second.Client));
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(second.Client, handOver: true));

        Assert.Equal(0, await device.SettleAsync(second.Client));
        Assert.Equal(Words, await StoredAsync());
    }

    [Fact]
    public async Task Forgets_in_one_Room_what_another_has_taken_over()
    {
        var device = await SevenPointsAsync();
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(first.Client));

        // The first Room's connection breaks without its noticing, and the second is quicker.
        var broken = Assert.Single(await vault.RowsAsync(Holders));
        await vault.ExecuteAsync($"SELECT pg_terminate_backend({broken})");
        await UntilAsync(async () => !(await vault.RowsAsync(Holders)).Contains(broken));
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(second.Client));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await device.HandInAsync(first.Client, handOver: true));

        // Seven wait in the first Room too, more than enough for a last writing; it is not its to write.
        Assert.Equal(0, await first.StopAsync());
        Assert.Empty(await StoredAsync());
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(second.Client, handOver: true));
        Assert.Equal(Words, await StoredAsync());
    }

    /// <summary>A participant's form is in one Room, its session's boards may be in another: such points are written, not forgotten.</summary>
    [Fact]
    public async Task Writes_what_it_was_never_the_Room_of()
    {
        await using var elsewhere = await StartAsync();
        var session = await vault.AddSessionAsync();
        Assert.Equal(HttpStatusCode.OK, await new Device(session).HandInAsync(elsewhere.Client));
        await using var leases = new SessionLeases(NpgsqlDataSource.Create(vault.As("aide_board")));

        Assert.False(await leases.IsLostAsync(session.SessionId, CancellationToken.None));
        Assert.Equal(Lease.Elsewhere, await leases.TakeAsync(session.SessionId, CancellationToken.None));
        Assert.False(await leases.IsLostAsync(session.SessionId, CancellationToken.None));
    }

    /// <summary>By the run a device knows whether to send again what it was told is held.</summary>
    [Fact]
    public async Task Is_another_run_once_it_may_have_forgotten_something_and_not_before()
    {
        string connection = vault.As("aide_board") + ";Application Name=room lease";
        await using SessionLeases first = new(NpgsqlDataSource.Create(connection)), second = new(NpgsqlDataSource.Create(connection));
        var (mine, run) = (Guid.NewGuid(), first.Run);
        Assert.NotEqual(run, second.Run);
        Assert.Equal(Lease.Held, await first.TakeAsync(mine, CancellationToken.None));
        await BreakAsync();
        Assert.Equal(Lease.Held, await first.TakeAsync(mine, CancellationToken.None));
        Assert.Equal(run, first.Run);

        await BreakAsync();
        Assert.Equal(Lease.Held, await second.TakeAsync(mine, CancellationToken.None));
        Assert.True(await first.IsLostAsync(mine, CancellationToken.None));
        Assert.NotEqual(run, first.Run);

        async Task BreakAsync()
        {
            var broken = Assert.Single(await vault.RowsAsync(Holders));
            await vault.ExecuteAsync($"SELECT pg_terminate_backend({broken})");
            await UntilAsync(async () => !(await vault.RowsAsync(Holders)).Contains(broken));
        }
    }

    /// <summary>The session's boards move to another Room; the participants' form is still this Room's, and so are the points that came through it.</summary>
    [Fact]
    public async Task Keeps_own_points_of_a_session_whose_notes_another_Room_has_taken_over()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        var device = new Device(paid.Session);
        foreach (var words in Words) _ = device.Write(words);
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(first.Client));
        for (var i = 0; i < 21; i++) Assert.Equal(HttpStatusCode.OK, await paid.Token().StatusAsync(first.Client, "own"));
        var broken = (await vault.RowsAsync(Holders))[0];
        await vault.ExecuteAsync($"SELECT pg_terminate_backend({broken})");
        await UntilAsync(async () => !(await vault.RowsAsync(Holders)).Contains(broken));
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(second.Client));

        Assert.Equal(0, await first.StopAsync());
        Assert.Equal(Enumerable.Repeat("own", 21), await StoredAsync());
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(second.Client, handOver: true));
        Assert.Equal([.. Enumerable.Repeat("own", 21), .. Words], await StoredAsync());
    }

    /// <summary>What a token was used for is remembered in one process until the vault knows it.</summary>
    [Fact]
    public async Task Takes_the_tokens_of_a_key_in_one_Room_only_and_writes_what_one_token_paid_for_once()
    {
        using var paid = await PaidDialogue.AddAsync(vault);
        // Five people at the least, so that a Room writes them when it stops.
        var tokens = Enumerable.Range(0, 21).Select(_ => paid.Token()).ToList();
        await using var first = await StartAsync();
        await using var second = await StartAsync();
        foreach (var token in tokens) Assert.Equal(HttpStatusCode.OK, await token.StatusAsync(first.Client, "Upkeep has no budget."));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await tokens[0].StatusAsync(second.Client, "Another text for the same token."));

        // The first Room's connection breaks without its noticing: what it holds is not its to write any more.
        var broken = (await vault.RowsAsync(Holders))[0];
        await vault.ExecuteAsync($"SELECT pg_terminate_backend({broken})");
        await UntilAsync(async () => !(await vault.RowsAsync(Holders)).Contains(broken));
        foreach (var token in tokens) Assert.Equal(HttpStatusCode.OK, await token.StatusAsync(second.Client, "Another text for the same token."));
        Assert.Equal(0, await first.StopAsync());
        Assert.Empty(await StoredAsync());

        Assert.Equal(0, await second.StopAsync());
        Assert.Equal(Enumerable.Repeat("Another text for the same token.", 21), await StoredAsync());
    }

    [Fact]
    public async Task Keeps_no_trace_of_who_held_what()
    {
        var device = await SevenPointsAsync();
        await using var room = await StartAsync();
        var before = await vault.RowsAsync(EveryCount);
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client));

        Assert.Equal(1L, await vault.ScalarAsync<long>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"));
        Assert.Equal(before, await vault.RowsAsync(EveryCount));
    }

    [Fact]
    public void Moves_only_the_sessions_of_the_Room_that_leaves()
    {
        Uri[] three = [new("https://a.test"), new("https://b.test"), new("https://c.test")];
        var sessions = Enumerable.Range(0, 300).Select(_ => Guid.NewGuid()).ToList();

        var before = sessions.ToDictionary(s => s, s => RoomOf.Session(s, three));
        var after = sessions.ToDictionary(s => s, s => RoomOf.Session(s, three[..2]));

        Assert.All(sessions.Where(s => before[s] != three[2]), s => Assert.Equal(before[s], after[s]));
        // Of 300 a hundred are expected each; 60 fewer would happen once in a hundred thousand million runs.
        Assert.All(three, room => Assert.InRange(before.Values.Count(r => r == room), 40, 160));
    }

    private const string EveryCount = """
        SELECT format('%s.%s %s', n.nspname, c.relname, (xpath('/row/c/text()', query_to_xml(format('SELECT count(*) AS c FROM %I.%I', n.nspname, c.relname), false, true, '')))[1]::text)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'r' AND n.nspname !~ '^pg_|information_schema' ORDER BY 1
        """;

    private static readonly string[] Words = [.. Enumerable.Range(1, 7).Select(i => $"point {i}")];

    private async Task<Device> SevenPointsAsync()
    {
        var device = new Device(await vault.AddSessionAsync());
        foreach (var words in Words) _ = device.Write(words);
        return device;
    }

    private Task<RoomProcess> StartAsync(params (string, string)[] settings) => RoomProcess.StartAsync(vault, [("Room__FlushMinutes", "60"), .. settings]);

    private async Task<IEnumerable<string>> StoredAsync() => await vault.RowsAsync("SELECT words FROM vault.statements ORDER BY words");

    private static async Task<(HttpStatusCode, string?)> OpenAsync(RoomProcess room, OpenSession session)
    {
        using var answer = await Device.PostAsync(room.Client, "/api/board", new { sessionId = session.SessionId, key = session.Key });
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (answer.StatusCode, json.RootElement.TryGetProperty("room", out var told) ? told.GetString() : null);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition()) await Task.Delay(20, limit.Token);
    }
}
