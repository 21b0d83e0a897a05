using System.Security.Cryptography;
using AIDialogues.Events.Testing.Rooms;
using Npgsql;

namespace AIDialogues.Events.Testing.Linkage;

/// <summary>
/// How one would build it without thinking of this attacker. Kept in the tests for ever: the attacks must reach at least
/// four in five on each, by the artefact named, or their failure against the product would mean nothing.
/// </summary>
public class NaiveDesign(string name, params string[] fallsTo)
{
    private const string Insert = "INSERT INTO linkage.statements (id, session, words) VALUES ($1, $2, $3)";

    public static readonly IReadOnlyList<NaiveDesign> All =
    [
        new OneTransaction(), new NaiveDesign("V2 two transactions", "nearest xmin", "ctid rank", "dump order (COPY)", "WAL, raw", "WAL commit times", "index pages", "order within index pages"), new OnArrival(), new PoolInATable(),
        new TimedIds(), new JobEach(), new LoggedStatements(), new UnpaddedRequests(),
    ];

    public string Name => name;

    /// <summary>The attacks that must break it.</summary>
    public IReadOnlyList<string> FallsTo => fallsTo;

    /// <summary>Short, because a long row may find room in an earlier page, which blurs the order a little; where length is what betrays, it varies.</summary>
    public virtual int LongestWords => 20;

    public static NaiveDesign Of(string name) => All.Single(d => d.Name == name);

    public virtual Task PrepareAsync(VaultDatabase vault) => Task.CompletedTask;

    public virtual Guid NewId(int arrival) => Guid.NewGuid();

    /// <summary>What happens when somebody says something; gives the transaction of the row about the visit, if it writes one.</summary>
    public virtual async Task<uint?> ActAsync(VaultDatabase vault, Guid id, int session, string words, Func<NpgsqlConnection?, Task<uint?>> visit)
    {
        var transaction = await visit(null);
        await WriteAsync(vault, Insert, id, session, words);
        return transaction;
    }

    public virtual Task FlushAsync(VaultDatabase vault) => Task.CompletedTask;

    protected static async Task WriteAsync(VaultDatabase vault, string sql, Guid id, int session, string words, NpgsqlConnection? connection = null)
    {
        await using var command = connection is null ? vault.Owner.CreateCommand(sql) : new NpgsqlCommand(sql, connection);
        _ = command.Parameters.AddWithValue(id);
        _ = command.Parameters.AddWithValue(session);
        _ = command.Parameters.AddWithValue(words);
        _ = await command.ExecuteNonQueryAsync();
    }

    private sealed class OneTransaction() : NaiveDesign("V1 one transaction", "same transaction (xmin join)", "dump order (COPY)")
    {
        public override async Task<uint?> ActAsync(VaultDatabase vault, Guid id, int session, string words, Func<NpgsqlConnection?, Task<uint?>> visit)
        {
            await using var connection = await vault.Owner.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            var number = await visit(connection);
            await WriteAsync(vault, Insert, id, session, words, connection);
            await transaction.CommitAsync();
            return number;
        }
    }

    /// <summary>A blind token, and no row about the visit at all; the web log is enough.</summary>
    private sealed class OnArrival() : NaiveDesign("V3 row on arrival", "ctid rank", "nearest xmin", "dump order (COPY)")
    {
        public override async Task<uint?> ActAsync(VaultDatabase vault, Guid id, int session, string words, Func<NpgsqlConnection?, Task<uint?>> visit)
        {
            await WriteAsync(vault, Insert, id, session, words);
            return null;
        }
    }

    /// <summary>Shuffled into one batch, which is right; but what waits for it waits in a table.</summary>
    private sealed class PoolInATable() : NaiveDesign("V5 pool in a table", "dead rows (pageinspect)", "WAL, raw", "base backup, raw")
    {
        public override Task PrepareAsync(VaultDatabase vault) => vault.ExecuteAsync("CREATE TABLE linkage.pool (LIKE linkage.statements) WITH (autovacuum_enabled = false)");

