using AIDialogues.Events.Data;
using AIDialogues.Events.Unattributed.Leaks;
using AIDialogues.Events.Worker.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AIDialogues.Events.Worker.Doctor;

internal static class DatabaseChecks
{
    private static readonly Version Oldest = new(17, 0);

    public static async Task<IReadOnlyList<Finding>> RunAsync(NpgsqlDataSource owner, TimeProvider clock, CancellationToken ct)
    {
        var findings = new List<Finding>();
        try
        {
            await using (var connection = await owner.OpenConnectionAsync(ct))
            {
                var version = connection.PostgreSqlVersion;
                findings.Add(version >= Oldest ? Finding.Ok($"PostgreSQL {version} answers.") : Finding.Attention($"PostgreSQL {version} is too old: version 17 or newer is needed."));
                findings.Add(await ClockAsync(connection, clock, ct));
            }

            if (await MigrationsAsync(owner, ct) is { } behind)
            {
                findings.Add(behind);
                return findings;
            }

            findings.Add(Finding.Ok("All migrations are applied."));
            findings.AddRange(await Walls.TryAsync(owner, ct));
            var leaks = await LeakCheck.FindAsync(owner, ct);
            findings.AddRange(leaks.Count == 0 ? [Finding.Ok("PostgreSQL keeps nothing of a statement but its row.")] : leaks.Select(Finding.Attention));
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            findings.Add(Finding.Attention(StartProblem.Sentence(exception) ?? "PostgreSQL does not answer in time."));
        }

        return findings;
    }

    private static async Task<Finding?> MigrationsAsync(NpgsqlDataSource owner, CancellationToken ct)
    {
        await using var db = DataSetup.Open(owner);
        int missing = (await db.Database.GetPendingMigrationsAsync(ct)).Count();
        if (missing > 0) return Finding.Attention($"{missing} migrations are not applied: run ./dev admin migrate.");
        await using var command = owner.CreateCommand("SELECT to_regclass('hangfire.job') IS NOT NULL");
        return await command.ExecuteScalarAsync(ct) is true ? null : Finding.Attention("The schema of the schedule (hangfire) is missing: run ./dev admin migrate.");
    }

    private static async Task<Finding> ClockAsync(NpgsqlConnection connection, TimeProvider clock, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand("SELECT clock_timestamp()", connection);
        var theirs = (DateTime)(await command.ExecuteScalarAsync(ct))!;
        var apart = (clock.GetUtcNow().UtcDateTime - theirs).Duration();
        return apart < TimeSpan.FromMinutes(1)
            ? Finding.Ok("The clock agrees with the database's.")
            : Finding.Attention($"This machine's clock and the database's are {apart.TotalMinutes:0} minutes apart: set both by NTP.");
    }
}
