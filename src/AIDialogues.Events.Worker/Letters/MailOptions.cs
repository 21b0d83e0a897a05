using System.Net;
using AIDialogues.Events.Worker.Hosting;
using MailKit.Security;
using MimeKit;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>How letters leave. Without encryption only to this machine itself: a personal link is a key, and a relay on the way would hold it.</summary>
internal sealed class MailOptions
{
    public required string Host { get; init; }
    public required int Port { get; init; }
    public required SecureSocketOptions Security { get; init; }
    public required MailboxAddress From { get; init; }
    public string? User { get; init; }
    public string? Password { get; init; }

    /// <exception cref="SettingException">A setting is missing, wrong, or would send letters in clear.</exception>
    public static MailOptions Read(IConfiguration configuration)
    {
        string host = configuration["Mail:Host"] is { Length: > 0 } set ? set : throw new SettingException("Mail__Host is not set: name the mail server that takes the letters.");
        var security = SecurityOf(configuration["Mail:Security"], host);
        return new()
        {
            Host = host,
            Security = security,
            Port = configuration.Number("Mail:Port", security == SecureSocketOptions.SslOnConnect ? 465 : 587),
            From = FromOf(configuration["Mail:From"], host),
            User = configuration["Mail:User"] is { Length: > 0 } user ? user : null,
            Password = configuration["Mail:Password"],
        };
    }

    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static SecureSocketOptions SecurityOf(string? text, string host) => text switch
    {
        null or "" or "StartTls" => SecureSocketOptions.StartTls,
        "SslOnConnect" => SecureSocketOptions.SslOnConnect,
        "None" when IsLoopback(host) => SecureSocketOptions.None,
        "None" => throw new SettingException($"Mail__Security may be None only when Mail__Host is this machine itself, but Mail__Host is “{host}”: letters hold personal links and must not travel in clear."),
        _ => throw new SettingException($"Mail__Security must be StartTls, SslOnConnect or None, but is “{text}”."),
    };

    private static MailboxAddress FromOf(string? text, string host)
    {
        if (string.IsNullOrEmpty(text)) text = IsLoopback(host) ? "AIDialogues.Events <invitations@demo.test>" : throw new SettingException("Mail__From is not set: name the address that letters come from.");
        return MailboxAddress.TryParse(text, out var from) && from.Address.Contains('@', StringComparison.Ordinal)
            ? from
            : throw new SettingException($"Mail__From must be an address such as Institute <invitations@institute.test>, but is “{text}”.");
    }
}
