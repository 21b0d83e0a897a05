using System.Diagnostics;
using Microsoft.Playwright;

namespace AIDialogues.Events.EndToEnd.Rooms;

/// <summary>A rapporteur's browser with a profile on disk: it can be killed as a dying battery would, and opened again.</summary>
internal sealed class DeviceBrowser(BrowserTypeLaunchPersistentContextOptions options) : IAsyncDisposable
{
    private readonly string profile = Directory.CreateTempSubdirectory("board-").FullName;
    private IPlaywright? playwright;
    private IBrowserContext? context;

    public IBrowserContext Context => context ?? throw new InvalidOperationException("The browser is not open.");

    public async Task<IPage> OpenAsync(bool offline = false)
    {
        playwright ??= await Playwright.CreateAsync();
        options.ExecutablePath = Environment.GetEnvironmentVariable("CHROMIUM") ?? "/usr/bin/chromium";
        options.Headless = true;
        options.Offline = offline;
        options.Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
        context = await playwright.Chromium.LaunchPersistentContextAsync(profile, options);
        return await context.NewPageAsync();
    }

    /// <summary>SIGKILL to every process of this browser; it is known by its profile.</summary>
    public async Task KillAsync()
    {
        foreach (var process in Process.GetProcesses().Where(UsesProfile)) process.Kill();
        while (Process.GetProcesses().Any(UsesProfile)) await Task.Delay(20);
        foreach (var left in Directory.EnumerateFiles(profile, "Singleton*")) File.Delete(left);
        context = null;
    }

    public async ValueTask DisposeAsync()
    {
        if (context is not null) await context.CloseAsync();
        playwright?.Dispose();
        Directory.Delete(profile, recursive: true);
    }

    private bool UsesProfile(Process process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/cmdline").Contains(profile, StringComparison.Ordinal) && !process.HasExited;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            return false;
        }
    }
}
