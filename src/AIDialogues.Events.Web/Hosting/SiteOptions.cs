namespace AIDialogues.Events.Web.Hosting;

/// <summary>Where the site stands and what it is called; links in letters come from here, never from a request's Host header.</summary>
public sealed class SiteOptions
{
    public required Uri Url { get; init; }
    public required Uri RoomUrl { get; init; }
    public required string Name { get; init; }

    /// <summary>Every Room of a large event, each of which keeps some of the sessions; with one Room, just that.</summary>
    public required IReadOnlyList<Uri> Rooms { get; init; }

    /// <summary>Invented people only; every staff page says so.</summary>
    public bool IsDemo { get; init; }

    /// <exception cref="SettingException">A setting is missing or not an address.</exception>
    public static SiteOptions From(IConfiguration configuration) => new()
    {
        Url = Address(configuration, "Site:Url", $"http://localhost:{configuration.Port("Web", 5100)}"),
        RoomUrl = Address(configuration, "Site:RoomUrl", $"http://room.localhost:{configuration.Port("Room", 5101)}"),
        Rooms = AllRooms(configuration),
        Name = configuration["Site:Name"] is { Length: > 0 } name ? name : "AIDialogues.Events",
        IsDemo = configuration["Site:Demo"] == "true",
    };

    private static IReadOnlyList<Uri> AllRooms(IConfiguration configuration)
    {
        const string key = "Site:RoomUrls";
        string[] listed = (configuration[key] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (listed.Length == 0) return [Address(configuration, "Site:RoomUrl", $"http://room.localhost:{configuration.Port("Room", 5101)}")];
        return [.. listed.Select(one => Uri.TryCreate(one, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new Uri(uri.GetLeftPart(UriPartial.Authority))
            : throw new SettingException($"Site__RoomUrls must be http or https addresses parted by blanks, but holds “{one}”."))];
    }

    private static Uri Address(IConfiguration configuration, string key, string fallback)
    {
        string text = configuration[key] is { Length: > 0 } set ? set : fallback;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? new Uri(uri.GetLeftPart(UriPartial.Authority))
            : throw new SettingException($"{key.Replace(":", "__", StringComparison.Ordinal)} must be an http or https address, but is “{text}”.");
    }
}

/// <summary>A setting that the product cannot start with; its message is the one sentence shown.</summary>
public sealed class SettingException(string message) : Exception(message);
