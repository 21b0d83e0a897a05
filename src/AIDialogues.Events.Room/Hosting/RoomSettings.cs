using System.Globalization;
using System.Net;
using AIDialogues.Events.Unattributed.Boards;
using Npgsql;

namespace AIDialogues.Events.Room.Hosting;

/// <summary>What Room is told at its start. Every bad value is one sentence.</summary>
internal sealed record RoomSettings(
    int Port, IPAddress? Bind, string Board, string Room, Uri RoomUrl, string Name, TimeSpan FlushEvery, IReadOnlyList<Uri> Rooms)
{
    public static RoomSettings Read(IConfiguration configuration)
    {
        var here = Url(configuration, "Site:RoomUrl", "http://room.localhost:5101");
        return new(
            Number(configuration, "Ports:Room", 5101, 1, 65535),
            Address(configuration, "Room:Bind"),
            Connection(configuration, "Board"),
            Connection(configuration, "Room"),
            here,
            Value(configuration, "Site:Name") ?? "AIDialogues.Events",
            TimeSpan.FromMinutes(Number(configuration, "Room:FlushMinutes", 10, 1, 60)),
            AllRooms(configuration, here));
    }

    /// <summary>
    /// A connection that is kept and never pooled, for its locks end with it. The server gives up a peer that is gone within
    /// half a minute, so that another Room can take over.
    /// </summary>
    public string Lease => new NpgsqlConnectionStringBuilder(Board)
    {
        Pooling = false, KeepAlive = 10, ApplicationName = "room lease",
        Options = "-c tcp_user_timeout=20000 -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3",
    }.ConnectionString;

    /// <summary>Where a session is kept, of all Rooms of the event; null with one Room, which keeps them all.</summary>
    public Uri? HomeOf(Guid sessionId) => Rooms.Count > 1 ? RoomOf.Session(sessionId, Rooms) : null;

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

    /// <summary>The same list in every Room and in Web, or links would lead to a Room that sends the device on.</summary>
    private static IReadOnlyList<Uri> AllRooms(IConfiguration configuration, Uri here)
    {
        const string key = "Site:RoomUrls";
        if (Value(configuration, key) is not { } value) return [here];
        var rooms = value.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(one => Uri.TryCreate(one, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url : null).ToList();
        if (rooms.Contains(null) || !rooms.Contains(here))
            throw new SettingException($"The setting {Shown(key)} must list the addresses of all Rooms, parted by blanks, and Site__RoomUrl among them.");
        return [.. rooms.OfType<Uri>()];
    }

    private static string Connection(IConfiguration configuration, string name)
    {
        var key = "ConnectionStrings:" + name;
        if (Value(configuration, key) is not { } value)
            throw new SettingException($"The setting {Shown(key)} is missing: it says how Room reaches PostgreSQL as the role aide_{name.ToLowerInvariant()}.");
        try
        {
            // Details of an error would quote the row; whoever set them on is overruled.
            // A device erases its words once they are stored: stored must mean on the disk, whatever the server's own setting is.
            return new NpgsqlConnectionStringBuilder(value)
            {
                IncludeErrorDetail = false, LogParameters = false, ApplicationName = "room", Timeout = 5, CommandTimeout = 15, Options = "-c synchronous_commit=on",
            }.ConnectionString;
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
