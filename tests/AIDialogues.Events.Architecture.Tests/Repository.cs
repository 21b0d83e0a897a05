namespace AIDialogues.Events.Architecture.Tests;

/// <summary>The sources these tests read.</summary>
internal static class Repository
{
    public static readonly string Root = Find();

    public static string Source(string project) => Path.Combine(Root, "src", "AIDialogues.Events." + project);

    /// <summary>Files below a folder, without what builds make.</summary>
    public static IEnumerable<string> Files(string folder, params string[] endings) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(f => Array.Exists(endings, e => f.EndsWith(e, StringComparison.Ordinal)))
        .Where(f => !Path.GetRelativePath(Root, f).Split(Path.DirectorySeparatorChar).Any(part => part is "artifacts" or "obj" or "bin" or "node_modules" or ".git" or ".data"));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "AIDialogues.Events.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("AIDialogues.Events.sln");
    }
}
