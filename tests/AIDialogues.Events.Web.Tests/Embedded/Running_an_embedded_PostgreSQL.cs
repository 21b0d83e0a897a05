using AIDialogues.Events.Data.Embedded;
using Npgsql;
using Xunit;

#pragma warning disable CA1416 // The embedded cluster refuses Windows.

namespace AIDialogues.Events.Web.Tests.Embedded;

public sealed class Running_an_embedded_PostgreSQL : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("aide-embedded-").FullName;
    private EmbeddedPostgres? postgres;

    private EmbeddedPostgresOptions Options => new() { DataDirectory = directory, Durable = false };

    public async ValueTask InitializeAsync() => postgres = await EmbeddedPostgres.StartAsync(Options);

    public async ValueTask DisposeAsync()
    {
        await postgres!.StopAsync();
        Directory.Delete(postgres.HomeDirectory, recursive: true);
        if (Directory.Exists(directory)) Directory.Delete(directory, recursive: true);
    }

    [Fact]
    public async Task Is_version_18_with_the_collation_that_every_machine_has()
    {
        Assert.Equal("18", (await AskAsync("SHOW server_version")).Split('.')[0]);
        Assert.Equal("b C.UTF-8", await AskAsync("SELECT datlocprovider::text || ' ' || datlocale FROM pg_database WHERE datname = 'postgres'"));
    }

    [Fact]
    public async Task Listens_on_no_network_and_notes_no_statement_value_or_time_of_commit()
    {
        var settings = await AskAsync("""
            SELECT string_agg(name || '=' || setting, ' ' ORDER BY name) FROM pg_settings WHERE name IN (
                'listen_addresses', 'track_commit_timestamp', 'log_statement', 'log_min_duration_statement', 'log_parameter_max_length',
                'log_parameter_max_length_on_error', 'log_min_error_statement', 'log_error_verbosity', 'log_connections',
                'shared_preload_libraries', 'session_preload_libraries', 'fsync')
            """);
        Assert.Equal(
            "fsync=off listen_addresses= log_connections=off log_error_verbosity=terse log_min_duration_statement=-1 log_min_error_statement=panic "
            + "log_parameter_max_length=0 log_parameter_max_length_on_error=0 log_statement=none session_preload_libraries= shared_preload_libraries= track_commit_timestamp=off",
            settings);
    }

    [Fact]
    public async Task Keeps_the_words_of_a_failed_statement_out_of_its_log()
    {
        await AskAsync("SELECT 1; CREATE TABLE spoken (words text PRIMARY KEY); INSERT INTO spoken VALUES ('the lantern remark')");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => AskAsync("INSERT INTO spoken VALUES ('the lantern remark')"));
        Assert.Equal(PostgresErrorCodes.UniqueViolation, refused.SqlState);
        var log = await File.ReadAllTextAsync(Path.Combine(postgres!.HomeDirectory, "cluster", "server.log"));
        Assert.Contains("spoken_pkey", log, StringComparison.Ordinal);
        Assert.DoesNotContain("lantern", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_attached_to_when_it_already_runs()
    {
        var second = await EmbeddedPostgres.StartAsync(Options);
        Assert.True(postgres!.StartedHere);
        Assert.False(second.StartedHere);
        Assert.Equal(postgres.ConnectionString("postgres"), second.ConnectionString("postgres"));
    }

    [Fact]
    public async Task Keeps_its_rows_over_a_stop_and_a_start()
    {
        await postgres!.EnsureDatabaseAsync("kept");
        await postgres.StopAsync();
        Assert.Null(await EmbeddedPostgres.FindRunningAsync(Options));
        var again = await EmbeddedPostgres.StartAsync(Options);
        await again.EnsureDatabaseAsync("kept");
        Assert.Equal("1", await AskAsync("SELECT count(*) FROM pg_database WHERE datname = 'kept'"));
    }

    [Fact]
    public async Task Starts_although_a_power_cut_left_a_process_number_that_is_now_somebody_elses()
    {
        await postgres!.StopAsync();
        var pidFile = Path.Combine(postgres.HomeDirectory, "cluster", "postmaster.pid");
        await File.WriteAllTextAsync(pidFile, $"{Environment.ProcessId}\n");
        Assert.True((await EmbeddedPostgres.StartAsync(Options)).StartedHere);
    }

    [Fact]
    public async Task Refuses_a_folder_without_its_programs_in_one_sentence()
    {
        var refused = await Assert.ThrowsAsync<PostgresUnavailableException>(() => EmbeddedPostgres.StartAsync(Options with { BinDirectory = directory }));
        Assert.Equal($"No PostgreSQL programs (initdb, pg_ctl, postgres) in {directory}; correct APP_PG_BIN or unset it.", refused.Message);
    }

    [Fact]
    public async Task Asks_for_the_owners_password()
    {
        var wrong = new NpgsqlConnectionStringBuilder(postgres!.ConnectionString("postgres")) { Password = "guessed" };
        await using var connection = new NpgsqlConnection(wrong.ConnectionString);
        var refused = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync());
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(postgres.HomeDirectory, "owner-password")));
    }

    private async Task<string> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(postgres!.ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return $"{await command.ExecuteScalarAsync()}";
    }
}
