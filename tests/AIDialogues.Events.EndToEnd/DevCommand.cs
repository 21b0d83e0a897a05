using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AIDialogues.Events.EndToEnd;

/// <summary>The script <c>./dev</c> as a child process, with its output and the signals a terminal would send.</summary>
internal sealed class DevCommand : IDisposable
{
    public const int Interrupt = 2;
    public const int Terminate = 15;

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();
    private TaskCompletionSource more = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private DevCommand(Process process) => this.process = process;

    public static string Root { get; } = FindRoot();

    public IReadOnlyList<string> Output => [.. output];

    public int ProcessId => process.Id;

    public static DevCommand Start(IReadOnlyDictionary<string, string> settings, params IEnumerable<string> arguments)
    {
        // A shell that starts tests in the background makes its children deaf to Ctrl-C; this gives them their ears back.
        string[] before = OperatingSystem.IsLinux() ? ["--default-signal=INT", "bash"] : ["bash"];
        var start = new ProcessStartInfo("env", [.. before, Path.Combine(Root, "dev"), .. arguments])
        {
            WorkingDirectory = Path.GetTempPath(),
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(IsOfThisTestRun).ToList()) start.Environment.Remove(name);
        foreach (var (name, value) in settings) start.Environment[name] = value;

        var command = new DevCommand(new Process { StartInfo = start, EnableRaisingEvents = true });
        command.process.OutputDataReceived += (_, line) => command.Hear(line.Data);
        command.process.ErrorDataReceived += (_, line) => command.Hear(line.Data);
        command.process.Exited += (_, _) => command.Wake();
        command.process.Start();
        command.process.StandardInput.Close();
        command.process.BeginOutputReadLine();
        command.process.BeginErrorReadLine();
        return command;
    }

    /// <summary>Ports that nobody holds now, and a data directory, as settings.</summary>
    public static Dictionary<string, string> FreshSettings(string dataDirectory)
    {
        string[] names = ["Ports__Web", "Ports__Room", "Ports__Worker", "Ports__MailUi", "Ports__MailSmtp"];
        var held = names.Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToList();
        held.ForEach(listener => listener.Start());
        var settings = names.Zip(held, (name, listener) => (name, port: $"{((IPEndPoint)listener.LocalEndpoint).Port}")).ToDictionary(pair => pair.name, pair => pair.port, StringComparer.Ordinal);
        held.ForEach(listener => listener.Dispose());
        settings["Data__Directory"] = dataDirectory;
        // Letters of these journeys are waited for.
        settings["Waves__UndoSeconds"] = "1";
        return settings;
    }

    public async Task<string> LineAsync(Func<string, bool> fits, TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        while (true)
        {
            var next = more.Task;
            if (output.FirstOrDefault(fits) is { } line) return line;
            if (process.HasExited) throw new InvalidOperationException($"./dev ended with {process.ExitCode}:\n{string.Join('\n', output)}");
            await next.WaitAsync(limit.Token);
        }
    }

    public void Signal(int signal) => _ = kill(process.Id, signal);

    /// <summary>Its exit code, once all its output was read.</summary>
    public async Task<int> ExitAsync(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        await process.WaitForExitAsync(limit.Token);
        return process.ExitCode;
    }

    /// <summary>Processes that were given this directory, on their command line or in their environment (Linux only).</summary>
    public static IReadOnlyList<string> ProcessesOf(string dataDirectory)
    {
        if (!OperatingSystem.IsLinux()) return [];
        return [.. Directory.EnumerateDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _))
            .Where(path => Read(path, "environ").Contains(dataDirectory, StringComparison.Ordinal) || Read(path, "cmdline").Contains(dataDirectory, StringComparison.Ordinal))
            .Select(path => $"{Path.GetFileName(path)} {Read(path, "cmdline").Replace('\0', ' ')}")];
    }

    /// <summary>A test that failed half way must not leave the product running either.</summary>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            Signal(Terminate);
            process.WaitForExit(TimeSpan.FromMinutes(1));
        }

        process.Dispose();
    }

    /// <summary>A place for data that the script makes itself: a temporary folder of .NET is closed to the database's user.</summary>
    public static string NewDataDirectory() => Path.Combine(Path.GetTempPath(), $"aide-e2e-{Guid.NewGuid():n}");

    private static string Read(string process, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, file));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static bool IsOfThisTestRun(string variable) =>
        new[] { "MSBUILD", "TESTINGPLATFORM", "DOTNET_CLI_", "Ports__", "Data__", "ConnectionStrings__", "Mail__", "Site__", "Roles__" }
            .Any(prefix => variable.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    private static string FindRoot()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (File.Exists(Path.Combine(at.FullName, "AIDialogues.Events.sln"))) return at.FullName;
        }

        throw new InvalidOperationException("These tests run inside the repository: no AIDialogues.Events.sln above them.");
    }

    private void Hear(string? line)
    {
        if (line is not null) output.Enqueue(line);
        Wake();
    }

    private void Wake() => Interlocked.Exchange(ref more, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();

#pragma warning disable IDE1006, SYSLIB1054 // Named as in the C library; source-generated imports would ask for unsafe code.
    [DllImport("libc")]
    private static extern int kill(int processId, int signal);
#pragma warning restore IDE1006, SYSLIB1054
}
