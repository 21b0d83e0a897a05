using System.Net;
using System.Net.Sockets;

namespace AIDialogues.Events.Worker.Summaries.Models;

/// <summary>Addresses of this machine and of private networks (RFC 1918, RFC 4193, link-local): the only ones a model may answer from.</summary>
internal static class PrivateAddress
{
    public static bool Is(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        if (IPAddress.IsLoopback(address)) return true;
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal;
        byte[] b = address.GetAddressBytes();
        return b[0] == 10 || (b[0] == 172 && b[1] is >= 16 and <= 31) || (b[0] == 192 && b[1] == 168) || (b[0] == 169 && b[1] == 254);
    }

    /// <summary>
    /// Connects to a host only if every address it resolves to is private, and to the very address that was checked: a name that changes
    /// its mind between the check and the connection gets nothing.
    /// </summary>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint host, Func<string, CancellationToken, Task<IPAddress[]>> resolve, CancellationToken ct)
    {
        var addresses = await resolve(host.Host, ct);
        if (addresses.Length == 0 || !Array.TrueForAll(addresses, Is)) throw new HttpRequestException("The model's host is not on this machine or in a private network.");
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, host.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
