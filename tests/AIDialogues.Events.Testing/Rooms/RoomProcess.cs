using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace AIDialogues.Events.Testing.Rooms;

/// <summary>The real Room, in a process of its own, as it runs in earnest. It can be killed as a power cut would.</summary>
public sealed class RoomProcess : IAsyncDisposable
{
    private const int Terminate = 15;

    private readonly Process process;
    private readonly ConcurrentQueue<string> lines = new();

    private RoomProcess(Process process, int port)
    {
        (this.process, Port) = (process, port);
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
    }

    public int Port { get; }

    public int Id => process.Id;

    public HttpClient Client { get; }

    /// <summary>Everything the process has said.</summary>
    public string Log => string.Join('\n', lines);

    public int ExitCode => process.ExitCode;

    public static Task<RoomProcess> StartAsync(VaultDatabase vault, params (string Name, string Value)[] settings) => StartAsync(vault.As, settings);

    /// <summary>Beside a real Web, on its database.</summary>
    public static Task<RoomProcess> StartAsync(MigratedDatabase database, params (string Name, string Value)[] settings) => StartAsync(database.As, settings);

    private static async Task<RoomProcess> StartAsync(Func<string, string> connectAs, (string Name, string Value)[] settings)
    {
        while (true)
        {
            var room = Launch([("ConnectionStrings__Board", connectAs("aide_board")), ("ConnectionStrings__Room", connectAs("aide_room")), .. settings]);
            while (!room.Log.Contains("Room listens", StringComparison.Ordinal) && !room.process.HasExited) await Task.Delay(10);
            if (!room.process.HasExited) return room;
            var log = await room.EndAsync();
            // Another process took the free port in the meantime.
            if (!log.Contains("is taken", StringComparison.Ordinal)) throw new InvalidOperationException("Room did not start: " + log);
        }
    }

    /// <summary>A start that must fail: what it said, and its exit code.</summary>
    public static async Task<(string Said, int Code)> RefuseAsync(params (string Name, string Value)[] settings)
    {
        await using var room = Launch(settings);
        var said = await room.EndAsync();
        return (said, room.ExitCode);
    }

    /// <summary>SIGKILL: nothing is tidied up.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        _ = await EndAsync();
    }

    /// <summary>SIGTERM: the ordinary stop.</summary>
    public async Task<int> StopAsync()
    {
        _ = Signal(process.Id, Terminate);
        _ = await EndAsync();
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        Client.Dispose();
        process.Dispose();
    }

    private static RoomProcess Launch((string Name, string Value)[] settings)
    {
        // A Room that is started again is found where the one before it was.
        var port = ushort.TryParse(settings.LastOrDefault(s => s.Name == "Ports__Room").Value, CultureInfo.InvariantCulture, out var wanted) ? wanted : FreePort();
        var start = new ProcessStartInfo("dotnet") { ArgumentList = { Program() }, UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(k => k.Contains("__", StringComparison.Ordinal)).ToList()) _ = start.Environment.Remove(name);
        start.Environment["Ports__Room"] = port.ToString(CultureInfo.InvariantCulture);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        var room = new RoomProcess(new Process { StartInfo = start }, port);
        _ = room.process.Start();
        room.process.BeginOutputReadLine();
        room.process.BeginErrorReadLine();
        return room;
    }

    private async Task<string> EndAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(limit.Token);
        return Log;
    }

    private void Add(string? line)
    {
        if (line is not null) lines.Enqueue(line);
    }

    /// <summary>Beside the project that runs this: every project's output lies in one folder per project and configuration.</summary>
    private static string Program()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(here.Parent!.Parent!.FullName, "AIDialogues.Events.Room", here.Name, "AIDialogues.Events.Room.dll");
        return File.Exists(program) ? program : throw new FileNotFoundException("Build AIDialogues.Events.Room first.", program);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Signal(int process, int signal);
}
