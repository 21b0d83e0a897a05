using AIDialogues.Events.Worker.Hosting;
using MailKit.Security;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>How a line to a mail server is secured, for sending and reading alike: without encryption only to this machine itself.</summary>
internal static class LineSecurity
{
    /// <param name="key">The setting's, such as Mail:Security; the host's stands beside it.</param>
    /// <param name="usual">What holds where nothing is set.</param>
    /// <param name="because">What a sentence of refusal adds, such as ": letters hold personal links".</param>
    /// <exception cref="SettingException">The setting is none of the three, or would send in clear.</exception>
    public static SecureSocketOptions Read(IConfiguration configuration, string key, string host, SecureSocketOptions usual, string because = "") => configuration[key] switch
    {
        null or "" => usual,
        "StartTls" => SecureSocketOptions.StartTls,
        "SslOnConnect" => SecureSocketOptions.SslOnConnect,
        "None" when MailOptions.IsLoopback(host) => SecureSocketOptions.None,
        "None" => throw new SettingException($"{Shown(key)} may be None only when {HostOf(key)} is this machine itself, but {HostOf(key)} is “{host}”{because}."),
        var text => throw new SettingException($"{Shown(key)} must be {(usual == SecureSocketOptions.StartTls ? "StartTls, SslOnConnect" : "SslOnConnect, StartTls")} or None, but is “{text}”."),
    };

    private static string Shown(string key) => key.Replace(":", "__", StringComparison.Ordinal);

    private static string HostOf(string key) => $"{key[..key.IndexOf(':', StringComparison.Ordinal)]}__Host";
}
