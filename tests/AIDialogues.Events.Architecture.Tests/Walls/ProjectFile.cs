using System.Xml.Linq;

namespace AIDialogues.Events.Architecture.Tests.Walls;

/// <summary>What a project file says it may use.</summary>
internal sealed record ProjectFile(string Name, IReadOnlySet<string> Projects, IReadOnlySet<string> Packages)
{
    private const string Prefix = "AIDialogues.Events.";

    public static ProjectFile Of(string name, string projects = "", string packages = "") =>
        new(name, projects.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal), packages.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal));

    public static IReadOnlyList<ProjectFile> OfSource() =>
        [.. Repository.Files(Path.Combine(Repository.Root, "src"), ".csproj").Select(Read).OrderBy(p => p.Name, StringComparer.Ordinal)];

    private static ProjectFile Read(string path)
    {
        var xml = XDocument.Load(path);
        return new(
            Path.GetFileNameWithoutExtension(path)[Prefix.Length..],
            Values(xml, "ProjectReference").Select(p => Path.GetFileNameWithoutExtension(p.Replace('\\', '/'))[Prefix.Length..]).ToHashSet(StringComparer.Ordinal),
            Values(xml, "PackageReference").ToHashSet(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Values(XDocument xml, string item) =>
        xml.Descendants(item).Select(e => e.Attribute("Include")?.Value).OfType<string>();
}
