using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Letters;
using MailKit.Security;

namespace AIDialogues.Events.Worker.Bounces;

/// <summary>The mailbox that bounces come to. Without encryption only on this machine itself, as with letters.</summary>
internal sealed class ImapOptions
{
    public required string Host { get; init; }
    public required int Port { get; init; }
    public required SecureSocketOptions Security { get; init; }
    public required string User { get; init; }
    public string Password { get; init; } = "";
    public string Folder { get; init; } = "INBOX";

    /// <summary>Null when no mailbox is named: then nothing is read.</summary>
    /// <exception cref="SettingException">A setting is missing, wrong, or would send the password in clear.</exception>
    public static ImapOptions? Read(IConfiguration configuration)
    {
        if (configuration["Imap:Host"] is not { Length: > 0 } host) return null;
        var security = LineSecurity.Read(configuration, "Imap:Security", host, SecureSocketOptions.SslOnConnect);
        return new()
        {
            Host = host,
            Security = security,
            Port = configuration.Number("Imap:Port", security == SecureSocketOptions.SslOnConnect ? 993 : 143),
            User = configuration["Imap:User"] is { Length: > 0 } user ? user : throw new SettingException("Imap__User is not set: name the account whose mailbox takes the bounces."),
            Password = configuration["Imap:Password"] ?? "",
            Folder = configuration["Imap:Folder"] is { Length: > 0 } folder ? folder : "INBOX",
        };
    }
}
