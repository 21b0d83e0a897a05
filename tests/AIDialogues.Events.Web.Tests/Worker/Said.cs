using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using Npgsql;

namespace AIDialogues.Events.Web.Tests.Worker;

/// <summary>Puts statements into the vault as Room does, in its role.</summary>
internal static class Said
{
    public static async Task SayAsync(this EventsHost host, Session session, params (Id<Theme> Theme, string Kind, string Words)[] said)
    {
        await using var source = NpgsqlDataSource.Create(host.Database.As("aide_room"));
        await using var command = source.CreateCommand(
            "INSERT INTO vault.statements (id, session_id, theme_id, kind, words) SELECT gen_random_uuid(), $1, theme, kind, words FROM unnest($2::uuid[], $3::text[], $4::text[]) AS s (theme, kind, words)");
        _ = command.Parameters.AddWithValue(session.Id.Value);
        _ = command.Parameters.AddWithValue(said.Select(s => s.Theme.Value).ToArray());
        _ = command.Parameters.AddWithValue(said.Select(s => s.Kind).ToArray());
        _ = command.Parameters.AddWithValue(said.Select(s => s.Words).ToArray());
        _ = await command.ExecuteNonQueryAsync();
    }
}
