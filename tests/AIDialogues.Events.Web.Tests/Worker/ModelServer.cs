using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace AIDialogues.Events.Web.Tests.Worker;

/// <summary>What came in: the whole of it, and from it the numbered lines that the model was to word.</summary>
internal sealed record Asked(string Method, string Path, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public JsonNode Json => JsonNode.Parse(Body)!;

    /// <summary>"S1", its kind and its words, for each set.</summary>
    public IReadOnlyList<string[]> Sets => [.. ((string)Json["messages"]![1]!["content"]!).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(l => l.Split(" | ", 3))];
}

/// <summary>A server on this machine that speaks the protocol of language models, answers as a test says and keeps what it was asked.</summary>
internal sealed class ModelServer : IAsyncDisposable
{
    private readonly ConcurrentQueue<Asked> _asked = new();
    private WebApplication _app = null!;

    private ModelServer()
    {
    }

    public IReadOnlyList<Asked> Asked => [.. _asked];

    public Uri Endpoint => new(new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()), "/v1");

    /// <summary>What happens instead of a good answer.</summary>
    public Func<Asked, HttpContext, Task>? Answers { get; set; }

    public static async Task<ModelServer> StartAsync()
    {
        var server = new ModelServer();
        var builder = WebApplication.CreateSlimBuilder();
        _ = builder.Logging.ClearProviders();
        _ = builder.WebHost.UseUrls("http://127.0.0.1:0");
        server._app = builder.Build();
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>One sentence for each set, as a model of good will writes it.</summary>
    public static string Worded(Asked asked) => Said([.. asked.Sets.Select(set => ($"In short: {set[2]}", new[] { set[0] }))]);

    public static string Said(params (string Words, string[] Cites)[] sentences) =>
        new JsonObject { ["sentences"] = new JsonArray([.. sentences.Select(s => new JsonObject { ["words"] = s.Words, ["cites"] = new JsonArray([.. s.Cites.Select(c => (JsonNode)c)]) })]) }.ToJsonString();

    /// <summary>Words as the protocol wraps them.</summary>
    public static Task WriteAsync(HttpContext http, string words)
    {
        http.Response.ContentType = "application/json";
        return http.Response.WriteAsync(new JsonObject { ["choices"] = new JsonArray(new JsonObject { ["message"] = new JsonObject { ["role"] = "assistant", ["content"] = words } }) }.ToJsonString(), http.RequestAborted);
    }

    public async ValueTask DisposeAsync()
    {
        using var atOnce = new CancellationTokenSource();
        await atOnce.CancelAsync();
        await _app.StopAsync(atOnce.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = new StreamReader(http.Request.Body);
        var asked = new Asked(http.Request.Method, http.Request.Path, http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), await body.ReadToEndAsync());
        _asked.Enqueue(asked);
        await (Answers is { } answers ? answers(asked, http) : WriteAsync(http, Worded(asked)));
    }
}
