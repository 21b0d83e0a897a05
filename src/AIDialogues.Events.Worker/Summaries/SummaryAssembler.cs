using AIDialogues.Events.Data;
using AIDialogues.Events.Data.People;
using AIDialogues.Events.Data.Summaries;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Unattributed.Statements;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Summaries.Models;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Worker.Summaries;

/// <summary>Assembles one summary that was taken: chapter by chapter, saying how far it is, stopping when it was cancelled; kept whole or not at all.</summary>
internal sealed class SummaryAssembler(WorkerDb database, StatementReader reader, TimeProvider clock, ModelDrafting? model = null)
{
    public async Task AssembleAsync(Id<Summary> id, CancellationToken ct)
    {
        Summary summary;
        InScope scope;
        Func<string, bool> pointsAtSomebody;
        RoomComposition? room;
        IReadOnlyCollection<string> barred;
        await using (var db = database.Open())
        {
            summary = await db.Summaries.AsNoTracking().SingleAsync(s => s.Id == id, ct);
            scope = await db.InScopeAsync(summary, ct) ?? throw new InvalidOperationException("What the summary is about is gone.");
            pointsAtSomebody = await ScreeningAsync(db, summary, scope, ct);
            room = await db.RoomAsync(summary, scope, ct);
            barred = await db.ContestedAroundAsync(summary, scope, ct);
        }

        var said = new List<Statement>();
        foreach (var session in scope.Sessions) said.AddRange(await reader.ReadSessionAsync(session.Id.Value, ct));
        if (said.Count < StatementReader.SmallestGroup) await KeepAsync(id, s => s.HoldBack(), keepsVersion: false, ct);
        else if (await DraftAsync(summary, scope.Outline, said, pointsAtSomebody, ct) is { } draft)
        {
            await KeepAsync(id, s =>
            {
                s.Bar(barred);
                s.Assemble(draft.Items, draft.Breakdown, room, draft.PlainChapters, new([.. scope.Sessions.Select(x => x.Id.Value)], scope.Rule));
            }, keepsVersion: true, ct);
        }
    }

    /// <summary>Null: cancelled on the way.</summary>
    private async Task<Draft?> DraftAsync(
        Summary summary, SummaryOutline outline, IReadOnlyList<Statement> said, Func<string, bool> pointsAtSomebody, CancellationToken ct)
    {
        var (chapters, everything) = Assembly.Divided(said, outline);
        var drafts = new List<DraftItem>();
        int plain = 0;
        for (int done = 0; done < chapters.Count; done++)
        {
            if (!await ReportAsync(summary.Id, 100 * done / chapters.Count, ct)) return null;
            var items = new ChapterDraft(chapters[done].Chapter.Key, chapters[done].Said, summary.Language, pointsAtSomebody).Items(everything);
            var worded = model is null ? items : await model.RewriteAsync(items, summary.Language, pointsAtSomebody, ct);
            if (worded is null) plain++;
            drafts.AddRange(worded ?? items);
        }

        return await ReportAsync(summary.Id, 99, ct) ? new(drafts, Assembly.BreakdownOf(chapters, drafts), plain) : null;
    }

    /// <param name="PlainChapters">Chapters that the model was asked to word, in vain.</param>
    private sealed record Draft(IReadOnlyList<DraftItem> Items, Breakdown? Breakdown, int PlainChapters);

    /// <summary>Says how far the assembly is; false once it was cancelled.</summary>
    private async Task<bool> ReportAsync(Id<Summary> id, int progress, CancellationToken ct)
    {
        await using var db = database.Open();
        return await db.Summaries.Where(s => s.Id == id && s.State == SummaryState.Assembling).ExecuteUpdateAsync(s => s.SetProperty(x => x.Progress, progress), ct) == 1;
    }

    private async Task KeepAsync(Id<Summary> id, Action<Summary> fill, bool keepsVersion, CancellationToken ct)
    {
        await using var db = database.Open();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        // The row is locked first, so a cancellation comes before or after all of it.
        if (await db.Summaries.FromSql($"SELECT *, xmin FROM events.summaries WHERE id = {id.Value} AND state = 'Assembling' FOR UPDATE").SingleOrDefaultAsync(ct) is not { } summary) return;
        _ = await db.Set<SummaryItem>().Where(i => i.SummaryId == id).ExecuteDeleteAsync(ct);
        _ = await db.Set<SummarySource>().Where(s => s.SummaryId == id).ExecuteDeleteAsync(ct);
        fill(summary);
        // Keys are made here, so these are told apart from rows that exist already.
        db.AddRange(summary.Sources);
        db.AddRange(summary.Items);
        if (keepsVersion) await db.KeepVersionAsync(summary, VersionReason.Assembled, clock.GetUtcNow(), ct);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }

    private static async Task<Func<string, bool>> ScreeningAsync(EventsDb db, Summary summary, InScope scope, CancellationToken ct)
    {
        // On the record nobody needs protecting from being named.
        if (scope.Rule == Rule.OnTheRecord) return _ => false;

        // Everyone invited, not only who came: a rapporteur may name somebody who was only expected.
        var people = await db.InvitedToAsync(scope.Series.Id, ct);
        var screener = PeopleScreening.Of(people);
        var sets = PeopleScreening.SetsOf(await db.PresentAsync(scope.Days, ct));
        return words => screener.PointsAtSomebody(sets, words, summary.Language);
    }
}
