using System.Globalization;
using System.Net;
using Npgsql;

namespace AIDialogues.Events.Room.Hosting;

/// <summary>What Room is told at its start. Every bad value is one sentence.</summary>
internal sealed record RoomSettings(
    int Port, IPAddress? Bind, string Board, string Room, Uri RoomUrl, string Name, TimeSpan FlushEvery)
{
    public static RoomSettings Read(IConfiguration configuration) => new(
        Number(configuration, "Ports:Room", 5101, 1, 65535),
        Address(configuration, "Room:Bind"),
        Connection(configuration, "Board"),
        Connection(configuration, "Room"),
        Url(configuration, "Site:RoomUrl", "http://room.localhost:5101"),
        Value(configuration, "Site:Name") ?? "AIDialogues.Events",
        TimeSpan.FromMinutes(Number(configuration, "Room:FlushMinutes", 10, 1, 60)));

    /// <summary>A setting NAME_FILE names a file that holds the value: so secrets come into containers.</summary>
    private static string? Value(IConfiguration configuration, string key)
    {
        if (configuration[key] is { Length: > 0 } value) return value;
        if (configuration[key + "_FILE"] is not { Length: > 0 } file) return null;
        try
        {
            return File.ReadAllText(file).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SettingException($"The setting {Shown(key)}_FILE names a file that cannot be read: {file}.");
        }
    }

    private static int Number(IConfiguration configuration, string key, int otherwise, int least, int most)
    {
        if (Value(configuration, key) is not { } value) return otherwise;
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        throw new SettingException($"The setting {Shown(key)} must be a whole number from {least} to {most}.");
    }

    private static IPAddress? Address(IConfiguration configuration, string key)
    {
        if (Value(configuration, key) is not { } value) return null;
        return IPAddress.TryParse(value, out var address)
            ? address
            : throw new SettingException($"The setting {Shown(key)} must be an IP address, such as 0.0.0.0 inside a container.");
    }

    private static Uri Url(IConfiguration configuration, string key, string otherwise)
    {
        if (Uri.TryCreate(Value(configuration, key) ?? otherwise, UriKind.Absolute, out var url) && url.Scheme is "http" or "https") return url;
        throw new SettingException($"The setting {Shown(key)} must be an address that begins with http:// or https://.");
    }

    private static string Connection(IConfiguration configuration, string name)
    {
        var key = "ConnectionStrings:" + name;
        if (Value(configuration, key) is not { } value)
            throw new SettingException($"The setting {Shown(key)} is missing: it says how Room reaches PostgreSQL as the role aide_{name.ToLowerInvariant()}.");
        try
        {
            // Details of an error would quote the row; whoever set them on is overruled.
            return new NpgsqlConnectionStringBuilder(value) { IncludeErrorDetail = false, LogParameters = false, ApplicationName = "room", Timeout = 5, CommandTimeout = 15 }.ConnectionString;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new SettingException($"The setting {Shown(key)} is not a connection string of PostgreSQL.");
        }
    }

    private static string Shown(string key) => key.Replace(":", "__", StringComparison.Ordinal);
}

/// <summary>A start that cannot be: its message is the one sentence shown.</summary>
internal sealed class SettingException(string sentence) : Exception(sentence);
