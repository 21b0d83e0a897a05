using System.Net;
using System.Net.Sockets;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace AIDialogues.Events.Testing.Rooms;

/// <summary>
/// A rapporteur's device as the board's script behaves: it keeps a point until the list of accepted ids holds it, and
/// sends what is not in the list again.
/// </summary>
public sealed class Device(OpenSession session)
{
    private const int Smallest = 4096;

    private readonly Dictionary<Guid, string> kept = [];

    public IReadOnlyCollection<string> Kept => kept.Values;

    public Guid Write(string words)
    {
        var id = Guid.NewGuid();
        kept.Add(id, words);
        return id;
    }

    public Task<HttpStatusCode> HandInAsync(HttpClient room, bool handOver = false) =>
        StatusAsync(room, "/api/points", Points(handOver));

    /// <summary>As above, and says how long the request was: what somebody sees who watches the network.</summary>
    public async Task<int> HandInMeasuredAsync(HttpClient room)
    {
        var body = Padded(Points(handOver: false));
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await room.PostAsync("/api/points", content);
        _ = answer.EnsureSuccessStatusCode();
        return Encoding.UTF8.GetByteCount(body);
    }

    private object Points(bool handOver) => new
    {
        sessionId = session.SessionId,
        key = session.Key,
        points = kept.Select(p => new { id = p.Key, themeId = session.ThemeId, kind = "view", words = p.Value }),
        close = handOver,
    };

    /// <summary>Sends, and hears no answer, as a device that loses its network: it is gone at once, or when the answer was under way.</summary>
    public async Task HandInUnheardAsync(int port, bool handOver, bool goneAtOnce)
    {
        var body = Encoding.UTF8.GetBytes(Padded(Points(handOver)));
        using var wire = new TcpClient();
        await wire.ConnectAsync(IPAddress.Loopback, port);
        await wire.Client.SendAsync(Encoding.ASCII.GetBytes($"POST /api/points HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"));
        await wire.Client.SendAsync(body);
        if (!goneAtOnce) _ = await wire.Client.ReceiveAsync(new byte[1], SocketFlags.Peek);
    }

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
        using var content = new StringContent(Padded(body), Encoding.UTF8, "application/json");
        return await room.PostAsync(path, content);
    }

    /// <summary>As the board's script does it: a power of two from 4 KiB on.</summary>
    public static string Padded(object body)
    {
        var text = JsonSerializer.Serialize(body)[..^1] + ",\"pad\":\"";
        var used = Encoding.UTF8.GetByteCount(text) + 2;
        var size = Math.Max(Smallest, (int)BitOperations.RoundUpToPowerOf2((uint)used));
        return text + new string(' ', size - used) + "\"}";
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient room, string path, object body)
    {
        using var answer = await PostAsync(room, path, body);
        return answer.StatusCode;
    }
}
