namespace AIDialogues.Events.Data.Embedded;

/// <summary>The embedded PostgreSQL cannot run here; the message is one sentence that says what to do.</summary>
public sealed class PostgresUnavailableException : Exception
{
    public PostgresUnavailableException()
    {
    }

    public PostgresUnavailableException(string message) : base(message)
    {
    }

    public PostgresUnavailableException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
