using AIDialogues.Events.Domain;
using AIDialogues.Events.MailSink.Smtp;
using AIDialogues.Events.Unattributed.Statements;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Letters;
using AIDialogues.Events.Worker.Summaries;
using AIDialogues.Events.Worker.Summaries.Models;
using MailKit.Security;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using MimeKit;
using Npgsql;

namespace AIDialogues.Events.Web.Tests.Worker;

/// <summary>The sending as the worker does it: role aide_worker, a real SMTP server, the tests' clock.</summary>
internal sealed class PostOffice : IAsyncDisposable
{
    private readonly EventsHost _host;
    private readonly Given _given;
    private readonly NpgsqlDataSource _source;

    private PostOffice(EventsHost host, SmtpSink sink)
    {
        (_host, Sink, _given) = (host, sink, new Given(host));
        _source = NpgsqlDataSource.Create(host.Database.Worker);
        Database = new WorkerDb(_source, host.Keys);
        Outbox = new Outbox(Database, Options, host.Clock);
    }

    public static readonly Uri Site = new("http://localhost:5100");

    public SmtpSink Sink { get; }

    public WorkerDb Database { get; }

    public Outbox Outbox { get; }

    public MailOptions Options => new()
    {
        Host = "127.0.0.1",
        Port = Sink.Port,
        Security = SecureSocketOptions.None,
        From = new MailboxAddress("Institut Méridien", "invitations@meridien.test"),
    };

    public static async Task<PostOffice> OpenAsync(EventsHost host)
    {
        await host.ResetAsync();
        return new PostOffice(host, await SmtpSink.StartAsync());
    }

    public Task<DrainReport> DrainAsync(MailOptions? options = null) =>
        new OutboxDrain(
            options is null ? Outbox : new Outbox(Database, options, _host.Clock), new TestPost(Database, options ?? Options, Site, _host.Clock), Database,
            options ?? Options, Site, _host.Clock, NullLogger<OutboxDrain>.Instance).RunAsync(CancellationToken.None);

    /// <summary>Assembles what was asked for, as the worker does.</summary>
    public Task AssembleAsync(ModelDrafting? model = null, CancellationToken ct = default) => new AssembleJob(
        Database, new SummaryAssembler(Database, new StatementReader(_source), _host.Clock, model), NullLogger<AssembleJob>.Instance).RunAsync(ct);

    /// <summary>As many waiting letters, each to a person of its own.</summary>
    public async Task<IReadOnlyList<Letter>> QueueAsync(int count = 1, LetterKind kind = LetterKind.Invitation, string body = "Bonjour\n\n{link}\n\nÀ bientôt")
    {
        var dialogue = await _given.DialogueAsync();
        var things = new List<object>();
        for (int i = 0; i < count; i++)
        {
            var person = Given.Value(Person.New(new PersonDetails("Awa", "Diallo", $"awa{i}@bassin.test", "Bassin", StakeholderGroup.Institutions, "ML", Language.French), _given.Now));
            var invitation = Invitation.Of(person, dialogue, _given.Now);
            things.AddRange([person, invitation, Letter.Queue(invitation, person, kind, new RenderedLetter(Language.French, "Votre journée", body), _given.Now)]);
        }

        await _given.SaveAsync([.. things]);
        return [.. things.OfType<Letter>()];
    }

    public async Task<IReadOnlyList<LetterState>> StatesAsync()
    {
        await using var db = _host.OpenDb();
        // Sorted here: the database sees no address.
        return [.. (await db.Letters.AsNoTracking().ToListAsync()).OrderBy(l => l.ToAddress, StringComparer.Ordinal).Select(l => l.State)];
    }

    public async Task<Letter> OnlyLetterAsync()
    {
        await using var db = _host.OpenDb();
        return await db.Letters.AsNoTracking().SingleAsync();
    }

    public async Task WithdrawAllAsync()
    {
        await using var db = _host.OpenDb();
        foreach (var invitation in await db.Invitations.ToListAsync()) invitation.Withdraw();
        _ = await db.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Sink.DisposeAsync();
        await _source.DisposeAsync();
    }
}
