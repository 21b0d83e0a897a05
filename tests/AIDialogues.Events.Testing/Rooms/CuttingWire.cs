using System.Collections.Concurrent;
using System.Net.Sockets;
using Npgsql;

namespace AIDialogues.Events.Testing.Rooms;

/// <summary>
/// A wire between a program and PostgreSQL, both over Unix sockets. It can swallow the server's replies and be cut, so that
/// something is done and whoever asked for it does not know.
/// </summary>
public sealed class CuttingWire : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("wire-").FullName;
    private readonly ConcurrentBag<Socket> open = [];
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly string server;
    private volatile bool swallow;

    public CuttingWire(string connectionString)
    {
        var real = new NpgsqlConnectionStringBuilder(connectionString);
        server = Path.Combine(real.Host!, $".s.PGSQL.{real.Port}");
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(directory, $".s.PGSQL.{real.Port}")));
        listener.Listen();
        ConnectionString = new NpgsqlConnectionStringBuilder(connectionString) { Host = directory }.ConnectionString;
        _ = AcceptAsync();
    }

    /// <summary>The same database, reached through this wire.</summary>
    public string ConnectionString { get; }

    public void SwallowReplies() => swallow = true;

    /// <summary>Ends every connection; new ones are whole again.</summary>
    public void CutAll()
    {
        foreach (var socket in open) socket.Dispose();
        open.Clear();
        swallow = false;
    }

    public ValueTask DisposeAsync()
    {
        listener.Dispose();
        CutAll();
        Directory.Delete(directory, recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptAsync();
                var target = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
                await target.ConnectAsync(new UnixDomainSocketEndPoint(server));
                open.Add(client);
                open.Add(target);
                _ = PumpAsync(client, target, isReply: false);
                _ = PumpAsync(target, client, isReply: true);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The wire was taken away.
        }
    }

    private async Task PumpAsync(Socket from, Socket to, bool isReply)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is var read and > 0)
                if (!isReply || !swallow) _ = await to.SendAsync(buffer.AsMemory(0, read));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
        from.Dispose();
        to.Dispose();
    }
}
