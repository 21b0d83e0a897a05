using System.Net;
using System.Net.Sockets;

namespace AIDialogues.Events.MailSink.Imap;

/// <summary>
/// A small real IMAP4rev1 server (RFC 3501) with one account and one folder, for reading what a test put there:
/// <c>await using var sink = ImapSink.Start("bounce", "secret"); sink.Put(message);</c>
/// </summary>
public sealed class ImapSink : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stopping = new();
    private readonly ImapFolder folder = new();
    private readonly List<Task> conversations = [];
    private readonly string user;
    private readonly string password;
    private Task accepting = Task.CompletedTask;

    private ImapSink(string user, string password) => (this.user, this.password) = (user, password);

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>What lies in the folder, with the flags that its reader set.</summary>
    public IReadOnlyList<ImapMessage> Messages => folder.All;

    public static ImapSink Start(string user, string password)
    {
        var sink = new ImapSink(user, password);
        sink.listener.Start();
        sink.accepting = sink.AcceptAsync();
        return sink;
    }

    public void Put(byte[] message) => folder.Put(message);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(conversations);
        stopping.Dispose();
        listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stopping.Token);
                conversations.Add(TalkAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await using var stream = client.GetStream();
                await new ImapConversation(stream, folder, user, password).RunAsync(stopping.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The reader went away.
            }
        }
    }
}
