using Npgsql;

namespace AIDialogues.Events.Worker.Demo;

/// <summary>What a database says of itself: only an empty one, or one that holds the demo, is ever written to.</summary>
internal sealed class DemoMark(NpgsqlDataSource owner)
{
    private const string Words = "AIDialogues.Events demo, stage ";

    /// <summary>The stage that was seeded here; null when none was.</summary>
    public async Task<string?> StageAsync(CancellationToken ct)
    {
        await using var command = owner.CreateCommand("SELECT obj_description('events'::regnamespace, 'pg_namespace')");
        return await command.ExecuteScalarAsync(ct) is string comment && comment.StartsWith(Words, StringComparison.Ordinal) ? comment[Words.Length..] : null;
    }

    public async Task<bool> IsEmptyAsync(CancellationToken ct)
    {
        await using var command = owner.CreateCommand(
            "SELECT NOT EXISTS (SELECT FROM events.series) AND NOT EXISTS (SELECT FROM events.people) AND NOT EXISTS (SELECT FROM vault.statements)");
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <summary>Somebody began to work here: a series of their own would go with the demo.</summary>
    public async Task<bool> HoldsMoreAsync(string demoSlug, CancellationToken ct)
    {
        await using var command = owner.CreateCommand("SELECT EXISTS (SELECT FROM events.series WHERE slug <> $1)");
        _ = command.Parameters.AddWithValue(demoSlug);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <param name="stage">A name of ours, never a user's word.</param>
    public async Task SetAsync(string stage, CancellationToken ct)
    {
        await using var command = owner.CreateCommand($"COMMENT ON SCHEMA events IS '{Words}{stage}'");
        _ = await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Takes the demo away again; staff accounts and tokens stay.</summary>
    public async Task ClearAsync(CancellationToken ct)
    {
        // What only grows refuses to be emptied, as it should; the demo's invented ledger makes way in one transaction.
        await using var command = owner.CreateCommand("""
            ALTER TABLE events.consent_events DISABLE TRIGGER only_grows_whole;
            ALTER TABLE events.notices DISABLE TRIGGER only_grows_whole;
            TRUNCATE events.series, events.dialogues, events.rooms, events.sessions, events.themes, events.people, events.invitations, events.personal_links,
                events.outbox, events.letter_templates, events.consent_events, events.reminders, events.publications, events.summaries, events.summary_items,
                board.sessions, board.keys, vault.statements CASCADE;
            ALTER TABLE events.consent_events ENABLE TRIGGER only_grows_whole;
            ALTER TABLE events.notices ENABLE TRIGGER only_grows_whole;
            """);
        _ = await command.ExecuteNonQueryAsync(ct);
    }
}
