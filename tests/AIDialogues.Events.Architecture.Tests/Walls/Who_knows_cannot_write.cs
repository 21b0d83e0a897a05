using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;
using AIDialogues.Events.Unattributed.Statements;
using Xunit;

namespace AIDialogues.Events.Architecture.Tests.Walls;

/// <summary>Code that can name a participant cannot write a statement; code that writes a statement cannot name a participant.</summary>
public sealed partial class Who_knows_cannot_write
{
    [Fact]
    public void The_writer_is_closed_to_all_but_room_and_its_tests()
    {
        var vault = typeof(Statement).Assembly;

        Assert.False(vault.GetType("AIDialogues.Events.Unattributed.Statements.StatementWriter", throwOnError: true)!.IsPublic);
        Assert.Equal(
            ["AIDialogues.Events.Room", "AIDialogues.Events.Unattributed.Tests"],
            vault.GetCustomAttributes<System.Runtime.CompilerServices.InternalsVisibleToAttribute>().Select(a => a.AssemblyName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nobody_who_knows_people_writes_to_the_vault_in_sql()
    {
        var breaches = from project in (string[])["Web", "Worker", "Data", "Domain"]
                       from file in Repository.Files(Repository.Source(project), ".cs", ".cshtml", ".sql")
                           // The demonstration writes invented points as Room's role: nobody said them. The doctor tries the wall, and is refused.
                       where !file.Contains(Path.Combine("AIDialogues.Events.Worker", "Demo"), StringComparison.Ordinal) && !file.EndsWith(Path.Combine("Doctor", "Walls.cs"), StringComparison.Ordinal)
                       // The database's own function, which nobody who knows people may call, and which takes no word from its caller.
                       where !file.EndsWith("_RewritingAtClose.cs", StringComparison.Ordinal) && !file.EndsWith("_RewritingTheWholeVault.cs", StringComparison.Ordinal)
                       where WritesToTheVault().IsMatch(File.ReadAllText(file))
                       select Path.GetRelativePath(Repository.Root, file);

        Assert.Empty(breaches);
        Assert.Matches(WritesToTheVault(), "insert  into vault.statements (id) values ($1)");
        Assert.Matches(WritesToTheVault(), "UPDATE vault.statements SET words = ''");
    }

    [Fact]
    public void The_vaults_assembly_has_no_word_for_a_person()
    {
        string[] persons = ["Person", "Invit", "Expert", "Speaker", "Author", "Email", "Staff", "User", "Device", "Address"];
        var named = from type in typeof(Statement).Assembly.GetTypes()
                    from name in type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => m.Name).Append(type.Name)
                    where Array.Exists(persons, p => name.Contains(p, StringComparison.OrdinalIgnoreCase))
                    select $"{type.Name}.{name}";

        Assert.Empty(named);
        Assert.Contains(persons, p => "SpeakerId".Contains(p, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_project_reference_planted_in_the_vault_is_a_build_error()
    {
        string folder = Directory.CreateTempSubdirectory("aide-wall-").FullName;
        try
        {
            string vault = Path.Combine(Repository.Source("Unattributed"), "AIDialogues.Events.Unattributed.csproj");
            string domain = Path.Combine(Repository.Source("Domain"), "AIDialogues.Events.Domain.csproj");
            string planted = Path.Combine(folder, "planted.csproj");
            await File.WriteAllTextAsync(planted, $"<Project><Import Project=\"{vault}\" /><ItemGroup><ProjectReference Include=\"{domain}\" /></ItemGroup></Project>");

            Assert.Contains("must not reference any project", await BuildAsync(planted), StringComparison.Ordinal);
            Assert.DoesNotContain("error", await BuildAsync(vault), StringComparison.OrdinalIgnoreCase);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> BuildAsync(string project)
    {
        var start = new ProcessStartInfo("dotnet", ["msbuild", project, "-t:NobodyIsNamedHere", "-nologo", "-v:q"]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var build = Process.Start(start)!;
        var output = build.StandardOutput.ReadToEndAsync();
        var errors = build.StandardError.ReadToEndAsync();
        await build.WaitForExitAsync();
        return await output + await errors;
    }

    [GeneratedRegex(@"(INSERT\s+INTO|UPDATE|DELETE\s+FROM|COPY|TRUNCATE(\s+TABLE)?)\s+vault\.", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex WritesToTheVault();
}
