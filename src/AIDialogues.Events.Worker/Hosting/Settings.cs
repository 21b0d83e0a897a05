using System.Globalization;
using Npgsql;

namespace AIDialogues.Events.Worker.Hosting;

/// <summary>A setting or argument that the product cannot go on with; its message is the one sentence shown.</summary>
internal sealed class SettingException(string message) : Exception(message);

internal static class Settings
{
    // Only settings of ours: other programs have variables that end so too.
    private static readonly string[] Sections = ["ConnectionStrings:", "Mail:", "Imap:", "Site:", "Data:", "Roles:", "Summaries:"];

    /// <summary>Reads a port; 0 lets the system choose.</summary>
    public static int Port(this IConfiguration configuration, string name, int fallback) => configuration.Number($"Ports:{name}", fallback);

    public static int Number(this IConfiguration configuration, string key, int fallback)
    {
        string? text = configuration[key];
        if (string.IsNullOrEmpty(text)) return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65535
            ? port
            : throw new SettingException($"{Shown(key)} must be a number from 0 to 65535, but is “{text}”.");
    }

    public static int NumberIn(this IConfiguration configuration, string key, int fallback, int least, int most)
    {
        string? text = configuration[key];
        if (string.IsNullOrEmpty(text)) return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most
            ? number
            : throw new SettingException($"{Shown(key)} must be a number from {least} to {most}, but is “{text}”.");
    }

    public static string EventsConnection(this IConfiguration configuration)
    {
        if (configuration.GetConnectionString("Events") is not { Length: > 0 } set)
            throw new SettingException("ConnectionStrings__Events is not set: name the PostgreSQL database, or use ./dev run and ./dev admin.");
        try
        {
            return new NpgsqlConnectionStringBuilder(set).ConnectionString;
        }
        catch (ArgumentException)
        {
            throw new SettingException("ConnectionStrings__Events is not a PostgreSQL connection string, such as Host=db;Database=events;Username=…;Password=….");
        }
    }

    /// <summary>Replaces <c>X_FILE</c> settings by what the file holds, so that a secret need not stand in the environment.</summary>
    public static void AddSecretFiles(this ConfigurationManager configuration)
    {
        var secrets = configuration.AsEnumerable()
            .Where(s => s.Key.EndsWith("_FILE", StringComparison.Ordinal) && s.Value is { Length: > 0 }
                && Array.Exists(Sections, section => s.Key.StartsWith(section, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(s => s.Key[..^"_FILE".Length], s => (string?)SecretIn(s.Value!, s.Key));
        _ = configuration.AddInMemoryCollection(secrets);
    }

    public static string SecretIn(string file, string key) => File.Exists(file)
        ? File.ReadAllText(file).Trim()
        : throw new SettingException($"{Shown(key)} names a file that is not there: {file}.");

    public static string DataDirectory(this IConfiguration configuration) =>
        Path.GetFullPath(configuration["Data:Directory"] is { Length: > 0 } set ? set : ".data");

    /// <summary>Where the public site stands: links in letters begin here.</summary>
    public static Uri SiteUrl(this IConfiguration configuration)
    {
        string text = configuration["Site:Url"] is { Length: > 0 } set ? set : $"http://localhost:{configuration.Port("Web", 5100)}";
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new Uri(uri.GetLeftPart(UriPartial.Authority))
            : throw new SettingException($"Site__Url must be an http or https address, but is “{text}”.");
    }

    public static string Shown(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}
