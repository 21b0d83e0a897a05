using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace AIDialogues.Events.MailSink.Smtp;

/// <summary>
/// A real SMTP server on the loopback address that delivers nowhere: it keeps what it was sent, and answers as a test
/// asks it to. <c>await using var sink = await SmtpSink.StartAsync();</c>
/// </summary>
public sealed class SmtpSink : IAsyncDisposable
{
    private readonly TcpListener listener;
    private readonly SmtpLimits limits;
    private readonly TimeProvider clock;
    private readonly Func<ReceivedMail, Task>? store;
    private readonly CancellationTokenSource stopping = new();
    private readonly ConcurrentDictionary<int, Task> conversations = new();
    private readonly Lock gate = new();
    private readonly List<ReceivedMail> mails = [];
    private readonly List<Func<SmtpStep, SmtpReply?>> scripts = [];
    private TaskCompletionSource arrival = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task accepting = Task.CompletedTask;
    private int connections;
    private int talking;

    private SmtpSink(int port, SmtpLimits limits, TimeProvider clock, Func<ReceivedMail, Task>? store)
    {
        (this.limits, this.clock, this.store) = (limits, clock, store);
        listener = new TcpListener(IPAddress.Loopback, port);
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>How many connections were ever accepted.</summary>
    public int Connections => Volatile.Read(ref connections);

    public IReadOnlyList<ReceivedMail> Mails
    {
        get
        {
            lock (gate) return [.. mails];
        }
    }

    /// <summary>Listens at once; port 0 chooses a free one.</summary>
    /// <param name="port">0 chooses a free one.</param>
    /// <param name="limits">What a sender may ask for at most.</param>
    /// <param name="clock">The time of receipt.</param>
    /// <param name="store">Called with each letter before it is acknowledged; an IOException becomes a 452.</param>
    public static Task<SmtpSink> StartAsync(int port = 0, SmtpLimits? limits = null, TimeProvider? clock = null, Func<ReceivedMail, Task>? store = null)
    {
        var sink = new SmtpSink(port, limits ?? new SmtpLimits(), clock ?? TimeProvider.System, store);
        sink.listener.Start();
        sink.accepting = sink.AcceptAsync();
        return Task.FromResult(sink);
    }

    /// <summary>The newest script is asked first; one that returns null leaves the answer to the older ones and to the usual.</summary>
    public void Script(Func<SmtpStep, SmtpReply?> answer)
    {
        lock (gate) scripts.Insert(0, answer);
    }

    public void ClearScript()
    {
        lock (gate) scripts.Clear();
    }

    /// <summary>The first letter, already here or still to come, that fits.</summary>
    public async Task<ReceivedMail> WaitForAsync(Func<ReceivedMail, bool> fits, CancellationToken ct = default)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (mails.Find(mail => fits(mail)) is { } found) return found;
                next = arrival.Task;
            }

            await next.WaitAsync(ct);
        }
    }

    /// <summary>Waits until nobody is talking any more.</summary>
    public Task QuietAsync(CancellationToken ct = default) => Task.WhenAll(conversations.Values).WaitAsync(ct);

    public void Clear()
    {
        lock (gate) mails.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        listener.Stop();
        await accepting;
        await Task.WhenAll(conversations.Values);
        stopping.Dispose();
        listener.Dispose();
    }

    /// <summary>Letters of an earlier run, oldest first.</summary>
    internal void Restore(IEnumerable<ReceivedMail> earlier)
    {
        lock (gate) mails.AddRange(earlier);
    }

    private async Task AcceptAsync()
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                var client = await listener.AcceptTcpClientAsync(stopping.Token);
                var number = Interlocked.Increment(ref connections);
                conversations[number] = TalkAsync(client, number);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // Stopped, or the client was gone before it was greeted.
            }
        }
    }

    private async Task TalkAsync(TcpClient client, int number)
    {
        var open = Interlocked.Increment(ref talking);
        await Task.Yield();
        using (client)
        {
            try
            {
                client.NoDelay = true;
                await using var stream = client.GetStream();
                if (open > limits.Connections) await stream.WriteAsync("421 4.7.0 Too many connections\r\n"u8.ToArray(), stopping.Token);
                else await new SmtpConversation(stream, number, limits, clock, Ask, KeepAsync).RunAsync(stopping.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // The sender went away or said nothing for too long.
            }
        }

        _ = Interlocked.Decrement(ref talking);
        _ = conversations.TryRemove(number, out _);
    }

    private SmtpReply? Ask(SmtpStep step)
    {
        Func<SmtpStep, SmtpReply?>[] asked;
        lock (gate) asked = [.. scripts];
        return asked.Select(answer => answer(step)).FirstOrDefault(reply => reply is not null);
    }

    private async Task KeepAsync(ReceivedMail mail)
    {
        if (store is not null) await store(mail);
        TaskCompletionSource waiting;
        lock (gate)
        {
            mails.Add(mail);
            if (mails.Count > limits.Kept) mails.RemoveAt(0);
            waiting = arrival;
            arrival = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.SetResult();
    }
}
