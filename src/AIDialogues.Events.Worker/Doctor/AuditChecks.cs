using AIDialogues.Events.Worker.Audit;
using AIDialogues.Events.Worker.Hosting;

namespace AIDialogues.Events.Worker.Doctor;

/// <summary>Whether anybody but this server keeps what would show that its chain was written anew.</summary>
internal static class AuditChecks
{
    public static Finding Run(IConfiguration settings)
    {
        try
        {
            int readers = AuditSettings.Read(settings, settings.SiteUrl()).Readers.Select(r => r.Address).Distinct(StringComparer.OrdinalIgnoreCase).Count();
            return readers >= 2
                ? Finding.Ok($"Checkpoints of the staff actions are mailed to {readers} readers.")
                : Finding.Note($"Audit__MailTo names {(readers == 0 ? "nobody" : "one reader")}: name two who keep the checkpoints, one of whom does not run this server, or a chain that was written anew shows nowhere.");
        }
        catch (SettingException wrong)
        {
            return Finding.Attention(wrong.Message);
        }
    }
}
