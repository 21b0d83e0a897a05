using System.Net;
using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Data.Embedded;
using AIDialogues.Events.Data.Roles;
using Npgsql;

namespace AIDialogues.Events.Testing.Rooms;

/// <summary>A migrated database with its roles, and the few things Web would write for Room.</summary>
public sealed class VaultDatabase : IAsyncDisposable
{
    private readonly string owner;

    private VaultDatabase(string owner)
    {
        this.owner = owner;
        Owner = NpgsqlDataSource.Create(owner);
    }

    public NpgsqlDataSource Owner { get; }

    public static async Task<VaultDatabase> CreateAsync(PostgresFixture postgres)
    {
        var template = await postgres.TemplateAsync("vault", async prepared =>
        {
            await using var source = NpgsqlDataSource.Create(prepared);
            await DatabaseSetup.MigrateAsync(source, DatabaseSetup.LoginRoles.ToDictionary(r => r, PasswordOf, StringComparer.Ordinal), CancellationToken.None);
        });
        var database = new VaultDatabase(await postgres.CreateDatabaseAsync(template));
        // What belongs to one database is not copied with it.
        await database.ExecuteAsync("DO $$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database()); " +
            "EXECUTE format('GRANT CONNECT ON DATABASE %I TO aide_web, aide_worker, aide_board, aide_room', current_database()); END $$");
        return database;
    }

    /// <summary>The database of a product that runs from this directory, seen as its owner sees it; its roles have passwords of their own.</summary>
    public static async Task<VaultDatabase> RunningInAsync(string dataDirectory)
    {
        var cluster = await EmbeddedPostgres.FindRunningAsync(new EmbeddedPostgresOptions { DataDirectory = Path.Combine(dataDirectory, "postgres") });
        return new VaultDatabase((cluster ?? throw new InvalidOperationException("No database runs there.")).ConnectionString("aidialogues"));
    }

    public string As(string role) =>
        new NpgsqlConnectionStringBuilder(owner) { Username = role, Password = PasswordOf(role), Timeout = 5 }.ConnectionString;

    /// <summary>Has Room write all that waits in a session: staff close it, a rapporteur hands it over, and it takes points again as if it had never been closed.</summary>
    public async Task<HttpStatusCode> WrittenAsync(OpenSession session, HttpClient room)
    {
        await ExecuteAsync($"UPDATE board.sessions SET closed = true WHERE session_id = '{session.SessionId}'");
        var status = await new Device(session).HandInAsync(room, handOver: true);
        await ExecuteAsync($"UPDATE board.sessions SET closed = false WHERE session_id = '{session.SessionId}'");
        return status;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        _ = await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public async Task<IReadOnlyList<string>> RowsAsync(string sql)
    {
        await using var command = Owner.CreateCommand(sql);
        await using var row = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await row.ReadAsync()) rows.Add(row.GetString(0));
        return rows;
    }

    /// <summary>A session with a board, one theme and one key.</summary>
    public async Task<OpenSession> AddSessionAsync()
    {
        var session = new OpenSession(Guid.NewGuid(), NewKey(), Guid.NewGuid());
        await using (var board = Owner.CreateCommand("INSERT INTO board.sessions (session_id, board) VALUES ($1, $2::jsonb)"))
        {
            _ = board.Parameters.AddWithValue(session.SessionId);
            _ = board.Parameters.AddWithValue(BoardOf(session));
            _ = await board.ExecuteNonQueryAsync();
        }
        await AddKeyAsync(session);
        return session;
    }

    /// <summary>A second rapporteur of the same session.</summary>
    public async Task<OpenSession> AddKeyAsync(OpenSession session, bool revoked = false)
    {
        var known = await ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM board.keys WHERE session_id = '{session.SessionId}')");
        var opened = known ? session with { Key = NewKey() } : session;
        await using var key = Owner.CreateCommand("INSERT INTO board.keys (key_sha256, session_id, revoked) VALUES ($1, $2, $3)");
        _ = key.Parameters.AddWithValue(SHA256.HashData(Encoding.UTF8.GetBytes(opened.Key)));
        _ = key.Parameters.AddWithValue(opened.SessionId);
        _ = key.Parameters.AddWithValue(revoked);
        _ = await key.ExecuteNonQueryAsync();
        return opened;
    }

    /// <summary>The facilitator of the same session: a key that only reads.</summary>
    public async Task<OpenSession> AddFacilitatorAsync(OpenSession session)
    {
        var opened = session with { Key = NewKey() };
        await using var key = Owner.CreateCommand("INSERT INTO board.keys (key_sha256, session_id, purpose) VALUES ($1, $2, 'Facilitate')");
        _ = key.Parameters.AddWithValue(SHA256.HashData(Encoding.UTF8.GetBytes(opened.Key)));
        _ = key.Parameters.AddWithValue(opened.SessionId);
        _ = await key.ExecuteNonQueryAsync();
        return opened;
    }

    public ValueTask DisposeAsync() => Owner.DisposeAsync();

    private static string PasswordOf(string role) => "test-" + role;

    private static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string BoardOf(OpenSession session) => $$$"""
        {"sessionId":"{{{session.SessionId}}}","series":{"en":"Water","fr":"Eau"},"title":{"en":"Session","fr":"Séance"},"rule":"ChathamHouse",
         "startsAt":"2027-05-12T08:00:00Z","endsAt":"2027-05-12T09:30:00Z","zone":"Europe/Paris",
         "themes":[{"id":"{{{session.ThemeId}}}","en":"Access","fr":"Accès"}],"questions":[{"en":"Why?","fr":""}],"lexicon":{}}
        """;
}

public sealed record OpenSession(Guid SessionId, string Key, Guid ThemeId);
