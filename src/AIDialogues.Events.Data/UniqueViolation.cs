using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace AIDialogues.Events.Data;

public static class UniqueViolation
{
    /// <summary>True when PostgreSQL kept a second one out (SQLSTATE 23505): somebody else was a moment earlier.</summary>
    public static bool IsUniqueViolation(this DbUpdateException exception) =>
        exception.InnerException is PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };
}
