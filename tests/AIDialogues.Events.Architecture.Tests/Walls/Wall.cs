namespace AIDialogues.Events.Architecture.Tests.Walls;

/// <summary>A rule about who may reach whom: gives each breach as a sentence.</summary>
internal sealed record Wall(string Name, Func<IReadOnlyList<ProjectFile>, IEnumerable<string>> Breaches)
{
    private static readonly Dictionary<string, string[]> MayReference = new(StringComparer.Ordinal)
    {
        ["Domain"] = [],
        ["Screening"] = [],
        ["Unattributed"] = [],
        ["Data"] = ["Domain"],
        ["Web"] = ["Domain", "Data", "Screening", "Unattributed"],
        ["Worker"] = ["Domain", "Data", "Screening", "Unattributed"],
        ["Room"] = ["Unattributed", "Screening"],
    };

    public static readonly Wall References = new("A project references only what its wall allows", projects =>
        from project in projects
        from reference in project.Projects
        where !MayReference.TryGetValue(project.Name, out var allowed) || !allowed.Contains(reference)
        select $"{project.Name} references {reference}");

    public static readonly Wall PureDomain = new("The domain and the screening use no package", projects =>
        from project in projects
        where project.Name is "Domain" or "Screening"
        from package in project.Packages
        select $"{project.Name} uses {package}");

    public static readonly Wall MailAndJobs = new("Only the worker knows mail and jobs", projects =>
        from project in projects
        where project.Name != "Worker"
        from package in project.Packages
        where package.StartsWith("MailKit", StringComparison.Ordinal) || package.StartsWith("MimeKit", StringComparison.Ordinal) || package.StartsWith("Hangfire", StringComparison.Ordinal)
        select $"{project.Name} uses {package}");

    public static readonly Wall RoomKnowsNobody = new("Room and the vault know neither accounts nor people", projects =>
        from project in projects
        where project.Name is "Room" or "Unattributed"
        from package in project.Packages
        where package.Contains("Identity", StringComparison.Ordinal) || package.Contains("EntityFrameworkCore", StringComparison.Ordinal)
        select $"{project.Name} uses {package}");

    public static readonly Wall OneHome = new("Each package has one home", projects =>
        from package in projects.SelectMany(p => p.Packages.Select(name => (Home: p.Name, name)))
        group package.Home by package.name into homes
        // Npgsql stands for the two sides of the wall inside the database: each must open its own connections.
        where homes.Count() > 1 && homes.Key != "Npgsql"
        select $"{homes.Key} lives in {string.Join(" and ", homes.Order(StringComparer.Ordinal))}");

    public static readonly Wall Listed = new("A project exists only with a wall of its own", projects =>
        from project in projects
        where !MayReference.ContainsKey(project.Name)
        select $"{project.Name} has no wall");
}
