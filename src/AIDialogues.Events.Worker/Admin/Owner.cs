using AIDialogues.Events.Worker.Hosting;
using Npgsql;

namespace AIDialogues.Events.Worker.Admin;

/// <summary>The database as its owner: commands run as this role, the hosts never do.</summary>
internal static class Owner
{
    public static NpgsqlDataSource Open(IConfiguration settings) => NpgsqlDataSource.Create(settings.EventsConnection());

    public static async Task ExecuteAsync(this NpgsqlDataSource source, string sql, CancellationToken ct)
    {
        await using var command = source.CreateCommand(sql);
        _ = await command.ExecuteNonQueryAsync(ct);
    }
}
