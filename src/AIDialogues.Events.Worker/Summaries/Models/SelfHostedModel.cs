using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Extensions.AI;

namespace AIDialogues.Events.Worker.Summaries.Models;

/// <summary>
/// A chat client for a server of one's own that speaks the common protocol (<c>POST chat/completions</c>), as llama.cpp, vLLM and Ollama
/// do. No proxy, no redirect, no cookie, private addresses only.
/// </summary>
internal sealed class SelfHostedModel : IChatClient
{
    private const int LongestAnswer = 1024 * 1024;

    private readonly HttpClient _http;
    private readonly ModelOptions _options;

    /// <param name="resolve">Asks for the addresses of a host; the system's resolver unless a test is one.</param>
    public SelfHostedModel(ModelOptions options, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
    {
        _options = options;
        _http = new HttpClient(new SocketsHttpHandler
        {
            ConnectCallback = (context, ct) => PrivateAddress.ConnectAsync(context.DnsEndPoint, resolve ?? Dns.GetHostAddressesAsync, ct),
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            // What is asked is what was said: it is not to be traced through headers.
            ActivityHeadersPropagator = null,
        })
        { BaseAddress = options.Endpoint, Timeout = options.Patience, MaxResponseContentBufferSize = LongestAnswer };
        if (options.Key is { } key) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var request = new Request(_options.Name, [.. messages.Select(m => new Message(m.Role.Value, m.Text))], options?.Temperature ?? 0, options?.Seed ?? 1);
        using var response = await _http.PostAsJsonAsync("chat/completions", request, cancellationToken);
        _ = response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync<Answer>(cancellationToken);
        return answer?.Choices is [{ Message.Content: { } text }, ..] ? new ChatResponse(new ChatMessage(ChatRole.Assistant, text)) : throw new JsonException("The model's answer has no words.");
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var whole = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var update in whole.ToChatResponseUpdates()) yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose() => _http.Dispose();

    private sealed record Request(string Model, IReadOnlyList<Message> Messages, float Temperature, long Seed, bool Stream = false);

    private sealed record Message(string Role, [property: JsonPropertyName("content")] string Content);

    private sealed record Answer(IReadOnlyList<Choice>? Choices);

    private sealed record Choice(Message? Message);
}
