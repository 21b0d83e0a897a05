using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Hosting;

namespace AIDialogues.Events.Worker.Admin;

/// <summary><c>verify-audit [--since FILE]</c>: reads the whole chain against every checkpoint kept here, and against one kept elsewhere.</summary>
internal static class VerifyAuditCommand
{
    public static async Task<int> RunAsync(IConfiguration settings, string[] words, CancellationToken ct)
    {
        var arguments = new Arguments(words, "verify-audit [--since CHECKPOINTFILE]", optionNames: ["--since"]);
        arguments.None();
        var checkpoints = new Checkpoints(settings.DataDirectory());
        var known = new List<Checkpoint>();
        try
        {
            if (arguments["--since"] is { } file)
            {
                if (!File.Exists(file)) throw new SettingException($"There is no file {file}.");
                var given = checkpoints.Read(await File.ReadAllTextAsync(file, ct), file);
                known.AddRange(given.Count > 0 ? given : throw new SettingException($"{file} holds no checkpoint."));
            }

            known.AddRange(checkpoints.Read());
        }
        catch (InvalidDataException wrong)
        {
            Console.WriteLine(wrong.Message);
            return 1;
        }

        await using var owner = Owner.Open(settings);
        var verdict = await AuditVerification.VerifyAsync(owner, known, ct);
        Console.WriteLine(verdict.Problem ?? $"The chain holds: {verdict.Entries} entries, {known.Count} checkpoints.");
        return verdict.Holds ? 0 : 1;
    }
}
