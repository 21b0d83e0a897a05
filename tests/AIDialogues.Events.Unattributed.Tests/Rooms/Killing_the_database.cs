using System.Net;
using AIDialogues.Events.Testing.Rooms;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Rooms;

/// <summary>SIGKILL to PostgreSQL at each point between a word handed in and a word stored, and a start with recovery. Room goes on by itself.</summary>
public sealed class Killing_the_database(OwnCluster cluster) : IClassFixture<OwnCluster>, IAsyncLifetime
{
    private static readonly string[] Written = [.. Enumerable.Range(1, 7).Select(i => $"point {i}")];

    private VaultDatabase vault = null!;
    private RoomProcess room = null!;
    private Device device = null!;

    public async ValueTask InitializeAsync()
    {
        vault = await cluster.CreateVaultAsync();
        room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
        device = new Device(await vault.AddSessionAsync());
        foreach (var words in Written) _ = device.Write(words);
        Assert.Equal(7, await device.SettleAsync(room.Client));
        await vault.ExecuteAsync("CHECKPOINT");
    }

    public async ValueTask DisposeAsync()
    {
        await room.DisposeAsync();
        await vault.DisposeAsync();
    }

    [Fact]
    public async Task Fault_12_while_points_wait_in_Room()
    {
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client));
        await cluster.KillAsync();
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client));
        await cluster.StartAgainAsync();

        await RecoverAsync();
    }

    [Fact]
    public async Task Fault_12_in_the_middle_of_the_write()
    {
        await using var connection = await vault.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("LOCK TABLE vault.statements IN EXCLUSIVE MODE", connection)) _ = await hold.ExecuteNonQueryAsync();
        var closing = device.HandInAsync(room.Client, handOver: true);
        await UntilAsync(() => vault.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'vault.statements'::regclass AND NOT granted)"));

        await cluster.KillAsync();
        // Held, for Room could not write: never an error that makes a device give up.
        Assert.Equal(HttpStatusCode.OK, await closing);
        await cluster.StartAgainAsync();

        Assert.Empty(await StoredAsync());
        await RecoverAsync();
    }

    [Fact]
    public async Task Fault_12_in_the_middle_of_the_rewriting()
    {
        await vault.ExecuteAsync("""
            CREATE FUNCTION public.gate() RETURNS trigger LANGUAGE plpgsql AS
                'BEGIN IF current_user = ''aide_owner'' THEN IF (SELECT count(*) FROM vault.statements) = 3 THEN PERFORM pg_sleep(60); END IF; END IF; RETURN NEW; END';
            ALTER FUNCTION public.gate() OWNER TO aide_owner; GRANT USAGE ON SCHEMA public TO aide_owner, aide_room; GRANT EXECUTE ON FUNCTION public.gate() TO PUBLIC;
            CREATE TRIGGER gate BEFORE INSERT ON vault.statements FOR EACH ROW EXECUTE FUNCTION public.gate();
            CHECKPOINT
            """);
        var closing = device.HandInAsync(room.Client, handOver: true);
        await UntilAsync(() => vault.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'PgSleep')"));

        await cluster.KillAsync();
        Assert.Equal(HttpStatusCode.OK, await closing);
        await cluster.StartAgainAsync();

        Assert.Equal(Written, await StoredAsync());
        await vault.ExecuteAsync("DROP TRIGGER gate ON vault.statements");
        await RecoverAsync();
        Assert.Equal(1L, await vault.ScalarAsync<long>("SELECT count(DISTINCT xmin::text) FROM vault.statements"));
    }

    /// <summary>The device erases what is stored: it must be on the disk by then, even on a server that confirms before it writes.</summary>
    [Fact]
    public async Task Fault_12_at_once_after_stored_was_said()
    {
        Assert.Equal("off", await vault.ScalarAsync<string>("SHOW synchronous_commit"));
        Assert.Equal(HttpStatusCode.OK, await device.HandInAsync(room.Client, handOver: true));
        Assert.Equal(0, await device.SettleAsync(room.Client));
        await cluster.KillAsync();
        await cluster.StartAgainAsync();

        Assert.Equal(Written, await StoredAsync());
    }

    private async Task RecoverAsync()
    {
        await UntilAsync(async () => await device.HandInAsync(room.Client, handOver: true) == HttpStatusCode.OK && await StoredOnDeviceAsync());
        Assert.Equal(Written, await StoredAsync());
    }

    private async Task<bool> StoredOnDeviceAsync()
    {
        try
        {
            return await device.SettleAsync(room.Client) == 0;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    /// <summary>By a new connection: those from before the kill are broken.</summary>
    private async Task<IEnumerable<string>> StoredAsync()
    {
        NpgsqlConnection.ClearAllPools();
        vault.Owner.Clear();
        return await vault.RowsAsync("SELECT words FROM vault.statements ORDER BY words");
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await condition()) await Task.Delay(20, limit.Token);
    }
}
