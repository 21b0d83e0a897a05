using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Testing;
using Npgsql;
using NpgsqlTypes;

namespace AIDialogues.Events.Benchmarks.Audit;

/// <summary><c>./dev bench audit [ENTRIES]</c>: how long it takes to verify a chain that lies in PostgreSQL; a million entries in under five seconds is promised.</summary>
internal static class AuditBenchmark
{
    private const double MostSecondsPerMillion = 5;

    public static async Task<int> RunAsync(string[] args)
    {
        int entries = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var postgres = new PostgresFixture();
        await postgres.InitializeAsync();
        try
        {
            var database = await MigratedDatabase.CreateAsync(postgres);
            await using var owner = NpgsqlDataSource.Create(database.Owner);
            var building = Stopwatch.StartNew();
            byte[] root = await BuildAsync(owner, entries);
            building.Stop();
            var verified = new List<double>();
            for (int run = 0; run < 3; run++)
            {
                var verifying = Stopwatch.StartNew();
                var verdict = await AuditVerification.VerifyAsync(owner, [new Checkpoint("bench.test/audit", entries, root)], CancellationToken.None);
                if (!verdict.Holds || verdict.Entries != entries) throw new InvalidOperationException(verdict.Problem ?? "Entries are missing.");
                verified.Add(verifying.Elapsed.TotalSeconds);
            }

            return Report(entries, building.Elapsed.TotalSeconds, verified);
        }
        finally
        {
            await postgres.DisposeAsync();
        }
    }

    private static async Task<byte[]> BuildAsync(NpgsqlDataSource owner, int entries)
    {
        byte[] last = AuditEntry.Origin;
        var at = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero);
        await using var connection = await owner.OpenConnectionAsync();
        await using var rows = await connection.BeginBinaryImportAsync("COPY audit.entries FROM STDIN (FORMAT BINARY)");
        for (int seq = 1; seq <= entries; seq++)
        {
            var entry = AuditEntry.After(seq, last, at.AddSeconds(seq), "5c1f0f6d2a8e4b7c9d10", "/Organise/Invitations/Prepare:Send", "Invitations:aa11bb22cc33dd44ee55", SHA256.HashData(BitConverter.GetBytes(seq)));
            await rows.StartRowAsync();
            await rows.WriteAsync(entry.Seq, NpgsqlDbType.Bigint);
            await rows.WriteAsync(entry.At, NpgsqlDbType.TimestampTz);
            foreach (string text in (string[])[entry.Actor, entry.Action, entry.Object]) await rows.WriteAsync(text, NpgsqlDbType.Varchar);
            foreach (byte[] bytes in (byte[][])[entry.Commitment, entry.PrevHash, entry.Hash]) await rows.WriteAsync(bytes, NpgsqlDbType.Bytea);
            last = entry.Hash;
        }

        _ = await rows.CompleteAsync();
        return last;
    }

    private static int Report(int entries, double built, List<double> verified)
    {
        double worst = verified.Max();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{entries} entries: built in {built:0.0} s; verified in {string.Join(", ", verified.Select(v => v.ToString("0.00", CultureInfo.InvariantCulture)))} s"));
        var result = new { entries, builtSeconds = Math.Round(built, 2), verifiedSeconds = verified.Select(v => Math.Round(v, 3)), worstSeconds = Math.Round(worst, 3) };
        BenchFile.Write("audit", result);
        Console.WriteLine(JsonSerializer.Serialize(result));
        return worst <= MostSecondsPerMillion * Math.Max(1, entries / 1_000_000.0) ? 0 : 1;
    }
}
