using Xunit;

namespace AIDialogues.Events.Architecture.Tests.Walls;

/// <summary>Each wall stands in the sources, and each falls when a breach is planted: a rule that cannot fail is a defect.</summary>
public sealed class The_walls_between_projects
{
    [Fact]
    public void References_stay_within_the_walls() => Stands(Wall.References, planted: ProjectFile.Of("Room", projects: "Unattributed Data"), "Room references Data");

    [Fact]
    public void Unattributed_references_nobody() => Stands(Wall.References, planted: ProjectFile.Of("Unattributed", projects: "Domain"), "Unattributed references Domain");

    [Fact]
    public void The_domain_stays_pure() => Stands(Wall.PureDomain, planted: ProjectFile.Of("Domain", packages: "Npgsql"), "Domain uses Npgsql");

    [Fact]
    public void Only_the_worker_knows_mail_and_jobs() => Stands(Wall.MailAndJobs, planted: ProjectFile.Of("Web", packages: "MailKit"), "Web uses MailKit");

    [Fact]
    public void Room_knows_no_accounts() => Stands(
        Wall.RoomKnowsNobody, planted: ProjectFile.Of("Room", packages: "Microsoft.AspNetCore.Identity.EntityFrameworkCore"), "Room uses Microsoft.AspNetCore.Identity.EntityFrameworkCore");

    [Fact]
    public void Each_package_has_one_home() => Stands(Wall.OneHome, planted: ProjectFile.Of("Web", packages: "CsvHelper"), "CsvHelper lives in Data and Web");

    [Fact]
    public void A_new_project_names_whom_it_protects() => Stands(Wall.Listed, planted: ProjectFile.Of("Common"), "Common has no wall");

    private static void Stands(Wall wall, ProjectFile planted, string breach)
    {
        var sources = ProjectFile.OfSource();

        Assert.Equal(7, sources.Count);
        Assert.Empty(wall.Breaches(sources));
        Assert.Equal([breach], wall.Breaches([.. sources.Where(p => p.Name != planted.Name), planted]));
    }
}
