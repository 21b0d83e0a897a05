using System.Security.Cryptography;
using System.Text;

#pragma warning disable CA1416 // Windows is refused before any of this is reached.

namespace AIDialogues.Events.Data.Embedded;

/// <summary>The folder that holds a cluster, its socket and its owner's password; one the server's user can reach.</summary>
internal sealed record ClusterHome(string Directory, string? Notice)
{
    /// <summary>For root whose own folders are closed: lasting, on this machine, writable by root alone.</summary>
    public const string LocalStore = "/var/lib/aidialogues-events";

    private const UnixFileMode PassThrough = UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    public static ClusterHome At(string wanted, ServerAccount account)
    {
        System.IO.Directory.CreateDirectory(wanted);
        if (!account.IsAnother) return new ClusterHome(wanted, null);
        var pointer = Path.Combine(wanted, "moved-to");
        var elsewhere = File.Exists(pointer) ? File.ReadAllText(pointer).Trim() : null;
        if (elsewhere is null)
        {
            // Passing through is enough for the server's user; listing the folder is not its business.
            File.SetUnixFileMode(wanted, File.GetUnixFileMode(wanted) | PassThrough);
            if (account.CanReach(wanted)) return new ClusterHome(wanted, null);
            elsewhere = Path.Combine(LocalStore, RandomNumberGenerator.GetHexString(12, lowercase: true));
            File.WriteAllText(pointer, elsewhere);
        }

        foreach (var directory in (string[])[LocalStore, elsewhere])
            System.IO.Directory.CreateDirectory(directory).UnixFileMode |= PassThrough;
        return new ClusterHome(elsewhere, $"The database lies in {elsewhere}, because its user '{account.Name}' cannot reach {wanted}.");
    }

    public ClusterHome Noting(string notice) => this with { Notice = Notice is null ? notice : $"{Notice} {notice}" };

    public string OwnersPassword()
    {
        var file = Path.Combine(Directory, "owner-password");
        try
        {
            using var created = new FileStream(file, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            created.Write(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(40, lowercase: true)));
        }
        catch (IOException) when (File.Exists(file))
        {
            // Kept from the first start.
        }

        return File.ReadAllText(file).Trim();
    }
}
