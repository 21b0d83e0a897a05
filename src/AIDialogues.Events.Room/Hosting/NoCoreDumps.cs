using System.Runtime.InteropServices;

namespace AIDialogues.Events.Room.Hosting;

/// <summary>A crash must not write the memory, and with it the waiting points, to a disk.</summary>
internal static class NoCoreDumps
{
    private const int CoreOnLinux = 4;

    public static void Forbid()
    {
        if (!OperatingSystem.IsLinux()) return;
        var none = default(Limit);
        // A refusal leaves the system's own limit, which is nothing on most servers.
        _ = SetLimit(CoreOnLinux, in none);
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Limit
    {
        private readonly nuint soft;
        private readonly nuint hard;
    }

    [DllImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetLimit(int resource, in Limit limit);
}
