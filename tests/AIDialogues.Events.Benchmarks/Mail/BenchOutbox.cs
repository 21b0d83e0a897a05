using System.Diagnostics;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Embedded;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Data.Roles;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Letters;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace AIDialogues.Events.Benchmarks.Mail;

/// <summary>The outbox as the product has it: a PostgreSQL that flushes to disk, an invitation, a link and a sealed text of its own for every letter.</summary>
internal sealed class BenchOutbox : IAsyncDisposable
{
    private readonly EmbeddedPostgres postgres;
    private readonly NpgsqlDataSource source;
    private readonly KeyStore keys;
    private readonly string directory;
    private readonly int port;

    private BenchOutbox(EmbeddedPostgres postgres, NpgsqlDataSource source, string directory, int port) =>
        (this.postgres, this.source, keys, this.directory, this.port) = (postgres, source, new KeyStore(directory), directory, port);

    public static async Task<BenchOutbox> PrepareAsync(int port)
    {
        string data = Directory.CreateTempSubdirectory("aide-bench-mail-").FullName;
        var cluster = await EmbeddedPostgres.StartAsync(new EmbeddedPostgresOptions { DataDirectory = data });
        await cluster.EnsureDatabaseAsync("bench");
        var owner = NpgsqlDataSource.Create(cluster.ConnectionString("bench") + ";Max Auto Prepare=50");
        await DatabaseSetup.MigrateAsync(owner, new Dictionary<string, string>(StringComparer.Ordinal), CancellationToken.None);
        return new(cluster, owner, data, port);
    }

    /// <summary>Writes the letters first; what is measured is their way out.</summary>
    public async Task<double> SendAsync(int letters, int connections)
    {
        await QueueAsync(letters);
        var options = Connections.Options(port, connections);
        var database = new WorkerDb(source, keys);
        var outbox = new Outbox(database, options, TimeProvider.System);
        var drain = new OutboxDrain(outbox, new TestPost(database, options, Connections.Site, TimeProvider.System), database, options, Connections.Site, TimeProvider.System, NullLogger<OutboxDrain>.Instance);
        var begun = Stopwatch.StartNew();
        var report = await drain.RunAsync(CancellationToken.None);
        double seconds = begun.Elapsed.TotalSeconds;
        return report.Sent == letters ? seconds : throw new InvalidOperationException($"Only {report.Sent} of {letters} left. {report.Problem}");
    }

    public async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await postgres.StopAsync();
        foreach (string made in (string[])[postgres.HomeDirectory, directory])
            if (Directory.Exists(made)) Directory.Delete(made, recursive: true);
    }

    private async Task QueueAsync(int letters)
    {
        var now = TimeProvider.System.GetUtcNow();
        await using var db = DataSetup.Open(source, keys);
        var series = Made(Series.New($"bench-{Guid.NewGuid():n}"[..20], new("Bench", "Banc"), new("", ""), "Institut Méridien", now));
        var day = DateOnly.FromDateTime(now.Date).AddDays(60);
        var dialogue = Made(Dialogue.New(series, new DialogueDetails(new("Day", "Jour"), day, new(9, 0), new(17, 0), "Genève", "Europe/Paris", Rule.ChathamHouse, day.AddDays(-14), [])));
        db.AddRange(series, dialogue);
        for (int i = 0; i < letters; i++)
        {
            var person = Made(Person.New(new PersonDetails("Awa", "Diallo", $"awa{Guid.NewGuid():n}@bassin.test", "Bassin", StakeholderGroup.Institutions, "ML", Language.French), now));
            var invitation = Invitation.Of(person, dialogue, now);
            db.AddRange(person, invitation, Letter.Queue(invitation, person, LetterKind.Invitation, new(Language.French, Connections.Subject, Connections.Body), now));
        }

        _ = await db.SaveChangesAsync();
    }

    private static T Made<T>(Result<T> result) where T : notnull => result.Refused(out var refusal, out var value) ? throw new InvalidOperationException(refusal.Code) : value;
}
