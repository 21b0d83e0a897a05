using AIDialogues.Events.Worker.Hosting;
using MimeKit;

namespace AIDialogues.Events.Worker.Audit;

/// <param name="Origin">Which chain a checkpoint is of.</param>
/// <param name="Readers">Who gets each checkpoint by mail: at best two people, of whom one does not run the server.</param>
internal sealed record AuditSettings(string Origin, IReadOnlyList<MailboxAddress> Readers)
{
    public static AuditSettings Read(IConfiguration settings, Uri site)
    {
        string text = settings["Audit:MailTo"] ?? "";
        var readers = new List<MailboxAddress>();
        foreach (string one in text.Split([',', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            readers.Add(MailboxAddress.TryParse(one, out var address) && Domain.EmailAddress.IsValid(address.Address)
                ? address : throw new SettingException($"Audit__MailTo must hold e-mail addresses with commas between, but has “{one}”."));
        }

        return new(OriginOf(site), readers);
    }

    public static string OriginOf(Uri site) => site.Authority + "/audit";
}
