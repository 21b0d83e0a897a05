using System.Net.Sockets;
using AIDialogues.Events.Data.Embedded;
using AIDialogues.Events.Data.Keys;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace AIDialogues.Events.Worker.Hosting;

/// <summary>What can stop the start or a command, each as one sentence; null for a defect, which then shows its trace.</summary>
internal static class StartProblem
{
    public static string? Sentence(Exception exception) => exception switch
    {
        SettingException setting => setting.Message,
        KeysUnreadableException keys => keys.Message,
        Backup.BackupException backup => backup.Message,
        PostgresUnavailableException unavailable => unavailable.Message,
        PostgresException { SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName } =>
            "The database is not prepared: run ./dev admin migrate first.",
        PostgresException postgres => $"PostgreSQL refused: {postgres.MessageText}.",
        NpgsqlException => "PostgreSQL cannot be reached: start it, or correct ConnectionStrings__Events.",
        IOException { InnerException: AddressInUseException } => "The port is taken: set Ports__Worker to a free one, or stop what uses it.",
        IOException { InnerException: SocketException } => "The port cannot be opened: set Ports__Worker to another one.",
        { InnerException: { } inner } => Sentence(inner),
        _ => null,
    };
}
