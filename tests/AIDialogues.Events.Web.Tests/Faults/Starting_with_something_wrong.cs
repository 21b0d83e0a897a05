using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Tests.Hosting;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Faults;

/// <summary>The real program in a process of its own: it ends with 1 and says one sentence, without a trace.</summary>
public sealed class Starting_with_something_wrong(EventsHost host) : IDisposable
{
    private readonly string _data = Directory.CreateTempSubdirectory("aide-start-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    [Theory]
    [InlineData("ConnectionStrings__Events", "Host=127.0.0.1;Port=1;Username=aide_web;Password=canary;Database=events", "PostgreSQL cannot be reached: start it, or correct ConnectionStrings__Events.")]
    [InlineData("ConnectionStrings__Events", "", "ConnectionStrings__Events is not set: name the PostgreSQL database, or start with ./dev run.")]
    [InlineData("ConnectionStrings__Events", "Password=canary;Hose=db", "ConnectionStrings__Events cannot be read: write it as Host=…;Username=…;Password=…;Database=….")]
    [InlineData("Site__Url", "example", "Site__Url must be an http or https address, but is “example”.")]
    [InlineData("Ports__Web", "70000", "Ports__Web must be a number from 0 to 65535, but is “70000”.")]
    [InlineData("Web__Bind", "everywhere", "Web__Bind must be an IP address, such as 0.0.0.0 inside a container, but is “everywhere”.")]
    public async Task Is_one_sentence(string setting, string value, string sentence) => Assert.Equal((1, sentence), await StartAsync((setting, value)));

    [Fact]
    public async Task Fault_with_a_wrong_password_is_one_sentence()
    {
        string wrong = new NpgsqlConnectionStringBuilder(host.Database.Web) { Password = "canary" }.ConnectionString;

        Assert.Equal((1, "PostgreSQL refused: password authentication failed for user \"aide_web\"."), await StartAsync(("ConnectionStrings__Events", wrong)));
    }

    [Fact]
    public async Task Fault_with_a_taken_port_is_one_sentence()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        string port = ((IPEndPoint)taken.LocalEndpoint).Port.ToString(System.Globalization.CultureInfo.InvariantCulture);

        Assert.Equal((1, "The port is taken: set Ports__Web to a free one, or stop what uses it."), await StartAsync(("Ports__Web", port), ("Web__Bind", "127.0.0.1")));
    }

    private async Task<(int Code, string Said)> StartAsync(params (string Setting, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(WebHost).Assembly.Location]) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true, WorkingDirectory = _data };
        (start.Environment["ConnectionStrings__Events"], start.Environment["Ports__Web"], start.Environment["Data__Directory"]) = (host.Database.Web, "0", _data);
        foreach (var (setting, value) in settings) start.Environment[setting] = value;
        using var program = Process.Start(start)!;
        var (output, said) = (program.StandardOutput.ReadToEndAsync(), program.StandardError.ReadToEndAsync());
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await program.WaitForExitAsync(patience.Token);
        }
        finally
        {
            if (!program.HasExited) program.Kill(entireProcessTree: true);
        }

        Assert.DoesNotContain("canary", await output + await said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", await output, StringComparison.Ordinal);
        return (program.ExitCode, (await said).TrimEnd('\n', '\r'));
    }
}
