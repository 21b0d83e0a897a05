using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using AIDialogues.Events.Data.Api;
using AIDialogues.Events.Data.Staff;
using AIDialogues.Events.Web.Tests.Hosting;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Tests.Api;

/// <summary>A program with a bearer token.</summary>
internal sealed class ApiClient : IDisposable
{
    private readonly HttpClient _http;

    private ApiClient(EventsHost host, string? secret)
    {
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(host.Address, "/api/v1/") };
        if (secret is not null) _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", secret);
    }

    public static async Task<ApiClient> WithTokenAsync(EventsHost host, string scope = "organise", Action<ApiToken>? with = null, Guid? owner = null)
    {
        // Each is somebody else's, so that two of them are two people.
        var account = new StaffAccount { DisplayName = "Noor Haddad" };
        if (owner is { } given) account.Id = given;
        var (token, secret) = ApiToken.New("Test", scope, host.Clock.GetUtcNow(), account.Id);
        with?.Invoke(token);
        await using (var db = host.OpenDb())
        {
            if (!await db.Users.AnyAsync(a => a.Id == account.Id)) _ = db.Add(account);
            _ = db.Add(token);
            _ = await db.SaveChangesAsync();
        }

        return new(host, secret);
    }

    public static ApiClient With(EventsHost host, string? secret) => new(host, secret);

    public Task<Answer> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null, null);

    public Task<Answer> PostAsync(string path, object? body, string? key = null) => SendAsync(HttpMethod.Post, path, body is null ? null : JsonContent.Create(body), key);

    public Task<Answer> PutAsync(string path, object body, string? key = null) => SendAsync(HttpMethod.Put, path, JsonContent.Create(body), key);

    /// <summary>Puts a file as it is.</summary>
    public Task<Answer> PutFileAsync(string path, byte[] file, string type, string? key = null) =>
        SendAsync(HttpMethod.Put, path, new ByteArrayContent(file) { Headers = { ContentType = new MediaTypeHeaderValue(type) } }, key);

    public Task<byte[]> BytesAsync(string path) => _http.GetByteArrayAsync(path);

    public Task<HttpResponseMessage> GetFileAsync(string path) => _http.GetAsync(path);

    public Task<Answer> DeleteAsync(string path, string? key = null) => SendAsync(HttpMethod.Delete, path, null, key);

    public Task<Answer> PostRawAsync(string path, string json, string type = "application/json", string? key = null) =>
        SendAsync(HttpMethod.Post, path, new StringContent(json, Encoding.UTF8, type), key);

    public void Dispose() => _http.Dispose();

    private async Task<Answer> SendAsync(HttpMethod method, string path, HttpContent? content, string? key)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        // A body that is refused for its size is then never sent.
        request.Headers.ExpectContinue = content?.Headers.ContentLength > 1024 * 1024;
        if (key is not null) request.Headers.Add("Idempotency-Key", key);
        using var response = await _http.SendAsync(request);
        string text = await response.Content.ReadAsStringAsync();
        bool json = response.Content.Headers.ContentType?.MediaType is "application/json" or "application/problem+json";
        return new(response.StatusCode, response.Content.Headers.ContentType?.MediaType, text, json ? JsonNode.Parse(text) : null, response.Headers.Contains("Idempotency-Replayed"));
    }
}

internal sealed record Answer(HttpStatusCode Status, string? Type, string Text, JsonNode? Json, bool Replayed)
{
    public string? Code => (string?)Json?["code"];

    public Guid Id => (Guid)Json!["id"]!;

    public (int Status, string? Code) Problem => ((int)Status, Type == "application/problem+json" ? Code : "(not a problem: " + Text + ")");
}
