using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Api;
using Npgsql;

namespace AIDialogues.Events.Worker.Audit;

/// <summary>
/// What happened to the directory as a whole since a checkpoint, read from the chain. Staff's addresses are none of the worker's business, so
/// those who keep checkpoints learn it by the letter they get anyway: how often, and where to look; never who.
/// </summary>
internal static class DirectorySteps
{
    private static readonly (string Action, string Words)[] Told =
    [
        (RosterExports.Asked, "asked for"), (RosterExports.Allowed, "allowed"), (RosterExports.RefusedIt, "refused"), (RosterExports.Taken, "taken out"),
        (ApiToken.Made, "opened to a program by a token"),
    ];

    /// <param name="size">How many entries the checkpoint before was signed over.</param>
    /// <returns>One sentence; empty when nothing happened.</returns>
    public static async Task<string> SinceAsync(NpgsqlDataSource source, long size, CancellationToken ct)
    {
        await using var command = source.CreateCommand("SELECT action, count(*)::int FROM audit.entries WHERE seq > $1 AND action = ANY($2) GROUP BY action");
        _ = command.Parameters.AddWithValue(size);
        _ = command.Parameters.AddWithValue(Told.Select(t => t.Action).ToArray());
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        await using var rows = await command.ExecuteReaderAsync(ct);
        while (await rows.ReadAsync(ct)) counts[rows.GetString(0)] = rows.GetInt32(1);
        var happened = Told.Where(t => counts.ContainsKey(t.Action)).Select(t => $"{t.Words}: {counts[t.Action]}").ToList();
        return happened.Count == 0 ? "" : $"Since the checkpoint before, the directory of people was {string.Join("; ", happened)}. Who it was stands on the pages of organisers.";
    }
}
