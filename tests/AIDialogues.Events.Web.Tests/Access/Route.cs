using System.Globalization;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace AIDialogues.Events.Web.Tests.Access;

/// <summary>One door of the host: a method, an address with places, and the handler of a page.</summary>
internal sealed record Route(string Method, RoutePattern Pattern, string Handler)
{
    public string Name => $"{Method} /{Pattern.RawText?.Trim('/')}{(Handler.Length > 0 ? "?handler=" + Handler : "")}";

    /// <summary>What a program sends to it; another kind is sent on to where nothing is.</summary>
    public string Takes { get; private init; } = "application/json";

    /// <summary>Whether it hands out a file when its form is sent; a test holds against this that no other form does.</summary>
    public bool IsExport => Method == "POST" && Handler is "Download" or "Export";

    /// <summary>The endings that an address takes, such as md and pdf; one empty word where it takes none.</summary>
    public IReadOnlyList<string> Formats => Pattern.RawText is { } text && text.IndexOf("{format:regex(^(", StringComparison.Ordinal) is >= 0 and int at
        ? text[(at + 16)..text.IndexOf(')', at + 16)].Split('|') : [""];

    /// <summary>Every door there is, from the routing itself, so that none can be forgotten. Style sheets and icons are the same for all.</summary>
    public static async Task<IReadOnlyList<Route>> AllAsync(EventsHost host)
    {
        var loader = host.Services.GetRequiredService<PageLoader>();
        var routes = new List<Route>();
        foreach (var endpoint in host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.Any(m => m.GetType().Name.StartsWith("StaticAsset", StringComparison.Ordinal))) continue;
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
            {
                var compiled = await loader.LoadAsync(page, endpoint.Metadata);
                routes.Add(new("GET", endpoint.RoutePattern, ""));
                routes.AddRange(compiled.HandlerMethods.Where(h => !(h.HttpMethod == "Get" && h.Name is null))
                    .Select(h => new Route(h.HttpMethod.ToUpperInvariant(), endpoint.RoutePattern, h.Name ?? "")));
            }
            else
            {
                foreach (string method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"])
                    routes.Add(new(method, endpoint.RoutePattern, "") { Takes = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.ContentTypes is [var first, ..] ? first : "application/json" });
            }
        }

        return [.. routes.DistinctBy(r => r.Name).OrderBy(r => r.Pattern.RawText, StringComparer.Ordinal).ThenBy(r => r.Name, StringComparer.Ordinal)];
    }

    /// <summary>The address with its places filled: an id by the word before it, anything else by its own name; what is not known is made up.</summary>
    public string Path(IReadOnlyDictionary<string, string> values)
    {
        var segments = Pattern.PathSegments.Select((segment, at) => string.Concat(segment.Parts.Select(part => part switch
        {
            RoutePatternLiteralPart literal => literal.Content,
            RoutePatternSeparatorPart separator => separator.Content,
            RoutePatternParameterPart { IsCatchAll: true } => "anything",
            RoutePatternParameterPart place => values.GetValueOrDefault($"{WordBefore(at)}:{place.Name}") ?? values.GetValueOrDefault(place.Name) ?? values.GetValueOrDefault(WordBefore(at)) ?? Guid.NewGuid().ToString(),
            _ => "",
        })));
        return "/" + string.Join('/', segments) + (Handler.Length > 0 ? "?handler=" + Handler : "");
    }

    /// <summary>How many things the address names; what only says of which kind or in which form is none.</summary>
    public int Things => Pattern.Parameters.Count(IsThing);

    /// <summary>The address with its first thing of one world and all others of another.</summary>
    public string Path(IReadOnlyDictionary<string, string> first, IReadOnlyDictionary<string, string> others)
    {
        string? own = Pattern.Parameters.FirstOrDefault(IsThing)?.Name;
        var mixed = others.ToDictionary(StringComparer.Ordinal);
        foreach (var (segment, at) in Pattern.PathSegments.Select((s, i) => (s, i)))
        {
            foreach (var place in segment.Parts.OfType<RoutePatternParameterPart>().Where(p => p.Name == own))
                mixed[$"{WordBefore(at)}:{place.Name}"] = first.GetValueOrDefault($"{WordBefore(at)}:{place.Name}") ?? first.GetValueOrDefault(place.Name) ?? first.GetValueOrDefault(WordBefore(at)) ?? Guid.NewGuid().ToString();
        }

        return Path(mixed);
    }

    private static bool IsThing(RoutePatternParameterPart place) => !place.IsCatchAll && place.Name is not ("kind" or "format" or "language" or "purpose" or "documentName");

    /// <summary>The nearest one, so that an id behind its kind is told by the word before both.</summary>
    private string WordBefore(int segment) =>
        Pattern.PathSegments.Take(segment).Reverse().Select(s => s.Parts[0]).OfType<RoutePatternLiteralPart>().FirstOrDefault()?.Content ?? "";

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}");
}
