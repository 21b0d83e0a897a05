namespace AIDialogues.Events.Data.Embedded;

/// <summary>The server's settings: nothing listens on the network, no log holds a statement, a value or a time of commit.</summary>
internal static class PostgresSettings
{
    public const int Port = 5432;

    public static string Text(string socketDirectory, bool durable)
    {
        var flush = durable ? "on" : "off";
        return $"""
            # Written at every start; changes here do not last.
            listen_addresses = ''
            port = {Port}
            unix_socket_directories = '{socketDirectory.Replace("'", "''", StringComparison.Ordinal)}'
            unix_socket_permissions = 0700
            password_encryption = 'scram-sha-256'
            timezone = 'UTC'
            log_timezone = 'UTC'
            jit = off
            # Web, Worker and Room keep pools of their own, of up to 100 connections each.
            max_connections = 400
            fsync = {flush}
            synchronous_commit = {flush}
            full_page_writes = {flush}

            # The microsecond of every commit would tell who wrote which row.
            track_commit_timestamp = off

            # No log may hold what somebody wrote: neither text, nor values, nor the DETAIL line that quotes a key.
            log_statement = 'none'
            log_min_duration_statement = -1
            log_min_duration_sample = -1
            log_transaction_sample_rate = 0
            log_parameter_max_length = 0
            log_parameter_max_length_on_error = 0
            log_min_error_statement = 'panic'
            log_error_verbosity = 'terse'
            log_connections = 'off'
            log_disconnections = off
            log_lock_waits = off
            debug_print_parse = off
            debug_print_plan = off
            shared_preload_libraries = ''
            session_preload_libraries = ''
            local_preload_libraries = ''

            """;
    }
}
