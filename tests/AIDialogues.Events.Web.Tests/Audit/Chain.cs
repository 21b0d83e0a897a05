using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Keys;
using AIDialogues.Events.Testing;
using AIDialogues.Events.Web.Tests.Hosting;
using Npgsql;

namespace AIDialogues.Events.Web.Tests.Audit;

/// <summary>A chain in a database and a data directory of its own, because nothing can be taken out of one again.</summary>
internal sealed class Chain : IAsyncDisposable
{
    public const string Origin = "site.test/audit";

    private Chain(MigratedDatabase database, TimeProvider clock)
    {
        Database = database;
        Clock = clock;
        Owner = NpgsqlDataSource.Create(database.Owner);
        Web = NpgsqlDataSource.Create(database.Web);
        Data = Directory.CreateTempSubdirectory("aide-chain-").FullName;
        Keys = new KeyStore(Data);
        Checkpoints = new Checkpoints(Data);
    }

    public MigratedDatabase Database { get; }

    public TimeProvider Clock { get; }

    public NpgsqlDataSource Owner { get; }

    public NpgsqlDataSource Web { get; }

    public string Data { get; }

    public KeyStore Keys { get; }

    public Checkpoints Checkpoints { get; }

    public static async Task<Chain> OfAsync(EventsHost host, int entries)
    {
        var chain = new Chain(await MigratedDatabase.CreateAsync(host.Postgres), host.Clock);
        for (int i = 0; i < entries; i++) await chain.AddAsync($"detail {i}");
        return chain;
    }

    public async Task AddAsync(string detail, Guid? subject = null, string action = "/Organise/People/Person")
    {
        await using var db = DataSetup.Open(Web, Keys);
        await new AuditLog(db, Keys, Clock).RecordAsync(new("account", action, "People", "id", detail, subject), CancellationToken.None);
    }

    public Task<AuditVerdict> VerifyAsync() => AuditVerification.VerifyAsync(Owner, Checkpoints.Read(), CancellationToken.None);

    public async Task<string> SignAsync() => Checkpoints.Sign(Origin, await VerifyAsync())!;

    /// <summary>As the owner of the database with the triggers off: the strongest hand there is.</summary>
    public async Task TamperAsync(string sql)
    {
        await using var command = Owner.CreateCommand("ALTER TABLE audit.entries DISABLE TRIGGER USER; " + sql + "; ALTER TABLE audit.entries ENABLE TRIGGER USER");
        _ = await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Web.DisposeAsync();
        await Owner.DisposeAsync();
        Directory.Delete(Data, recursive: true);
    }
}
