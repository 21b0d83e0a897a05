using System.Net;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Rooms;

/// <summary>SIGKILL at each point between a word written and a word stored. The device then does what it always does.</summary>
public sealed class Killing_Room(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly string[] Written = [.. Enumerable.Range(1, 7).Select(i => $"point {i}")];

    private static readonly string[] Earlier = [.. Enumerable.Range(1, 6).Select(i => $"earlier {i}")];

    private VaultDatabase vault = null!;
    private OpenSession session = null!;
    private Device device = null!;

    public async ValueTask InitializeAsync()
    {
        vault = await VaultDatabase.CreateAsync(postgres);
        session = await vault.AddSessionAsync();
        device = new Device(session);
        foreach (var words in Written) _ = device.Write(words);
    }

    public ValueTask DisposeAsync() => vault.DisposeAsync();

    [Fact]
    public async Task Before_it_heard_anything()
    {
        await using (var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"))) await room.KillAsync();

        await RecoverAsync();
    }

    [Fact]
    public async Task While_points_wait_in_its_memory()
    {
        await using (var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60")))
        {
            Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client));
            Assert.Equal(7, await device.SettleAsync(room.Client));
            await room.KillAsync();
        }
        Assert.Empty(await StoredAsync());

        await RecoverAsync();
    }

    [Fact]
    public async Task In_the_middle_of_the_write()
    {
        await using (var connection = await vault.Owner.OpenConnectionAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using (var hold = new NpgsqlCommand("LOCK TABLE vault.statements IN EXCLUSIVE MODE", connection)) _ = await hold.ExecuteNonQueryAsync();
            await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
            var answer = device.HandInAsync(room.Client, handOver: true);
            await UntilAsync(() => vault.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'vault.statements'::regclass AND NOT granted)"));
            await room.KillAsync();
            _ = await Assert.ThrowsAsync<HttpRequestException>(() => answer);
            await transaction.CommitAsync();
        }

        // The server may or may not finish the write of a client that is gone; both must come out the same.
        await RecoverAsync();
    }

    [Fact]
    public async Task In_the_middle_of_the_rewriting()
    {
        await using (var earlier = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60")))
        {
            var other = new Device(await vault.AddKeyAsync(session));
            foreach (var words in Earlier) _ = other.Write(words);
            Assert.Equal(HttpStatusCode.OK, await other.HandInAsync(earlier.Client, handOver: true));
        }
        await using var holder = await vault.Owner.OpenConnectionAsync();
        await using (var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60")))
        {
            // The table is empty and its files are new when the fourth row stops at this gate.
            await vault.ExecuteAsync("""
                CREATE FUNCTION public.gate() RETURNS trigger LANGUAGE plpgsql AS
                    'BEGIN IF current_user = ''aide_owner'' THEN IF (SELECT count(*) FROM vault.statements) = 3 THEN PERFORM pg_advisory_xact_lock(1); END IF; END IF; RETURN NEW; END';
                ALTER FUNCTION public.gate() OWNER TO aide_owner; GRANT USAGE ON SCHEMA public TO aide_owner, aide_room; GRANT EXECUTE ON FUNCTION public.gate() TO PUBLIC;
                CREATE TRIGGER gate BEFORE INSERT ON vault.statements FOR EACH ROW EXECUTE FUNCTION public.gate()
                """);
            await using (var shut = new NpgsqlCommand("SELECT pg_advisory_lock(1)", holder)) _ = await shut.ExecuteNonQueryAsync();
            var answer = device.HandInAsync(room.Client, handOver: true);
            await UntilAsync(() => vault.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"));
            await room.KillAsync();
            _ = await Assert.ThrowsAsync<HttpRequestException>(() => answer);
        }
        // PostgreSQL does not notice a client that is gone while it waits; the administrator ends it, and the rewriting with it.
        await vault.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'aide_room'");
        await UntilAsync(() => vault.ScalarAsync<bool>("SELECT NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)"));
        await vault.ExecuteAsync("DROP TRIGGER gate ON vault.statements");
        Assert.Equal([.. Earlier, .. Written], await StoredAsync());

        await using var next = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        Assert.Equal(0, await device.SettleAsync(next.Client));
        Assert.Equal(2L, await TransactionsAsync());
        // The next Room makes up for it, at its next writing or when it stops.
        Assert.Equal(0, await next.StopAsync());
        Assert.Equal(1L, await TransactionsAsync());
        Assert.Equal([.. Earlier, .. Written], await StoredAsync());
    }

    [Fact]
    public async Task Or_losing_its_replies_doubles_nothing()
    {
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        for (var i = 0; i < 10; i++) await device.HandInUnheardAsync(room.Port, handOver: i % 4 == 3, goneAtOnce: i % 2 == 0);
        await UntilAsync(async () => (await StoredAsync()).Count() == 7);

        Assert.Equal(0, await device.SettleAsync(room.Client));
        Assert.Equal(Written, await StoredAsync());
    }

    [Fact]
    public async Task Fault_14_or_losing_the_replies_of_the_database_doubles_nothing()
    {
        await using var wire = new CuttingWire(vault.As("aide_room"));
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"), ("ConnectionStrings__Room", wire.ConnectionString));
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client));

        wire.SwallowReplies();
        var closing = device.HandInAsync(room.Client, handOver: true);
        await UntilAsync(async () => (await StoredAsync()).Count() == 7);
        wire.CutAll();
        Assert.Equal(HttpStatusCode.OK, await closing);

        // Room does not know that they are stored; the device sees it in the list, and another device's close harms nothing.
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client, handOver: true));
        Assert.Equal(0, await device.SettleAsync(room.Client));
        Assert.Equal(Written, await StoredAsync());
    }

    [Fact]
    public async Task After_the_write_but_before_the_device_knows()
    {
        await using (var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60")))
        {
            Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client, handOver: true));
            await room.KillAsync();
        }
        Assert.Equal(Written, await StoredAsync());
        Assert.Equal(7, device.Kept.Count);

        await RecoverAsync();
    }

    [Fact]
    public async Task Is_different_from_stopping_it_which_writes_five_and_more()
    {
        await using (var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60")))
        {
            Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client));
            Assert.Equal(0, await room.StopAsync());
        }

        Assert.Equal(Written, await StoredAsync());
    }

    [Fact]
    public async Task Or_stopping_it_with_four_waiting_writes_none_and_loses_none()
    {
        var four = new Device(session);
        foreach (var words in Written[..4]) _ = four.Write(words);
        await using (var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60")))
        {
            Assert.Equal(HttpStatusCode.OK, await four.HandInAsync(room.Client));
            Assert.Equal(0, await room.StopAsync());
        }
        Assert.Empty(await StoredAsync());

        await using var next = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        Assert.Equal(4, await four.SettleAsync(next.Client));
        Assert.Equal(HttpStatusCode.OK, await four.HandInAsync(next.Client, handOver: true));
        Assert.Equal(0, await four.SettleAsync(next.Client));
        Assert.Equal(Written[..4], await StoredAsync());
    }

    [Fact]
    public async Task Or_the_database_loses_nothing_either()
    {
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        Assert.Equal(7, await device.SettleAsync(room.Client));
        await vault.ExecuteAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT 0', current_database()); END $$");
        await vault.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename IN ('aide_room', 'aide_board')");

        // The key opened this board before, so its points are taken although nobody can be asked; they are held, not stored.
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client, handOver: true));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await new Device(session with { Key = "unknown" }).HandInAsync(room.Client));
        Assert.Empty(await StoredAsync());
        await vault.ExecuteAsync("DO $$ BEGIN EXECUTE format('ALTER DATABASE %I CONNECTION LIMIT -1', current_database()); END $$");

        Assert.Equal(0, await room.StopAsync());
        Assert.Equal(Written, await StoredAsync());
    }

    private async Task RecoverAsync()
    {
        await using var room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        if (await device.SettleAsync(room.Client) > 0) Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client, handOver: true));
        Assert.Equal(0, await device.SettleAsync(room.Client));
        Assert.Equal(Written, await StoredAsync());
    }

    private Task<long> TransactionsAsync() => vault.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM vault.statements");

    private async Task<IEnumerable<string>> StoredAsync() => await vault.RowsAsync("SELECT words FROM vault.statements ORDER BY words");

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition()) await Task.Delay(10, limit.Token);
    }
}
