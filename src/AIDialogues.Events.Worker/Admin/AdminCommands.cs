using System.Runtime.InteropServices;
using AIDialogues.Events.Worker.Hosting;

namespace AIDialogues.Events.Worker.Admin;

/// <summary>What a command is given: the settings and the words after its name. It returns the exit code.</summary>
internal delegate Task<int> AdminCommand(IConfiguration settings, string[] arguments, CancellationToken ct);

/// <summary>The product's own commands by name: one line for each.</summary>
internal static class AdminCommands
{
    private static readonly Dictionary<string, AdminCommand> ByName = new(StringComparer.Ordinal)
    {
        ["api-token"] = ApiTokenCommand.RunAsync,
        ["backup"] = BackupCommand.RunAsync,
        ["code"] = CodeCommand.RunAsync,
        ["create-admin"] = CreateAdminCommand.RunAsync,
        ["doctor"] = DoctorCommand.RunAsync,
        ["import-people"] = ImportPeopleCommand.RunAsync,
        ["mail"] = MailCommand.RunAsync,
        ["migrate"] = MigrateCommand.RunAsync,
        ["postgres"] = PostgresCommand.RunAsync,
        ["purge"] = PurgeCommand.RunAsync,
        ["restore"] = RestoreCommand.RunAsync,
        ["seed-demo"] = SeedDemoCommand.RunAsync,
        ["verify-audit"] = VerifyAuditCommand.RunAsync,
        ["verify-backup"] = VerifyBackupCommand.RunAsync,
    };

    /// <summary>Null when the first word is no command, so that the host starts.</summary>
    public static async Task<int?> TryRunAsync(string[] arguments)
    {
        if (arguments is not [var name, .. var rest] || name.StartsWith('-')) return null;
        if (!ByName.TryGetValue(name, out var command))
        {
            await Console.Error.WriteLineAsync($"There is no command '{name}'; there are: {string.Join(", ", ByName.Keys.Order(StringComparer.Ordinal))}.");
            return 2;
        }

        using var interrupted = new CancellationTokenSource();
        ConsoleCancelEventHandler onInterrupt = (_, pressed) =>
        {
            pressed.Cancel = true;
            interrupted.Cancel();
        };
        Console.CancelKeyPress += onInterrupt;
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            Console.Error.WriteLine("Stopping after the step at hand.");
            interrupted.Cancel();
        });
        try
        {
            using var settings = new ConfigurationManager();
            _ = settings.AddEnvironmentVariables();
            settings.AddSecretFiles();
            return await command(settings, rest, interrupted.Token);
        }
        catch (UsageException wrong)
        {
            await Console.Error.WriteLineAsync($"{wrong.Message}\nUsage: {wrong.Usage}");
            return 2;
        }
        catch (OperationCanceledException) when (interrupted.IsCancellationRequested)
        {
            return 130;
        }
        catch (Exception exception) when (StartProblem.Sentence(exception) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
        finally
        {
            Console.CancelKeyPress -= onInterrupt;
        }
    }
}
