using System.Reflection;
using System.Text.Json;
using AIDialogues.Events.Room.Api;
using AIDialogues.Events.Room.Hosting;

namespace AIDialogues.Events.Room.Shell;

/// <summary>
/// The pages. The board's page is the same for every session, existing or not: which one it is stays between the
/// device and the three requests of the board.
/// </summary>
internal static class ShellEndpoints
{
    public static void MapShell(this IEndpointRouteBuilder routes, RoomSettings settings)
    {
        var assets = new Assets();
        var front = Template("front.html");
        var board = Template("board.html");
        var points = Template("points.html");
        var view = Template("view.html");

        IResult Page(string template, HttpRequest request) =>
            Results.Bytes(Padding.Page(RoomTexts.For(request).Fill(template, settings.Name)), "text/html; charset=utf-8");

        _ = routes.MapGet("/", (HttpRequest request) => Page(front, request));
        _ = routes.MapGet("/s/", (HttpRequest request) => Page(board, request));
        _ = routes.MapGet("/s/{sessionId:guid}", (HttpRequest request) => Page(board, request));
        _ = routes.MapGet("/f/{sessionId:guid}", (HttpRequest request) => Page(view, request));
        _ = routes.MapGet("/p/", (HttpRequest request) => Page(points, request));
        // A service worker keeps only what lies below its own address, and a participant's form keeps nothing of a board.
        _ = routes.MapGet("/p/sw.js", () => Results.Content(assets.ServiceWorker("/p/"), "text/javascript; charset=utf-8"));
        _ = routes.MapGet("/s/sw.js", () => Results.Content(assets.ServiceWorker("/s/"), "text/javascript; charset=utf-8"));
        _ = routes.MapGet("/s/board.webmanifest", (HttpRequest request) => Results.Content(Manifest(RoomTexts.For(request), settings.Name), "application/manifest+json"));
        foreach (var path in assets.Paths)
            _ = routes.MapGet(path, () => assets.Get(path));
        _ = routes.MapFallback(() => Results.Text("Not found", statusCode: StatusCodes.Status404NotFound));
    }

    private static string Manifest(RoomTexts texts, string site) => JsonSerializer.Serialize(new Dictionary<string, object>(StringComparer.Ordinal)
    {
        ["id"] = "/s/",
        ["name"] = texts["app.name"] + " – " + site,
        ["short_name"] = texts["app.name"],
        ["lang"] = texts.Language,
        ["start_url"] = "/s/",
        ["scope"] = "/s/",
        ["display"] = "standalone",
        ["background_color"] = "#fbfaf7",
        ["theme_color"] = "#14505c",
        ["icons"] = new[]
        {
            new { src = "/icons/board.svg", type = "image/svg+xml", sizes = "any" },
            new { src = "/icons/board-192.png", type = "image/png", sizes = "192x192" },
            new { src = "/icons/board-512.png", type = "image/png", sizes = "512x512" },
        },
    });

    private static string Template(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("shell/" + name)!);
        return reader.ReadToEnd();
    }
}
