using System.Net;
using System.Net.Sockets;
using Xunit;

namespace AIDialogues.Events.EndToEnd;

public sealed class Running_the_product : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string directory = DevCommand.NewDataDirectory();

    public async ValueTask InitializeAsync() => await RunningProduct.BuildAsync();

    public ValueTask DisposeAsync()
    {
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData(DevCommand.Interrupt)]
    [InlineData(DevCommand.Terminate)]
    public async Task Stops_all_that_it_started_when_told_to(int signal)
    {
        var settings = DevCommand.FreshSettings(directory);
        using var dev = DevCommand.Start(settings, "run", "--no-build", "--empty");
        await dev.LineAsync(IsReady, Patience);
        Assert.Contains($"Web   http://localhost:{settings["Ports__Web"]}", dev.Output);
        Assert.Contains($"Room  http://room.localhost:{settings["Ports__Room"]}", dev.Output);
        Assert.Contains($"Mail  http://localhost:{settings["Ports__MailUi"]}", dev.Output);
        Assert.Contains(DevCommand.ProcessesOf(directory), process => process.Contains("postgres", StringComparison.Ordinal));

        dev.Signal(signal);

        Assert.Equal(0, await dev.ExitAsync(Patience));
        Assert.Empty(DevCommand.ProcessesOf(directory));
    }

    [Fact]
    public async Task Stops_everything_and_says_so_when_one_host_ends()
    {
        using var dev = DevCommand.Start(DevCommand.FreshSettings(directory), "run", "--no-build", "--empty");
        await dev.LineAsync(IsReady, Patience);
        var room = DevCommand.ProcessesOf(directory).Single(process => process.Contains("Events.Room.dll", StringComparison.Ordinal));

        using (var process = System.Diagnostics.Process.GetProcessById(int.Parse(room.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture))) process.Kill();

        Assert.Equal(1, await dev.ExitAsync(Patience));
        Assert.Contains($"room has stopped, so everything is stopped; its last lines are above, all of them in {directory}/logs/room.log.", dev.Output);
        Assert.Empty(DevCommand.ProcessesOf(directory));
    }

    [Fact]
    public async Task Refuses_a_taken_port_in_one_sentence_and_starts_nothing()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        var settings = DevCommand.FreshSettings(directory);
        settings["Ports__Room"] = $"{port}";

        using var dev = DevCommand.Start(settings, "run", "--no-build");

        Assert.Equal(1, await dev.ExitAsync(Patience));
        Assert.Equal([$"Port {port} is taken by another program; set Ports__Room to a free one."], dev.Output);
        Assert.False(Directory.Exists(Path.Combine(directory, "postgres")));
        using var still = new TcpClient();
        await still.ConnectAsync(IPAddress.Loopback, port);
    }

    [Theory]
    [InlineData("Ports__Web", "eighty", "Ports__Web is 'eighty', which is not a port number (1 to 65535).")]
    [InlineData("Ports__MailUi", "65536", "Ports__MailUi is '65536', which is not a port number (1 to 65535).")]
    public async Task Refuses_a_bad_setting_in_one_sentence(string name, string value, string sentence)
    {
        var settings = DevCommand.FreshSettings(directory);
        settings[name] = value;
        using var dev = DevCommand.Start(settings, "run", "--no-build");
        Assert.Equal(1, await dev.ExitAsync(Patience));
        Assert.Equal([sentence], dev.Output);
    }

    private static bool IsReady(string line) => line.StartsWith("Ctrl-C", StringComparison.Ordinal);
}
