using Npgsql;

namespace AIDialogues.Events.Web.Hosting;

/// <summary>PostgreSQL stopped, starting or out of reach: nothing is wrong with the request, and later it will work.</summary>
internal static class DatabaseAway
{
    /// <summary>Seconds after which to try again.</summary>
    public const string RetryAfter = "10";

    /// <summary>Whether that is what failed, however deep Entity Framework wrapped it.</summary>
    public static bool Is(Exception? exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is PostgresException postgres) return postgres.IsTransient || IsShutdown(postgres.SqlState);
            if (e is NpgsqlException) return true;
        }

        return false;
    }

    private static bool IsShutdown(string state) =>
        state is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow;
}
