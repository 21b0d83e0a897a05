using System.Text.RegularExpressions;
using AIDialogues.Events.Domain;
using Xunit;

namespace AIDialogues.Events.Architecture.Tests.Names;

public sealed partial class Names_of_the_field
{
    private static readonly string[] Empty = ["Manager", "Helper", "Service", "Dto", "Impl", "Base", "Common", "Core", "Shared", "Utils", "Util"];

    [Fact]
    public void No_type_hides_behind_an_empty_word()
    {
        var breaches = from project in (string[])["Domain", "Data", "Web", "Worker", "Room", "Unattributed", "Screening"]
                       from file in Repository.Files(Repository.Source(project), ".cs")
                       where !file.Contains("Migrations", StringComparison.Ordinal)
                       from Match declared in TypeDeclaration().Matches(File.ReadAllText(file))
                       where IsEmptyWord(declared.Groups["name"].Value)
                       select $"{Path.GetFileName(file)}: {declared.Groups["name"].Value}";

        Assert.Empty(breaches);
        Assert.True(IsEmptyWord("InvitationManager"));
        Assert.True(IsEmptyWord("PersonDto"));
        Assert.False(IsEmptyWord("Baseline"));
    }

    [Fact]
    public void The_domain_is_closed_no_property_can_be_set_from_outside()
    {
        var open = from type in typeof(Invitation).Assembly.GetExportedTypes()
                   where type is { IsClass: true, IsAbstract: false } && type.GetMethod("<Clone>$") is null
                   from property in type.GetProperties()
                   where property.SetMethod is { IsPublic: true }
                   select $"{type.Name}.{property.Name}";

        Assert.Empty(open);
        Assert.NotEmpty(typeof(Planted).GetProperties().Where(p => p.SetMethod is { IsPublic: true }));
    }

    [Fact]
    public void No_file_of_the_sources_grows_out_of_hand()
    {
        var long_files = from file in Repository.Files(Path.Combine(Repository.Root, "src"), ".cs")
                         where !file.Contains("Migrations", StringComparison.Ordinal)
                         let lines = File.ReadLines(file).Count()
                         where lines > 250
                         select $"{Path.GetRelativePath(Repository.Root, file)}: {lines}";

        Assert.Empty(long_files);
    }

    private static bool IsEmptyWord(string name) => Array.Exists(Empty, word => name.EndsWith(word, StringComparison.Ordinal));

    [GeneratedRegex(@"\b(class|record|record struct|struct|interface|enum)\s+(?<name>[A-Z]\w*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 2000)]
    private static partial Regex TypeDeclaration();

    private sealed class Planted
    {
        public string Open { get; set; } = "";
    }
}
