using System.Net;
using System.Text;
using AIDialogues.Events.Domain;
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

    /// <summary>Connections kept at once, each with one letter in the air: as many letters a kill can leave unknown.</summary>
    public int Connections { get; init; } = 1;

    /// <summary>The provider's limit; null: none is known, and one is learnt from its answers.</summary>
    public int? PerMinute { get; init; }

    /// <summary>Where bounces go, such as bounce@institute.test: each letter's own envelope sender is made from it. Null: to the sender.</summary>
    public MailboxAddress? Bounces { get; init; }

    /// <summary>The organiser of a meeting is who sends its calendar files; a program would ask nobody else about them.</summary>
    public CalendarPerson Organiser => new(From.Name ?? "", From.Address);

    /// <summary>The sender that a reader sees: who invites, at the address that letters come from.</summary>
    /// <param name="organisation">Empty: the name that is set with the address.</param>
    public MailboxAddress FromOf(string organisation) => organisation.Length == 0 ? From : new MailboxAddress(Encoding.UTF8, organisation, From.Address);

    /// <summary>The envelope's sender of one letter (VERP): says nothing to whoever reads it, and to us which letter came back.</summary>
    public MailboxAddress EnvelopeOf(Guid returnId) =>
        Bounces is null ? From : new MailboxAddress("", $"{Bounces.LocalPart}+{returnId:n}@{Bounces.Domain}");

    /// <exception cref="SettingException">A setting is missing, wrong, or would send letters in clear.</exception>
    public static MailOptions Read(IConfiguration configuration)
    {
        string host = configuration["Mail:Host"] is { Length: > 0 } set ? set : throw new SettingException("Mail__Host is not set: name the mail server that takes the letters.");
        var security = LineSecurity.Read(configuration, "Mail:Security", host, SecureSocketOptions.StartTls, ": letters hold personal links and must not travel in clear");
        return new()
        {
            Host = host,
            Security = security,
            Port = configuration.Number("Mail:Port", security == SecureSocketOptions.SslOnConnect ? 465 : 587),
            From = SetFrom(configuration["Mail:From"], host),
            User = configuration["Mail:User"] is { Length: > 0 } user ? user : null,
            Password = configuration["Mail:Password"],
            Connections = configuration.NumberIn("Mail:Connections", 2, 1, 8),
            PerMinute = configuration.NumberIn("Mail:PerMinute", 0, 0, 6000) is > 0 and var pace ? pace : null,
            Bounces = BouncesOf(configuration),
        };
    }

    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    /// <summary>Only with a mailbox that is read, or bounces would go where nobody looks.</summary>
    private static MailboxAddress? BouncesOf(IConfiguration configuration)
    {
        if (configuration["Imap:Host"] is not { Length: > 0 }) return null;
        if (configuration["Mail:Bounces"] is not { Length: > 0 } text) throw new SettingException("Mail__Bounces is not set: name the address whose mailbox Imap__Host reads, such as bounce@institute.test.");
        return MailboxAddress.TryParse(text, out var address) && address.Address.Contains('@', StringComparison.Ordinal) && !address.LocalPart.Contains('+', StringComparison.Ordinal)
            ? address
            : throw new SettingException($"Mail__Bounces must be an address without a plus, such as bounce@institute.test, but is “{text}”.");
    }

    private static MailboxAddress SetFrom(string? text, string host)
    {
        if (string.IsNullOrEmpty(text)) text = IsLoopback(host) ? "AIDialogues.Events <invitations@demo.test>" : throw new SettingException("Mail__From is not set: name the address that letters come from.");
        return MailboxAddress.TryParse(text, out var from) && from.Address.Contains('@', StringComparison.Ordinal)
            ? from
            : throw new SettingException($"Mail__From must be an address such as Institute <invitations@institute.test>, but is “{text}”.");
    }
}
