using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Rooms;

/// <summary>One Room for a class of tests, each with a session of its own. It flushes by the clock once an hour.</summary>
public sealed class OneRoom(PostgresFixture postgres) : IAsyncLifetime
{
    private VaultDatabase? vault;
    private RoomProcess? room;

    public VaultDatabase Vault => vault!;

    public RoomProcess Room => room!;

    public async ValueTask InitializeAsync()
    {
        vault = await VaultDatabase.CreateAsync(postgres);
        room = await RoomProcess.StartAsync(vault, ("Room__FlushMinutes", "60"));
    }

    public async ValueTask DisposeAsync()
    {
        await Room.DisposeAsync();
        await Vault.DisposeAsync();
    }
}
