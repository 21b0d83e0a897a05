using System.Diagnostics;
using System.Runtime.InteropServices;

#pragma warning disable CA1416 // Windows is refused before any of this is reached.

namespace AIDialogues.Events.Data.Embedded;

/// <summary>
/// The operating-system user that the server runs as. PostgreSQL refuses to run as root, so root lends its files to
/// <c>nobody</c>; anybody else runs it as himself.
/// </summary>
internal sealed class ServerAccount
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly string[] Inherited = ["PATH", "HOME", "TMPDIR", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"];

    private readonly string? name;
    private readonly uint userId;
    private readonly uint groupId;

    private ServerAccount(string? name, uint userId, uint groupId) => (this.name, this.userId, this.groupId) = (name, userId, groupId);

    public bool IsAnother => name is not null;

    public string Name => name ?? Environment.UserName;

    public static async Task<ServerAccount> ForThisProcessAsync(CancellationToken ct)
    {
        if (geteuid() != 0) return new ServerAccount(null, 0, 0);
        var user = await IdOfNobodyAsync("-u", ct);
        var group = await IdOfNobodyAsync("-g", ct);
        return new ServerAccount("nobody", user, group);
    }

    public ProcessStartInfo Command(string program, params IEnumerable<string> arguments)
    {
        // The working directory of the caller may be closed to the server's user.
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = "/" };
        if (name is not null) start.UserName = name;
        // The caller's environment holds secrets, and the server needs none of it.
        foreach (var variable in start.Environment.Keys.Except(Inherited, StringComparer.Ordinal).ToList()) start.Environment.Remove(variable);
        return start;
    }

    /// <summary>Makes a folder that only the server's user can enter; a link or a stranger's folder in its place is refused.</summary>
    public void OwnDirectory(string path)
    {
        var directory = Directory.CreateDirectory(path);
        if (directory.LinkTarget is not null) throw new PostgresUnavailableException($"{path} is a link; PostgreSQL's files must lie in a folder of its own.");
        try
        {
            File.SetUnixFileMode(path, Private);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new PostgresUnavailableException($"{path} belongs to another user; run as that user or choose another Data__Directory.", e);
        }

        Own(path);
    }

    public void Own(string path)
    {
        if (name is not null && chown(path, userId, groupId) != 0)
            throw new PostgresUnavailableException($"{path} could not be handed to the user {name} (error {Marshal.GetLastPInvokeError()}).");
    }

    /// <summary>Whether the server's user may walk down to the folder; asked only where that user is not the caller.</summary>
    public bool CanReach(string directory)
    {
        if (!IsAnother) return true;
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            if (at.Exists && !at.UnixFileMode.HasFlag(UnixFileMode.OtherExecute)) return false;
        }

        return true;
    }

    private static async Task<uint> IdOfNobodyAsync(string which, CancellationToken ct)
    {
        using var id = Process.Start(new ProcessStartInfo("id", [which, "nobody"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var printed = await id.StandardOutput.ReadToEndAsync(ct);
        await id.WaitForExitAsync(ct);
        return uint.TryParse(printed, out var number)
            ? number
            : throw new PostgresUnavailableException("PostgreSQL refuses to run as root and this machine has no user 'nobody'; run as an ordinary user.");
    }

#pragma warning disable IDE1006, SYSLIB1054, CA2101 // Named as in the C library; source-generated imports would ask for unsafe code.
    [DllImport("libc")]
    private static extern uint geteuid();

    [DllImport("libc", SetLastError = true)]
    private static extern int chown([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint owner, uint group);
#pragma warning restore IDE1006, SYSLIB1054, CA2101
}
