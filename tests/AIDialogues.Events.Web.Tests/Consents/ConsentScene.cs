using AIDialogues.Events.Data.Retention;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Worker.Hosting;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Consents;

/// <summary>One public series with one day, and experts who accepted, each with a phone of their own.</summary>
internal sealed class ConsentScene(EventsHost host)
{
    public Given Given { get; } = new(host);

    public Series Series { get; private set; } = null!;

    public Dialogue Dialogue { get; private set; } = null!;

    public async Task SetAsync()
    {
        await host.ResetAsync();
        Series = await Given.SeriesAsync("water");
        Dialogue = await Given.DialogueAsync(Series);
    }

    public async Task<(Person Person, Invitation Invitation, string Token)> ExpertAsync(string family, params ConsentPurpose[] agrees)
    {
        var person = await Given.PersonAsync("Expert", family, affiliation: $"House of {family}", language: Language.English);
        var (invitation, token) = await Given.InvitationAsync(Dialogue, person, i => _ = i.Answer(true, Dialogue, Given.Now));
        if (agrees.Length > 0) _ = await SayAsync(token, [.. agrees.Select(p => (p, "yes"))]);
        return (person, invitation, token);
    }

    /// <summary>Answers on the page as rendered, a minute later.</summary>
    public async Task<Page> SayAsync(string token, params (ConsentPurpose Purpose, string Answer)[] answers)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        using var phone = host.NewBrowser();
        return await phone.SubmitAsync(await phone.GetAsync("/i/" + token), answers.ToDictionary(a => $"consents[{a.Purpose}]", a => (object?)a.Answer), form: "#choices form");
    }

    public async Task ChangeRuleAsync(Rule rule)
    {
        await using var db = host.OpenDb();
        var d = await db.Dialogues.FindAsync(Dialogue.Id) ?? throw new InvalidOperationException();
        _ = d.Change(new(d.Title, d.Day, d.Begins, d.Ends, d.Venue, d.Zone, rule, d.AnswerBy, d.RemindDaysBefore));
        _ = await db.SaveChangesAsync();
    }

    /// <summary>Until a request waits for a lock that somebody holds: only then has it surely read what stood before.</summary>
    public async Task UntilItWaitsAsync(Task request)
    {
        await using var db = host.OpenDb();
        while (await db.Database.SqlQuery<int>($"SELECT count(*)::int AS \"Value\" FROM pg_locks l JOIN pg_stat_activity a USING (pid) WHERE NOT l.granted AND a.datname = current_database()").SingleAsync() == 0)
        {
            Assert.False(request.IsCompleted);
            await Task.Yield();
        }
    }

    /// <summary>As the worker does at night, with its own rights.</summary>
    public async Task PurgeAsync()
    {
        await using var source = NpgsqlDataSource.Create(host.Database.Worker);
        await using var db = new WorkerDb(source, host.Keys).Open();
        _ = await new Purge(db, host.Clock).RunAsync(new(db, host.Keys, new(db, host.Keys, host.Clock), host.Clock), CancellationToken.None);
    }

    public async Task CallOffAsync()
    {
        await using var db = host.OpenDb();
        (await db.Dialogues.SingleAsync(d => d.Id == Dialogue.Id)).Cancel(Given.Now);
        _ = await db.SaveChangesAsync();
    }

    public async Task<Page> PublicAsync(string language = "en")
    {
        using var reader = host.NewBrowser(language);
        return await reader.GetAsync("/series/water");
    }
}
