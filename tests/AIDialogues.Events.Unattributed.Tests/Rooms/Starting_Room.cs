using System.Net;
using System.Net.Sockets;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Testing.Rooms;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Rooms;

/// <summary>A start that cannot be ends with exit code 1 and one sentence.</summary>
public sealed class Starting_Room(PostgresFixture postgres)
{
    private const string Nowhere = "Host=127.0.0.1;Port=1;Username=aide_room;Password=x;Database=x";

    [Theory]
    [InlineData("Ports__Room", "80000", "The setting Ports__Room must be a whole number from 1 to 65535.")]
    [InlineData("Ports__Room", "many", "The setting Ports__Room must be a whole number from 1 to 65535.")]
    [InlineData("Room__FlushMinutes", "0", "The setting Room__FlushMinutes must be a whole number from 1 to 60.")]
    [InlineData("Room__Bind", "everywhere", "The setting Room__Bind must be an IP address, such as 0.0.0.0 inside a container.")]
    [InlineData("Site__RoomUrl", "room", "The setting Site__RoomUrl must be an address that begins with http:// or https://.")]
    [InlineData("Site__RoomUrls", "http://a.test http://b.test", "The setting Site__RoomUrls must list the addresses of all Rooms, parted by blanks, and Site__RoomUrl among them.")]
    [InlineData("Site__RoomUrls", "http://room.localhost:5101 b", "The setting Site__RoomUrls must list the addresses of all Rooms, parted by blanks, and Site__RoomUrl among them.")]
    [InlineData("ConnectionStrings__Room", "no=such=thing", "The setting ConnectionStrings__Room is not a connection string of PostgreSQL.")]
    [InlineData("ConnectionStrings__Room", "", "The setting ConnectionStrings__Room is missing: it says how Room reaches PostgreSQL as the role aide_room.")]
    [InlineData("ConnectionStrings__Room", Nowhere, "PostgreSQL cannot be reached: check ConnectionStrings__Room and that the server runs.")]
    public async Task Says_what_is_wrong_in_one_sentence(string name, string value, string sentence)
    {
        (string, string)[] good = [("ConnectionStrings__Board", Nowhere), ("ConnectionStrings__Room", Nowhere)];

        var (said, code) = await RoomProcess.RefuseAsync([.. good, (name, value)]);

        Assert.Equal((sentence, 1), (said, code));
    }

    [Fact]
    public async Task Refuses_a_server_that_leaks_a_wrong_password_and_a_taken_port()
    {
        await using var vault = await VaultDatabase.CreateAsync(postgres);
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        (string, string)[] good = [("ConnectionStrings__Board", vault.As("aide_board")), ("ConnectionStrings__Room", vault.As("aide_room"))];

        Assert.Equal(($"Port {port} is taken: choose another one with Ports__Room.", 1), await RoomProcess.RefuseAsync([.. good, ("Ports__Room", $"{port}")]));
        Assert.Equal(
            ("PostgreSQL refused Room (28P01): check the role, the password and the database in ConnectionStrings__Room.", 1),
            await RoomProcess.RefuseAsync([.. good, ("ConnectionStrings__Room", vault.As("aide_room") + ";Password=wrong")]));
        await vault.ExecuteAsync("ALTER TABLE vault.statements ALTER words SET STATISTICS 10");
        Assert.Equal(
            ("vault.statements.words has a statistics target: samples of it are copied to pg_statistic. Set STATISTICS 0 on words before the first row.", 1),
            await RoomProcess.RefuseAsync(good));
    }
}
