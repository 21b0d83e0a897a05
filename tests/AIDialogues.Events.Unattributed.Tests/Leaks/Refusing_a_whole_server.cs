using AIDialogues.Events.Testing.Rooms;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Leaks;

/// <summary>Settings that only a restarted server can have, on a real one: the real Room does not start.</summary>
public sealed class Refusing_a_whole_server(OwnCluster cluster) : IClassFixture<OwnCluster>
{
    [Theory]
    [InlineData("track_commit_timestamp = 'on'", "PostgreSQL has track_commit_timestamp = on: every row gets the microsecond in which it was written. Set track_commit_timestamp = off.")]
    [InlineData("shared_preload_libraries = 'auto_explain'", "PostgreSQL has loaded auto_explain: it keeps statements. Remove auto_explain from shared_preload_libraries and session_preload_libraries.")]
    [InlineData("log_disconnections = 'on'", "PostgreSQL has log_disconnections = on: the server log gets the time of each connection. Set log_disconnections = off.")]
    public async Task That_remembers(string setting, string sentence)
    {
        await using var vault = await cluster.CreateVaultAsync();
        await cluster.ExecuteAsync("ALTER SYSTEM SET " + setting);
        await cluster.RestartAsync();
        (string, string)[] settings = [("ConnectionStrings__Board", vault.As("aide_board")), ("ConnectionStrings__Room", vault.As("aide_room"))];

        var refused = await RoomProcess.RefuseAsync(settings);
        await cluster.ExecuteAsync("ALTER SYSTEM RESET " + setting.Split(' ')[0]);
        await cluster.RestartAsync();

        Assert.Equal((sentence, 1), refused);
        await using var room = await RoomProcess.StartAsync(vault);
        Assert.StartsWith("Room listens", room.Log, StringComparison.Ordinal);
    }
}
