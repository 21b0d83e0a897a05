using System.Net;
using System.Text;
using System.Text.Json;

namespace AIDialogues.Events.Testing.Rooms;

/// <summary>
/// A rapporteur's device as the board's script behaves: it keeps a point until the list of accepted ids holds it, and
/// sends what is not in the list again.
/// </summary>
public sealed class Device(OpenSession session)
{
    private const int Bucket = 4096;

    private readonly Dictionary<Guid, string> kept = [];

    public IReadOnlyCollection<string> Kept => kept.Values;

    public Guid Write(string words)
    {
        var id = Guid.NewGuid();
        kept.Add(id, words);
        return id;
    }

    public Task<HttpStatusCode> HandInAsync(HttpClient room, bool close = false) =>
        StatusAsync(room, "/api/points", new
        {
            sessionId = session.SessionId,
            key = session.Key,
            points = kept.Select(p => new { id = p.Key, themeId = session.ThemeId, kind = "view", words = p.Value }),
            close,
        });

    /// <summary>Asks what is stored, forgets that, and gives how many points are left.</summary>
    public async Task<int> SettleAsync(HttpClient room)
    {
        using var answer = await PostAsync(room, "/api/accepted", new { sessionId = session.SessionId, key = session.Key });
        using var json = JsonDocument.Parse(await answer.EnsureSuccessStatusCode().Content.ReadAsStreamAsync());
        foreach (var id in json.RootElement.GetProperty("accepted").EnumerateArray()) _ = kept.Remove(id.GetGuid());
        return kept.Count;
    }

    public static async Task<HttpResponseMessage> PostAsync(HttpClient room, string path, object body)
    {
        var text = JsonSerializer.Serialize(body)[..^1] + ",\"pad\":\"";
        var pad = (Bucket - ((Encoding.UTF8.GetByteCount(text) + 2) % Bucket)) % Bucket;
        using var content = new StringContent(text + new string(' ', pad) + "\"}", Encoding.UTF8, "application/json");
        return await room.PostAsync(path, content);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient room, string path, object body)
    {
        using var answer = await PostAsync(room, path, body);
        return answer.StatusCode;
    }
}
