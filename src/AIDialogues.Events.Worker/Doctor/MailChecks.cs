using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Letters;
using MailKit.Security;

namespace AIDialogues.Events.Worker.Doctor;

internal static class MailChecks
{
    public static async Task<Finding> RunAsync(IConfiguration settings, TimeProvider clock, CancellationToken ct)
    {
        try
        {
            var options = MailOptions.Read(settings);
            if (await MailState.AskAsync(options, settings.SiteUrl(), clock, ct) is { } problem) return Finding.Attention(problem);
            return Finding.Ok(options.Security == SecureSocketOptions.None
                ? $"The mail server {options.Host} on this machine takes letters."
                : $"The mail server {options.Host} takes letters over an encrypted connection with a valid certificate.");
        }
        catch (SettingException wrong)
        {
            return Finding.Attention(wrong.Message);
        }
    }
}
