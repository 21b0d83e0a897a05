using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AIDialogues.Events.Data.Roles;

/// <summary>Brings a database to the newest shape and puts the walls up: migrations, then grants, then the roles' passwords. Idempotent.</summary>
public static class DatabaseSetup
{
    public static readonly IReadOnlyList<string> LoginRoles = ["aide_web", "aide_worker", "aide_board", "aide_room"];

    /// <param name="owner">A connection that may create roles.</param>
    /// <param name="passwords">Per role of <see cref="LoginRoles"/>; a role without one cannot sign in.</param>
    public static async Task MigrateAsync(NpgsqlDataSource owner, IReadOnlyDictionary<string, string> passwords, CancellationToken ct)
    {
        await using (var db = DataSetup.Open(owner)) await db.Database.MigrateAsync(ct);

        // Roles belong to the whole cluster, so two databases of one cluster take turns here.
        await using var connection = await owner.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await ExecuteAsync(connection, "SELECT pg_advisory_xact_lock(727001)", ct);
        await ExecuteAsync(connection, Grants(), ct);
        foreach (var (role, password) in passwords.Where(p => LoginRoles.Contains(p.Key)))
            await ExecuteAsync(connection, $"ALTER ROLE {role} LOGIN PASSWORD '{password.Replace("'", "''", StringComparison.Ordinal)}'", ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        _ = await command.ExecuteNonQueryAsync(ct);
    }

    private static string Grants()
    {
        using var stream = typeof(DatabaseSetup).Assembly.GetManifestResourceStream("AIDialogues.Events.Data.Roles.Grants.sql")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
