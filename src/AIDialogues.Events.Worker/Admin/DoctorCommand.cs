using AIDialogues.Events.Worker.Doctor;
using AIDialogues.Events.Worker.Hosting;

namespace AIDialogues.Events.Worker.Admin;

/// <summary><c>doctor</c>: looks at everything the product stands on; a line each, exit code 1 when something needs attention.</summary>
internal static class DoctorCommand
{
    public static async Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        new Arguments(words, "doctor").None();
        var findings = new List<Finding>();
        await using (var owner = Owner.Open(settings)) findings.AddRange(await DatabaseChecks.RunAsync(owner, TimeProvider.System, ct));
        findings.Add(await MailChecks.RunAsync(settings, TimeProvider.System, ct));
        findings.Add(AuditChecks.Run(settings));
        findings.AddRange(DiskChecks.Run(settings.DataDirectory()));
        foreach (var finding in findings) Console.WriteLine($"{(finding.IsNote ? "note     " : finding.IsWell ? "ok       " : "attention")}  {finding.Sentence}");
        return findings.TrueForAll(f => f.IsWell) ? 0 : 1;
    }
}