        public override async Task<uint?> ActAsync(VaultDatabase vault, Guid id, int session, string words, Func<NpgsqlConnection?, Task<uint?>> visit)
        {
            var transaction = await visit(null);
            await WriteAsync(vault, "INSERT INTO linkage.pool VALUES ($1, $2, $3)", id, session, words);
            return transaction;
        }

        public override Task FlushAsync(VaultDatabase vault) =>
            vault.ExecuteAsync("INSERT INTO linkage.statements SELECT * FROM linkage.pool ORDER BY gen_random_uuid(); DELETE FROM linkage.pool");
    }

    /// <summary>Shuffled in memory into one statement, which is right; nothing about a visit is beside it but this design's own slip.</summary>
    private abstract class InOneBatch(string name, params string[] fallsTo) : NaiveDesign(name, fallsTo)
    {
        private readonly List<(Guid Id, int Session, string Words)> waiting = [];

        public override async Task<uint?> ActAsync(VaultDatabase vault, Guid id, int session, string words, Func<NpgsqlConnection?, Task<uint?>> visit)
        {
            waiting.Add((id, session, words));
            return await visit(null);
        }

        public override async Task FlushAsync(VaultDatabase vault)
        {
            var batch = waiting.OrderBy(_ => RandomNumberGenerator.GetInt32(int.MaxValue)).ToList();
            waiting.Clear();
            await using var command = vault.Owner.CreateCommand("INSERT INTO linkage.statements SELECT * FROM unnest($1, $2, $3)");
            _ = command.Parameters.AddWithValue(batch.Select(b => b.Id).ToArray());
            _ = command.Parameters.AddWithValue(batch.Select(b => b.Session).ToArray());
            _ = command.Parameters.AddWithValue(batch.Select(b => b.Words).ToArray());
            _ = await command.ExecuteNonQueryAsync();
        }
    }

    private sealed class TimedIds() : InOneBatch("one batch, ids with time", "id's version and time", "id order")
    {
        /// <summary>A version 7 id as many libraries make them by default; made by hand, because the product may not make one.</summary>
        public override Guid NewId(int arrival)
        {
            var bytes = RandomNumberGenerator.GetBytes(16);
            var milliseconds = 1_800_000_000_000L + (arrival * 40_000L);
            for (var i = 0; i < 6; i++) bytes[i] = (byte)(milliseconds >> (8 * (5 - i)));
            bytes[6] = (byte)(0x70 | (bytes[6] & 0x0F));
            bytes[8] = (byte)(0x80 | (bytes[8] & 0x3F));
            return new Guid(bytes, bigEndian: true);
        }
    }

    private sealed class JobEach() : InOneBatch("one batch, a job for each", "rows of other tables")
    {
        public override Task PrepareAsync(VaultDatabase vault) =>
            vault.ExecuteAsync("CREATE TABLE linkage.jobs (id bigserial PRIMARY KEY, createdat timestamptz NOT NULL DEFAULT clock_timestamp(), arguments text NOT NULL)");

        public override async Task<uint?> ActAsync(VaultDatabase vault, Guid id, int session, string words, Func<NpgsqlConnection?, Task<uint?>> visit)
        {
            await vault.ExecuteAsync($"INSERT INTO linkage.jobs (arguments) VALUES ('[\"{id}\"]')");
            return await base.ActAsync(vault, id, session, words, visit);
        }
    }

    private sealed class LoggedStatements() : InOneBatch("one batch, statements logged", "logs")
    {
        public override async Task<uint?> ActAsync(VaultDatabase vault, Guid id, int session, string words, Func<NpgsqlConnection?, Task<uint?>> visit)
        {
            await vault.ExecuteAsync($"SET log_statement = 'all'; SELECT '{id}'::uuid; SET log_statement = 'none'");
            return await base.ActAsync(vault, id, session, words, visit);
        }
    }

    private sealed class UnpaddedRequests() : InOneBatch("one batch, requests as long as their words", "length on the wire")
    {
        public override int LongestWords => 1500;
    }
}
