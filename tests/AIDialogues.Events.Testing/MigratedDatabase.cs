using AIDialogues.Events.Data.Roles;
using Npgsql;

namespace AIDialogues.Events.Testing;

/// <summary>A database as a user has it: every migration, every role with its grants. Copied from a template made once.</summary>
public sealed record MigratedDatabase(string Owner)
{
    private const string Password = "test-only";

    public string As(string role) => new NpgsqlConnectionStringBuilder(Owner) { Username = role, Password = Password }.ConnectionString;

    public string Web => As("aide_web");

    public string Worker => As("aide_worker");

    public static async Task<MigratedDatabase> CreateAsync(PostgresFixture postgres)
    {
        string template = await postgres.TemplateAsync("migrated", async owner =>
        {
            await using var source = NpgsqlDataSource.Create(owner);
            await DatabaseSetup.MigrateAsync(source, DatabaseSetup.LoginRoles.ToDictionary(r => r, _ => Password), CancellationToken.None);
        });
        string copy = await postgres.CreateDatabaseAsync(template);
        // CONNECT rights belong to a database and are not copied with it.
        await using var source = NpgsqlDataSource.Create(copy);
        await using var grant = source.CreateCommand("""
            DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO aide_web, aide_worker, aide_board, aide_room', current_database()); END $$
            """);
        _ = await grant.ExecuteNonQueryAsync();
        return new(copy);
    }
}
