using Microsoft.Playwright;
using Xunit;

namespace AIDialogues.Events.EndToEnd;

/// <summary>
/// The whole product, started by <c>./dev run</c> on free ports with the demo, once for all journeys:
/// <c>[assembly: AssemblyFixture(typeof(RunningProduct))]</c>. At the end it gets a Ctrl-C and must leave nothing behind.
/// </summary>
public sealed class RunningProduct : IAsyncLifetime
{
    private readonly string directory = DevCommand.NewDataDirectory();
    private readonly Lock gate = new();
    private DevCommand? dev;
    private Task? starting;

    /// <summary>How a browser is started here; the path comes from CHROMIUM where it is set.</summary>
    public static BrowserTypeLaunchOptions Browser => new()
    {
        ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } set ? set : "/usr/bin/chromium",
        Headless = true,
        Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    };

    public Uri Web => Address("Web ");

    public Uri Room => Address("Room ");

    public Uri Mail => Address("Mail ");

    /// <summary>What the script prints about signing in, without the words "Sign in".</summary>
    public IReadOnlyList<string> SignIn => [.. Lines("Sign in ")];

    public string DataDirectory => directory;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Started by the first journey that asks, so that a test of something else does not wait for it.</summary>
    public Task StartedAsync()
    {
        lock (gate) return starting ??= StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (dev is not null)
        {
            dev.Signal(DevCommand.Interrupt);
            var code = await dev.ExitAsync(TimeSpan.FromMinutes(1));
            dev.Dispose();
            Assert.Equal(0, code);
            Assert.Empty(DevCommand.ProcessesOf(directory));
        }

        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }

    internal static async Task BuildAsync()
    {
        using var build = DevCommand.Start(new Dictionary<string, string>(StringComparer.Ordinal), "build");
        var code = await build.ExitAsync(TimeSpan.FromMinutes(10));
        if (code != 0) throw new InvalidOperationException($"./dev build ended with {code}:\n{string.Join('\n', build.Output)}");
    }

    private async Task StartAsync()
    {
        await BuildAsync();
        var settings = DevCommand.FreshSettings(directory);
        // What waits in Room is waited for.
        settings["Room__FlushMinutes"] = "1";
        dev = DevCommand.Start(settings, "run", "--no-build");
        await dev.LineAsync(line => line.StartsWith("Ctrl-C", StringComparison.Ordinal), TimeSpan.FromMinutes(10));
    }

    private Uri Address(string name) => new(Lines(name).Single());

    private IEnumerable<string> Lines(string name) =>
        (dev ?? throw new InvalidOperationException("Await StartedAsync first.")).Output
            .Where(line => line.StartsWith(name, StringComparison.Ordinal)).Select(line => line[name.Length..].Trim());
}
