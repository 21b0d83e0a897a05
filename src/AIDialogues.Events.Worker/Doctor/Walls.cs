using Npgsql;

namespace AIDialogues.Events.Worker.Doctor;

/// <summary>
/// Tries, as each role, what that role must not be able to do. Everything is rolled back; PostgreSQL refuses before it would touch a row.
/// </summary>
internal static class Walls
{
    private const string Insert = "INSERT INTO vault.statements (id, session_id, kind, words) VALUES (gen_random_uuid(), gen_random_uuid(), 'fact', 'doctor')";
    private const string Change = "UPDATE vault.statements SET words = 'doctor'";
    private const string Remove = "DELETE FROM vault.statements";
    private const string Read = "SELECT words FROM vault.statements LIMIT 1";
    private const string Rewrite = "SELECT vault.rewrite()";
    private const string People = "SELECT family_name FROM events.people LIMIT 1";
    private const string Accounts = "SELECT user_name FROM staff.accounts LIMIT 1";

    private static readonly (string Role, string Sql, string Could)[] Attempts =
    [
        ("aide_web", Insert, "write a statement"), ("aide_web", Change, "change a statement"), ("aide_web", Remove, "delete statements"),
        ("aide_web", "DELETE FROM events.consent_events", "delete consents"),
        ("aide_worker", Insert, "write a statement"), ("aide_worker", Change, "change a statement"), ("aide_worker", Remove, "delete statements"),
        ("aide_web", Rewrite, "rewrite the vault"), ("aide_worker", Rewrite, "rewrite the vault"), ("aide_board", Rewrite, "rewrite the vault"),
        ("aide_worker", Accounts, "read staff accounts"),
        ("aide_board", Insert, "write a statement"), ("aide_board", Read, "read the words of a statement"), ("aide_board", People, "read names"),
        ("aide_room", Read, "read a statement"), ("aide_room", Change, "change a statement"), ("aide_room", Remove, "delete statements"),
        ("aide_room", People, "read names"), ("aide_room", Accounts, "read staff accounts"),
    ];

    public static async Task<IReadOnlyList<Finding>> TryAsync(NpgsqlDataSource owner, CancellationToken ct)
    {
        var holes = new List<Finding>();
        await using var connection = await owner.OpenConnectionAsync(ct);
        foreach (var (role, sql, could) in Attempts)
        {
            if (await ProblemAsync(connection, role, sql, could, ct) is { } problem) holes.Add(Finding.Attention(problem));
        }

        return holes.Count > 0 ? holes : [Finding.Ok($"No role can climb its wall ({Attempts.Length} attempts refused).")];
    }

    private static async Task<string?> ProblemAsync(NpgsqlConnection connection, string role, string sql, string could, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await ExecuteAsync(connection, $"SET LOCAL ROLE {role}", ct);
        }
        catch (PostgresException refused)
        {
            return $"Role {role} cannot be tried out ({refused.MessageText}): run doctor as the database's owner, after ./dev admin migrate.";
        }

        try
        {
            await ExecuteAsync(connection, sql, ct);
            return $"Role {role} can {could}, which it must not: run ./dev admin migrate to set its rights again.";
        }
        catch (PostgresException denied) when (denied.SqlState == PostgresErrorCodes.InsufficientPrivilege)
        {
            return null;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        _ = await command.ExecuteNonQueryAsync(ct);
    }
}
