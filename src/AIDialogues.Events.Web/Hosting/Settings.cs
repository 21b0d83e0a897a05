using System.Globalization;
using System.Net;
using Npgsql;

namespace AIDialogues.Events.Web.Hosting;

internal static class Settings
{
    /// <summary>Reads a port; 0 lets the system choose.</summary>
    public static int Port(this IConfiguration configuration, string name, int fallback)
    {
        string? text = configuration[$"Ports:{name}"];
        if (string.IsNullOrEmpty(text)) return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port <= 65535
            ? port
            : throw new SettingException($"Ports__{name} must be a number from 0 to 65535, but is “{text}”.");
    }

    /// <summary>The address to listen on, such as 0.0.0.0 inside a container; null is loopback only.</summary>
    public static IPAddress? Bind(this IConfiguration configuration) => configuration["Web:Bind"] switch
    {
        null or "" => null,
        var text => IPAddress.TryParse(text, out var address) ? address : throw new SettingException($"Web__Bind must be an IP address, such as 0.0.0.0 inside a container, but is “{text}”."),
    };

    public static string EventsConnection(this IConfiguration configuration)
    {
        if (configuration.GetConnectionString("Events") is not { Length: > 0 } set)
            throw new SettingException("ConnectionStrings__Events is not set: name the PostgreSQL database, or start with ./dev run.");
        try
        {
            return new NpgsqlConnectionStringBuilder(set).ConnectionString;
        }
        catch (Exception unreadable) when (unreadable is ArgumentException or FormatException)
        {
            // It is not shown, because it holds a password.
            throw new SettingException("ConnectionStrings__Events cannot be read: write it as Host=…;Username=…;Password=…;Database=….");
        }
    }

    /// <summary>Replaces <c>X_FILE</c> settings by what the file holds, so that a secret need not stand in the environment.</summary>
    public static void AddSecretFiles(this ConfigurationManager configuration)
    {
        // Only settings of ours: other programs have variables that end so too.
        string[] sections = ["ConnectionStrings:", "Site:", "Data:"];
        var secrets = configuration.AsEnumerable()
            .Where(s => s.Key.EndsWith("_FILE", StringComparison.Ordinal) && s.Value is { Length: > 0 }
                && Array.Exists(sections, section => s.Key.StartsWith(section, StringComparison.OrdinalIgnoreCase)))
            .ToDictionary(s => s.Key[..^"_FILE".Length], s => File.Exists(s.Value)
                ? (string?)File.ReadAllText(s.Value).Trim()
                : throw new SettingException($"{s.Key.Replace(":", "__", StringComparison.Ordinal)} names a file that is not there: {s.Value}."));
        _ = configuration.AddInMemoryCollection(secrets);
    }

    public static string DataDirectory(this IConfiguration configuration) =>
        Path.GetFullPath(configuration["Data:Directory"] is { Length: > 0 } set ? set : ".data");
}
