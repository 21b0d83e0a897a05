namespace AIDialogues.Events.Worker.Doctor;

internal static class DiskChecks
{
    private const long LeastFree = 500L * 1024 * 1024;

    public static IEnumerable<Finding> Run(string directory)
    {
        if (WriteProblem(directory) is { } problem)
        {
            yield return Finding.Attention(problem);
            yield break;
        }

        yield return Finding.Ok($"The data directory {directory} can be written.");
        long free = new DriveInfo(directory).AvailableFreeSpace;
        yield return free >= LeastFree
            ? Finding.Ok($"{free / (1024 * 1024):N0} MB are free there.")
            : Finding.Attention($"Only {free / (1024 * 1024):N0} MB are free in {directory}: make room, PostgreSQL stops when none is left.");
    }

    private static string? WriteProblem(string directory)
    {
        try
        {
            string trial = Path.Combine(directory, $".doctor-{Guid.NewGuid():n}");
            File.WriteAllText(trial, "");
            File.Delete(trial);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return $"The data directory {directory} cannot be written: create it, or set Data__Directory to another.";
        }
    }
}
