using AIDialogues.Events.Worker.Hosting;
using MailKit.Security;

namespace AIDialogues.Events.Worker.Letters;

/// <summary>How a line to a mail server is secured, for sending and reading alike: without encryption only to this machine itself.</summary>
internal static class LineSecurity
{
    /// <param name="section">Of the settings, such as Mail.</param>
    /// <param name="usual">What holds where nothing is set.</param>
    /// <param name="because">What a sentence of refusal adds, such as ": letters hold personal links".</param>
    /// <exception cref="SettingException">The setting is none of the three, or would send in clear.</exception>
    public static SecureSocketOptions Read(IConfiguration configuration, string section, string host, SecureSocketOptions usual, string because = "") => configuration[section + ":Security"] switch
    {
        null or "" => usual,
        "StartTls" => SecureSocketOptions.StartTls,
        "SslOnConnect" => SecureSocketOptions.SslOnConnect,
        "None" when MailOptions.IsLoopback(host) => SecureSocketOptions.None,
        "None" => throw new SettingException($"{section}__Security may be None only when {section}__Host is this machine itself, but {section}__Host is “{host}”{because}."),
        var text => throw new SettingException($"{section}__Security must be {(usual == SecureSocketOptions.StartTls ? "StartTls, SslOnConnect" : "SslOnConnect, StartTls")} or None, but is “{text}”."),
    };
}
