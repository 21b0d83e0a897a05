using AIDialogues.Events.Data.Erasure;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Retention;

/// <summary>What a rule takes from one place.</summary>
public sealed record PurgeLine(RetentionRule Rule, string Table, long Rows);

/// <summary>Keeps the promise of every retention rule; the same lines as a dry run and as the nightly job.</summary>
public sealed class Purge(EventsDb db, TimeProvider clock)
{
    /// <summary>
    /// People of whom nobody has heard for two years (directory, letters, answers, choices), and who allow nothing any more. A record that gave way
    /// to another goes with it; whoever restricted their data wants them kept until they lift it.
    /// </summary>
    private static readonly string Forgotten = $"""
        SELECT p.id AS "Value" FROM events.people p
        WHERE p.erased_at IS NULL AND p.merged_into_id IS NULL AND p.restricted_at IS NULL AND {ForgottenOn} <= ({"{0}"} AT TIME ZONE 'UTC')::date
        """;

    /// <summary>The day in whose night that happens, if nothing more is heard.</summary>
    private static string ForgottenOn => $"""
        greatest((greatest(
            (SELECT max(greatest(r.created_at, r.last_contact_at)) FROM events.people r WHERE p.id IN (r.id, r.merged_into_id)),
            (SELECT max(greatest(i.invited_at, i.answered_at)) FROM events.invitations i WHERE i.person_id = p.id),
            (SELECT max(o.created_at) FROM events.outbox o WHERE o.person_id = p.id),
            (SELECT max(c.at) FROM events.consent_events c WHERE c.person_id = p.id)) AT TIME ZONE 'UTC')::date + {RetentionRule.Contact.Days()},
          (SELECT (max(last.valid_until) AT TIME ZONE 'UTC')::date + 1
           FROM (SELECT DISTINCT ON (c.dialogue_id, c.purpose, c.quotation_id) c.state, c.valid_until FROM events.consent_events c
                 WHERE c.person_id = p.id AND c.state <> 'Requested' ORDER BY c.dialogue_id, c.purpose, c.quotation_id, c.at DESC) last
           WHERE last.state IN ('Given', 'Renewed')))
        """;

    /// <summary>The same day for one person; null for whoever restricted their data, which are then kept.</summary>
    public static async Task<DateOnly?> ForgottenOnAsync(EventsDb db, Guid person, CancellationToken ct)
    {
        string sql = $"SELECT {ForgottenOn} AS \"Value\" FROM events.people p WHERE p.id = {"{0}"} AND p.restricted_at IS NULL";
        return (await db.Database.SqlQueryRaw<DateOnly?>(sql, person).ToListAsync(ct)).FirstOrDefault();
    }

    public async Task<IReadOnlyList<PurgeLine>> DryRunAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var lines = new List<PurgeLine>();
        foreach (var step in await StepsAsync(ct))
        {
            string sql = $"SELECT ({Placed(step.Due)}) AS \"Value\"";
            long rows = await db.Database.SqlQueryRaw<long>(sql, now).SingleAsync(ct);
            lines.Add(new(step.Rule, step.Table, rows));
        }

        lines.Add(new(RetentionRule.Contact, "events.people", (await ForgottenAsync(ct)).Count));
        return lines;
    }

    public async Task<IReadOnlyList<PurgeLine>> RunAsync(PersonErasure erasure, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var lines = new List<PurgeLine>();
        foreach (var step in await StepsAsync(ct))
        {
            await using var transaction = await db.Database.BeginTransactionAsync(ct);
            if (step.Keep is { } keep) _ = await db.Database.ExecuteSqlRawAsync(Placed(keep), [now], ct);
            lines.Add(new(step.Rule, step.Table, await db.Database.ExecuteSqlRawAsync(Placed(step.Purge), [now], ct)));
            await transaction.CommitAsync(ct);
        }

        var forgotten = await ForgottenAsync(ct);
        foreach (var person in forgotten) await erasure.EraseAsync(person, "retention", ct);
        lines.Add(new(RetentionRule.Contact, "events.people", forgotten.Count));
        return lines;
    }

    private Task<List<Guid>> ForgottenAsync(CancellationToken ct) => db.Database.SqlQueryRaw<Guid>(Forgotten, clock.GetUtcNow()).ToListAsync(ct);

    /// <summary>The schedule's tables are there only where a worker runs.</summary>
    private async Task<IReadOnlyList<PurgeStep>> StepsAsync(CancellationToken ct)
    {
        var tables = await db.Database.SqlQuery<string>($"""
            SELECT n.nspname || '.' || c.relname AS "Value" FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
            """).ToListAsync(ct);
        return [.. PurgeSteps.All.Where(s => tables.Contains(s.Table))];
    }

    private static string Placed(string sql) => sql.Replace("$1", "{0}", StringComparison.Ordinal);
}
