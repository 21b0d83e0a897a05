using AIDialogues.Events.Data;
using AIDialogues.Events.Data.People;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Unattributed.Statements;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Jobs;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Summaries;

/// <summary>Drafts the summaries that were asked for, each in one transaction.</summary>
internal sealed class AssembleJob(WorkerDb database, StatementReader statements)
{
    public async Task RunAsync(CancellationToken ct)
    {
        await using var turn = await Turn.TryTakeAsync(database.Source, Turn.Summaries, ct);
        if (turn is null) return;
        while (await AssembleNextAsync(ct)) ct.ThrowIfCancellationRequested();
    }

    private async Task<bool> AssembleNextAsync(CancellationToken ct)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var waiting = await db.Summaries.FromSql(
            $"SELECT *, xmin FROM events.summaries WHERE state = 'Requested' ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED").ToListAsync(ct);
        if (waiting is not [var summary]) return false;

        // The old draft's items, so that they go.
        await db.Entry(summary).Collection(s => s.Items).LoadAsync(ct);
        var said = await statements.ReadSessionAsync(summary.SessionId.Value, ct);
        if (said.Count < StatementReader.SmallestGroup) summary.HoldBack();
        else summary.Assemble(await DraftAsync(db, summary, said, ct));
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }

    private static async Task<IReadOnlyList<DraftItem>> DraftAsync(EventsDb db, Summary summary, IReadOnlyList<Statement> said, CancellationToken ct)
    {
        var session = await db.Sessions.AsNoTracking().Include(s => s.Themes).SingleAsync(s => s.Id == summary.SessionId, ct);
        var dialogue = await db.Dialogues.AsNoTracking().SingleAsync(d => d.Id == session.DialogueId, ct);
        if (dialogue.RuleIn(session) == Rule.OnTheRecord) return Assembly.Of(said, session.Themes, _ => false);

        // Everyone invited, not only who came: a rapporteur may name somebody who was only expected.
        var people = (await db.InvitedToAsync(dialogue.Id, ct)).Select(p => new Participant(p.GivenName, p.FamilyName, p.Affiliation));
        var screener = new Screener(ParticipantDirectory.Of(people));
        var language = summary.Language == Language.French ? TextLanguage.French : TextLanguage.English;
        return Assembly.Of(said, session.Themes, words => screener.Screen(words, language).Count > 0);
    }
}
