using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AIDialogues.Events.Web.Tests.MailSink;

/// <summary>A sender that writes exactly the bytes it is told to.</summary>
internal sealed class RawSmtp : IDisposable
{
    private readonly TcpClient client = new();
    private StreamReader? reader;

    public static async Task<RawSmtp> ConnectAsync(int port)
    {
        var smtp = new RawSmtp();
        await smtp.client.ConnectAsync(IPAddress.Loopback, port);
        smtp.reader = new StreamReader(smtp.client.GetStream(), Encoding.UTF8);
        return smtp;
    }

    /// <summary>Greeting and EHLO done.</summary>
    public static async Task<RawSmtp> GreetedAsync(int port)
    {
        var smtp = await ConnectAsync(port);
        await smtp.ReadAsync();
        await smtp.SendAsync("EHLO sender.test\r\n");
        await smtp.ReadAsync();
        return smtp;
    }

    public async Task SendAsync(string bytes) => await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(bytes));

    /// <summary>One whole reply, its lines joined by a bar; null when the server has closed.</summary>
    public async Task<string?> ReadAsync()
    {
        var lines = new List<string>();
        while (await LineAsync() is { } line)
        {
            lines.Add(line);
            if (line.Length < 4 || line[3] != '-') return string.Join('|', lines);
        }

        return null;
    }

    /// <summary>The codes of the next replies.</summary>
    public async Task<string> CodesAsync(int replies)
    {
        var codes = new List<string>();
        for (var i = 0; i < replies; i++) codes.Add((await ReadAsync())?[..3] ?? "closed");
        return string.Join(' ', codes);
    }

    public async Task<string> AskAsync(string command)
    {
        await SendAsync(command + "\r\n");
        return await ReadAsync() ?? "closed";
    }

    public void Dispose() => client.Dispose();

    private async Task<string?> LineAsync()
    {
        try
        {
            return await reader!.ReadLineAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }
}
