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

    /// <summary>A fingerprint of every table of ours: rows, and by which transaction each was written last. Two that are equal have nothing between them.</summary>
    public async Task<SortedDictionary<string, string>> TablesAsync()
    {
        await using var source = NpgsqlDataSource.Create(Owner);
        var names = new List<string>();
        await using (var list = source.CreateCommand("SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN ('events', 'staff', 'board', 'vault')"))
        await using (var reader = await list.ExecuteReaderAsync())
            while (await reader.ReadAsync()) names.Add(reader.GetString(0));
        var tables = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string name in names)
        {
            await using var sum = source.CreateCommand($"SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text || t.xmin, '|' ORDER BY t::text)), '') FROM {name} t");
            tables[name] = (string)(await sum.ExecuteScalarAsync())!;
        }

        return tables;
    }

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
