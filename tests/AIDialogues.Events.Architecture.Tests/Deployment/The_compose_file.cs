using System.Text.RegularExpressions;
using Xunit;
using YamlDotNet.RepresentationModel;

namespace AIDialogues.Events.Architecture.Tests.Deployment;

/// <summary>
/// No container engine runs where these tests run, so the files are read instead of started: the same hosts and settings as
/// <c>./dev run</c>, each host with its own role and nobody else's secret.
/// </summary>
public sealed partial class The_compose_file
{
    private static readonly YamlMappingNode Services = ReadServices();

    private static readonly string Dockerfile = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "Dockerfile"));

    [Fact]
    public void Starts_the_three_hosts_the_database_and_the_proxy()
    {
        Assert.Equal(["caddy", "db", "migrate", "room", "web", "worker"], Services.Children.Keys.Select(k => k.ToString()).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("web", "aide_web")]
    [InlineData("worker", "aide_worker")]
    [InlineData("room", "aide_board aide_room")]
    [InlineData("migrate", "aide_admin")]
    public void Gives_each_host_its_own_role_and_no_other(string service, string roles)
    {
        var used = Environment(service).Values.SelectMany(v => Username().Matches(v).Select(m => m.Groups["name"].Value)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        Assert.Equal(roles.Split(' '), used);
    }

    [Fact]
    public void Tells_the_mail_servers_password_to_the_worker_alone()
    {
        var holders = Services.Children.Keys.Select(k => k.ToString()).Where(s => Environment(s).Keys.Any(k => k.StartsWith("Mail__", StringComparison.Ordinal)));

        Assert.Equal(["worker"], holders);
    }

    [Fact]
    public void Builds_only_stages_that_the_Dockerfile_has()
    {
        var targets = Services.Children.Values.OfType<YamlMappingNode>().Select(s => s.Children.TryGetValue("build", out var build) ? build["target"].ToString() : null).OfType<string>().Distinct(StringComparer.Ordinal);

        Assert.All(targets, target => Assert.Contains($" AS {target}\n", Dockerfile, StringComparison.Ordinal));
    }

    [Fact]
    public void Uses_only_settings_that_are_documented()
    {
        string documented = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", "settings.md"));
        var settings = Services.Children.Keys.SelectMany(s => Environment(s.ToString()).Keys).Where(k => k.Contains("__", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal);

        Assert.Empty(settings.Where(s => !documented.Contains(s, StringComparison.Ordinal)));
    }

    [Fact]
    public void Takes_every_variable_from_the_example_file()
    {
        string example = File.ReadAllText(Path.Combine(Repository.Root, "deploy", ".env.example"));
        var variables = Variable().Matches(File.ReadAllText(Path.Combine(Repository.Root, "docker-compose.yml"))).Select(m => m.Groups["name"].Value).Distinct(StringComparer.Ordinal);

        Assert.Empty(variables.Where(v => !example.Contains($"\n{v}=", StringComparison.Ordinal)));
    }

    [Fact]
    public void Lets_the_Room_write_nothing_down()
    {
        var room = (YamlMappingNode)Services["room"];

        Assert.Equal("true", room["read_only"].ToString());
        Assert.Equal("none", room["logging"]["driver"].ToString());
        Assert.False(room.Children.ContainsKey("volumes"));
    }

    [Fact]
    public void Serves_two_origins_without_an_access_log()
    {
        string caddy = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "Caddyfile"));

        Assert.Contains("{$SITE_HOST} {", caddy, StringComparison.Ordinal);
        Assert.Contains("{$ROOM_HOST} {", caddy, StringComparison.Ordinal);
        Assert.DoesNotMatch(AccessLog(), caddy);
        Assert.Matches(AccessLog(), "example.test {\n\tlog {\n\t}\n}");
    }

    /// <summary>A ticket of TLS 1.2 travels in clear, and the first flight of HTTP/3 may carry a request.</summary>
    [Fact]
    public void Lets_nobody_on_the_way_tell_that_two_connections_to_Room_are_one_devices()
    {
        string caddy = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "Caddyfile"));
        string room = caddy[caddy.IndexOf("{$ROOM_HOST} {", StringComparison.Ordinal)..];

        Assert.Matches(@"\ttls \{\n\t\tprotocols tls1\.3\n\t\}", room);
        Assert.Matches(@"\tservers \{(\n\t\t[^\n]+)*\n\t\tprotocols h1 h2\n", caddy);
    }

    private static YamlMappingNode ReadServices()
    {
        var stream = new YamlStream();
        using var reader = File.OpenText(Path.Combine(Repository.Root, "docker-compose.yml"));
        stream.Load(reader);
        return (YamlMappingNode)stream.Documents[0].RootNode["services"];
    }

    private static Dictionary<string, string> Environment(string service) =>
        ((YamlMappingNode)Services[service]).Children.TryGetValue("environment", out var environment)
            ? ((YamlMappingNode)environment).Children.ToDictionary(e => e.Key.ToString(), e => e.Value.ToString(), StringComparer.Ordinal)
            : [];

    [GeneratedRegex("Username=(?<name>[a-z_]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Username();

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"^\s*log(\s|$)", RegexOptions.CultureInvariant | RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex AccessLog();
}
