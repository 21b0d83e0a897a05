using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.Roles;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;
using Hangfire.PostgreSql;
using Npgsql;

namespace AIDialogues.Events.Worker.Admin;

/// <summary><c>migrate</c>: brings the database to the newest shape, as its owner; the hosts may not change tables.</summary>
internal static class MigrateCommand
{
    public static async Task<int> RunAsync(IConfiguration settings, string[] arguments, CancellationToken ct)
    {
        new Arguments(arguments, "migrate").None();
        await using var owner = Owner.Open(settings);
        var passwords = Passwords(settings);
        await MigrateAsync(owner, passwords, ct);
        string data = settings.DataDirectory();
        if (await SealTheRest.RunAsync(owner, () => new KeyStore(data), ct) is > 0 and var sealedNow) Console.WriteLine($"{sealedNow} texts from before are sealed now.");
        string without = string.Join(", ", DatabaseSetup.LoginRoles.Where(r => !passwords.ContainsKey(r)));
        Console.WriteLine(without.Length == 0 ? "The database is up to date." : $"The database is up to date; without a new password: {without}.");
        return 0;
    }

    public static async Task MigrateAsync(NpgsqlDataSource owner, IReadOnlyDictionary<string, string> passwords, CancellationToken ct)
    {
        await DatabaseSetup.MigrateAsync(owner, passwords, ct);
        await using var connection = await owner.OpenConnectionAsync(ct);
        PostgreSqlObjectsInstaller.Install(connection, Schedule.Schema);
        // Nothing but the schedule lies there: no person, no letter, no statement.
        await owner.ExecuteAsync($"""
            GRANT USAGE ON SCHEMA {Schedule.Schema} TO aide_worker;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {Schedule.Schema} TO aide_worker;
            GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {Schedule.Schema} TO aide_worker;
            """, ct);
    }

    /// <summary><c>Roles__Web__Password</c> or <c>Roles__Web__PasswordFile</c>, and so for worker, board and room.</summary>
    private static Dictionary<string, string> Passwords(IConfiguration settings)
    {
        var passwords = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string role in DatabaseSetup.LoginRoles)
        {
            string key = $"Roles:{role["aide_".Length..]}:Password";
            if (settings[key] is { Length: > 0 } set) passwords[role] = set;
            else if (settings[key + "File"] is { Length: > 0 } file) passwords[role] = Settings.SecretIn(file, key + "File");
        }

        return passwords;
    }
}
