using System.Text.RegularExpressions;
using Xunit;

namespace AIDialogues.Events.Architecture.Tests.Documents;

/// <summary>Who runs the product has only settings.md: a setting that the code reads and the page lacks is a defect, and so is one that nothing reads.</summary>
public sealed partial class Every_setting_is_documented
{
    // Keys of this shape that are no settings: they belong to the migrations of EF Core.
    private static readonly string[] NotSettings = ["Npgsql__NullsDistinct", "Npgsql__ValueGenerationStrategy", "Relational__MaxIdentifierLength"];

    private static readonly HashSet<string> Read = [.. Sources().SelectMany(KeysIn).Except(NotSettings)];

    private static readonly HashSet<string> Documented =
        [.. DocumentedKey().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "settings.md"))).Select(m => m.Groups["key"].Value)];

    [Fact]
    public void Every_setting_that_is_read_is_on_the_page()
    {
        Assert.True(Read.Count > 30, "the patterns find the settings");
        Assert.Empty(Read.Where(key => !Documented.Contains(key) && !(key.EndsWith("_FILE", StringComparison.Ordinal) && Documented.Contains(key[..^5]))).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_setting_on_the_page_is_read() =>
        Assert.Empty(Documented.Where(key => key.Contains("__", StringComparison.Ordinal) && !key.EndsWith("_FILE", StringComparison.Ordinal) && !Read.Contains(key)).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("""var x = configuration["Planted:Key"];""", "Planted__Key")]
    [InlineData("""configuration.GetValue("Planted:Deep:Key", 3)""", "Planted__Deep__Key")]
    [InlineData("""builder.Configuration.Port("Planted", 5100)""", "Ports__Planted")]
    [InlineData("""settings.GetConnectionString("Planted")""", "ConnectionStrings__Planted")]
    [InlineData("""Connection(configuration, "Planted")""", "ConnectionStrings__Planted")]
    [InlineData("""Environment.GetEnvironmentVariable("PLANTED_BIN")""", "PLANTED_BIN")]
    [InlineData("""export Planted__Key="${Planted__Key:-1}" """, "Planted__Key")]
    [InlineData("""      Mail__Host: ${PLANTED_HOST:?}""", "PLANTED_HOST")]
    public void A_setting_that_nobody_described_is_found(string source, string key)
    {
        Assert.Contains(key, KeysIn(source));
        Assert.DoesNotContain(key, Documented);
    }

    private static IEnumerable<string> Sources()
    {
        string[] folders = [Path.Combine(Repository.Root, "src"), Path.Combine(Repository.Root, "tests", "AIDialogues.Events.MailSink"), Path.Combine(Repository.Root, "tests", "AIDialogues.Events.EndToEnd"), Path.Combine(Repository.Root, "deploy")];
        return folders.SelectMany(folder => Repository.Files(folder, ".cs", "Dockerfile"))
            .Concat([Path.Combine(Repository.Root, "dev"), Path.Combine(Repository.Root, "docker-compose.yml")]).Select(File.ReadAllText);
    }

    private static IEnumerable<string> KeysIn(string source) =>
        // Words in capitals alone are lines of a calendar ("CLASS:PRIVATE"), not settings.
        QuotedKey().Matches(source).Select(m => m.Groups["key"].Value.Replace(":", "__", StringComparison.Ordinal)).Where(key => key.Any(char.IsLower))
            .Concat(Variable().Matches(source).Select(m => m.Groups["key"].Value))
            .Concat(PortName().Matches(source).Select(m => "Ports__" + m.Groups["key"].Value))
            .Concat(ConnectionName().Matches(source).Select(m => "ConnectionStrings__" + m.Groups["key"].Value));

    [GeneratedRegex("""
        "(?<key>[A-Z][A-Za-z]+(:[A-Z][A-Za-z]+)+)"
        """, RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex QuotedKey();

    // Section__Name in a script or a sentence, a variable asked for by name, and ${NAME} of Compose.
    [GeneratedRegex("""\b(?<key>[A-Z][A-Za-z]+(__[A-Z][A-Za-z]+)+(_FILE)?)\b|GetEnvironmentVariable\("(?<key>\w+)"\)|: .*?\$\{(?<key>[A-Z]+_[A-Z]+)\b|\$\{(?<key>[A-Z]+_[A-Z]+):[-?]""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Variable();

    [GeneratedRegex("""\.Port\("(?<key>\w+)",""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex PortName();

    [GeneratedRegex("""(GetConnectionString\(|Connection\(configuration, )"(?<key>\w+)"\)""", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex ConnectionName();

    [GeneratedRegex("`(?<key>[A-Z][A-Za-z]*(_{1,2}[A-Z][A-Za-z]*)*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 5000)]
    private static partial Regex DocumentedKey();
}
