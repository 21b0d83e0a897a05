using System.Net.Sockets;
using AIDialogues.Events.Data.Keys;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace AIDialogues.Events.Web.Hosting;

/// <summary>What can stop the start, each as one sentence; null for a defect, which then shows its trace.</summary>
internal static class StartProblem
{
    public static string? Sentence(Exception exception) => exception switch
    {
        SettingException setting => setting.Message,
        KeysUnreadableException keys => keys.Message,
        PostgresException postgres => $"PostgreSQL refused: {postgres.MessageText}.",
        NpgsqlException => "PostgreSQL cannot be reached: start it, or correct ConnectionStrings__Events.",
        IOException { InnerException: AddressInUseException } => "The port is taken: set Ports__Web to a free one, or stop what uses it.",
        IOException { InnerException: SocketException } => "The port cannot be opened: set Ports__Web to another one.",
        { InnerException: { } inner } => Sentence(inner),
        _ => null,
    };
}
